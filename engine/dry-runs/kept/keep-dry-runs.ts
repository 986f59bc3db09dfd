import { CicloError } from '../../../domain/errors.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { PluginCatalog } from '../../../domain/workspace/plugin-catalog.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { journeyToTry } from '../draft.ts';
import type { DryRunStore, KeptDryRun, PlayedHow } from './kept-port.ts';

export type DryRunWish = {
  readonly tenant: string;
  /** The same id again is the same dry run. */
  readonly id: string;
  readonly journey: string;
  readonly how: PlayedHow;
  readonly days: number;
  /** A draft; the published version unless given. */
  readonly definition?: unknown;
  readonly by: string;
};

export type KeptDryRuns = Pick<DryRunStore, 'get' | 'list'> & {
  /** Begins a dry run that goes on by itself. Throws `not-found` for a journey, and `conflict` when too many are under way. */
  readonly start: (
    wish: DryRunWish,
  ) => Promise<
    | { readonly kind: 'started'; readonly dryRun: KeptDryRun }
    | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  >;
  readonly cancel: (input: { tenant: string; id: string }) => ReturnType<DryRunStore['cancel']>;
};

type Needs = {
  readonly dryRunStore: DryRunStore;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly pluginCatalog: PluginCatalog;
};

/** They are played one after the other: more than these would wait for long. */
const underWayMost = 10;

const tooMany = () =>
  new CicloError({
    code: 'conflict',
    message: `${underWayMost} dry runs are under way. Wait until one of them ends, or cancel one.`,
  });

/** Makes the dry runs that go on by themselves, and whose results are kept for a while. */
export const createKeptDryRuns = (deps: Needs): KeptDryRuns => {
  const { dryRunStore: store, clock } = deps;
  return {
    start: async ({ tenant, id, journey: key, how, days, definition, by }) => {
      const known = await store.get({ tenant, id });
      if (known !== undefined) return { kind: 'started', dryRun: known };
      const live = await deps.live.of(tenant);
      const checked = journeyToTry({ key, definition, live, plugins: deps.pluginCatalog });
      if (!checked.ok) return { kind: 'refused', problems: checked.problems };
      if ((await store.countUnderWay({ tenant })) >= underWayMost) throw tooMany();
      const version = definition === undefined ? live.journeys.get(key)?.version : undefined;
      const dryRun: KeptDryRun = {
        id,
        tenant,
        journey: key,
        how,
        days,
        ...(version === undefined ? {} : { version }),
        by,
        definition: JSON.stringify(definition ?? checked.value),
        state: 'queued',
        people: 0,
        entered: 0,
        told: [],
        attempts: 0,
        createdAt: clock.now(tenant),
      };
      const added = await store.add({ dryRun, due: clock.systemTime() });
      const kept = added === 'added' ? undefined : await store.get({ tenant, id });
      return { kind: 'started', dryRun: kept ?? dryRun };
    },
    get: store.get,
    list: store.list,
    cancel: ({ tenant, id }) => store.cancel({ tenant, id, at: clock.now(tenant) }),
  };
};
