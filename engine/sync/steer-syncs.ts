import { CicloError, notFound } from '../../domain/errors.ts';
import { own } from '../../domain/json.ts';
import type { SyncSettings } from '../../domain/sync/sync-settings.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { SyncCarrier } from './carry-syncs.ts';
import type { Issue, IssueStore, LinkStore, SyncState, SyncStore } from './ports.ts';
import { resolveLinks } from './linked-fields.ts';
import { type Pair, shownPlan } from './reconcile.ts';
import type { SideOf } from './side-of.ts';
import { syncCallsOf } from './sync-calls.ts';

type Named = { readonly tenant: string; readonly sync: string };

/** A sync as people see it. */
export type ShownSync = {
  readonly name: string;
  readonly settings: SyncSettings;
  readonly state: SyncState | undefined;
  readonly links: number;
  readonly issues: number;
};

type Shown = ReturnType<typeof shownPlan>;

/** What people do with syncs. Everything throws `not-found` for one that is not set up. */
export type SteerSyncs = {
  readonly list: (tenant: string) => Promise<readonly ShownSync[]>;
  readonly get: (named: Named) => Promise<ShownSync>;
  readonly pause: (named: Named) => Promise<ShownSync>;
  readonly resume: (named: Named) => Promise<ShownSync>;
  /** A round now; `everything`: all of both sides is gone through again. */
  readonly run: (input: Named & { everything: boolean }) => Promise<ShownSync>;
  readonly retry: (
    input: Named & { id?: string; take?: 'ours' | 'theirs' },
  ) => Promise<{ readonly retried: number }>;
  readonly issues: (
    input: Named & { after?: { at: number; id: string }; limit: number },
  ) => Promise<readonly Issue[]>;
  /** What the first `limit` that changed there would come to; nothing is written. */
  readonly preview: (input: Named & { limit: number }) => Promise<readonly Shown[]>;
};

type Needs = {
  readonly syncStore: SyncStore;
  readonly syncLinks: LinkStore;
  readonly syncIssues: IssueStore;
  readonly syncCarrier: SyncCarrier;
  readonly sideOf: SideOf;
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly clock: Clock;
};

const absent = (sync: string): CicloError =>
  new CicloError({ code: 'not-found', message: `There is no sync \`${sync}\` in ciclo.json.` });

const createShow = (use: Needs) => {
  const settingsOf = async ({ tenant, sync }: Named): Promise<SyncSettings> => {
    const settings = own((await use.live.of(tenant)).published.settings.syncs, sync);
    if (settings === undefined) throw absent(sync);
    return settings;
  };
  const get: SteerSyncs['get'] = async (named) => ({
    name: named.sync,
    settings: await settingsOf(named),
    state: await use.syncStore.get(named),
    links: await use.syncLinks.count(named),
    issues: await use.syncIssues.count(named),
  });
  return { settingsOf, get };
};

const createPreview = (use: Needs, settingsOf: (named: Named) => Promise<SyncSettings>) => {
  const { live, plugins, clock, sideOf, syncLinks, syncStore } = use;
  const preview: SteerSyncs['preview'] = async ({ limit, ...named }) => {
    const { tenant, sync } = named;
    const asked = await settingsOf(named);
    const side = sideOf(asked);
    const settings = await side.settled({ tenant, settings: asked });
    const now = clock.now(tenant);
    const runtime = plugins.runtime(await live.of(tenant));
    const calls = syncCallsOf({
      runtime,
      tenant,
      settings,
      now: () => now,
      systemTime: clock.systemTime,
    });
    if (calls === undefined)
      throw new CicloError({ code: 'unavailable', message: `The connector \`${settings.plugin}\` is off.` });
    const state = await syncStore.get(named);
    const page = await calls.changed(state?.isFirst === false ? state.cursor : undefined);
    if (page.kind === 'failed')
      throw new CicloError({ code: 'unavailable', message: `${page.code}: ${page.message}` });
    const rows = page.rows.filter(({ deleted }) => deleted !== true).slice(0, limit);
    const given = { tenant, sync, settings, now, isHistory: true };
    const found = await side.found({ ...given, rows });
    const links = new Map(
      (await syncLinks.byTheirs({ ...named, ids: rows.map(({ id }) => id) })).map((link) => [
        link.theirs,
        link,
      ]),
    );
    const linked = new Map(
      (
        await side.byIds({
          ...given,
          ids: [...links.values()].flatMap(({ profileId, record }) => record ?? profileId ?? []),
        })
      ).map((row) => [row.id, row]),
    );
    const skew = page.clock === undefined ? 0 : now - page.clock;
    const pairs = rows.map((theirs): Pair => {
      const link = links.get(theirs.id);
      const ours = linked.get(link?.record ?? link?.profileId ?? '') ?? found.get(theirs.id);
      return { theirs, ours, link };
    });
    const resolved = await resolveLinks({ links: syncLinks, tenant, settings, pairs });
    return resolved.pairs.map((pair) => shownPlan({ settings, now, skew }, pair));
  };
  return preview;
};

/** Makes what people do with syncs. */
export const createSteerSyncs = (use: Needs): SteerSyncs => {
  const { settingsOf, get } = createShow(use);
  const wake = async (named: Named): Promise<void> => {
    const { plugin: instance } = await settingsOf(named);
    await use.syncCarrier.wake({ ...named, instance });
  };
  const steer = async (
    named: Named,
    change: { due?: number; isPaused?: boolean; shape?: string },
  ): Promise<ShownSync> => {
    await settingsOf(named);
    await use.syncStore.steer({ ...named, now: use.clock.now(named.tenant), change });
    if (change.isPaused !== true) await wake(named);
    return get(named);
  };
  return {
    get,
    list: async (tenant) => {
      const { published } = await use.live.of(tenant);
      const names = Object.keys(published.settings.syncs ?? {});
      return Promise.all(names.map((sync) => get({ tenant, sync })));
    },
    pause: (named) => steer(named, { isPaused: true }),
    resume: (named) => steer(named, { isPaused: false, due: use.clock.now(named.tenant) }),
    // A shape that none has: the process that takes it next begins at the beginning.
    run: ({ everything, ...named }) =>
      steer(named, { due: use.clock.now(named.tenant), ...(everything ? { shape: '' } : {}) }),
    retry: async ({ id, take, ...named }) => {
      await settingsOf(named);
      const now = use.clock.now(named.tenant);
      const retried = await use.syncIssues.retry({
        ...named,
        now,
        ...(id === undefined ? {} : { id }),
        ...(take === undefined ? {} : { take }),
      });
      if (id !== undefined && retried === 0) throw notFound('issue');
      await use.syncStore.steer({ ...named, now, change: { due: now } });
      await wake(named);
      return { retried };
    },
    issues: async (input) => {
      await settingsOf(input);
      return use.syncIssues.list(input);
    },
    preview: createPreview(use, settingsOf),
  };
};
