import { randomUUID } from 'node:crypto';

import { messageOf } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { nominalLength, toDuration } from '../../domain/time/duration.ts';
import { own } from '../../domain/json.ts';
import type { SyncSettings } from '../../domain/sync/sync-settings.ts';
import type { SyncFailed } from '../../plugins/runtime/sync.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { keepLease, type Lease } from '../messages/send/lease.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { IssueStore, LinkStore, SyncState, SyncStore } from './ports.ts';
import type { Reconciled, SyncWork } from './reconcile.ts';
import type { SideOf } from './side-of.ts';
import { takeOurs } from './steps/take-ours.ts';
import { removeErased, takeLeft } from './steps/take-left.ts';
import { takeTheirs } from './steps/take-theirs.ts';
import { syncCallsOf, whileHeldOnly } from './sync-calls.ts';

export type SyncNeeds = {
  readonly syncStore: SyncStore;
  readonly syncLinks: LinkStore;
  readonly syncIssues: IssueStore;
  readonly sideOf: SideOf;
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly clock: Clock;
  readonly log: Log;
};

/** What a step came to: there is more to do at once, or nothing before `afterMs`; or the sync is there no more, or is not to run. */
export type SyncStepped =
  | { readonly kind: 'more' }
  | { readonly kind: 'wait'; readonly afterMs: number }
  | { readonly kind: 'stopped' };

/** One step of a sync. It never throws for what is wrong at the provider. */
export type SyncStep = (input: { tenant: string; sync: string }) => Promise<SyncStepped>;

const leaseMs = 5 * 60_000;
const againMs = 5_000;
const latestMs = 30 * 60_000;
const pageMax = 200;
/** So far back a round looks again, since processes write their times before others can see them. */
const overlapMs = 2 * 60_000;

/** Names the set-up of a sync: with another one everything is gone through again. */
export const shapeOf = ({ every: _every, onErase: _erase, ...settings }: SyncSettings): string =>
  hashId('sync', JSON.stringify(settings));

type Step = { readonly state: SyncState; readonly work: SyncWork };
type Next = { readonly state: SyncState; readonly failed?: SyncFailed };

const counted = (state: SyncState, done: Reconciled, removed = 0): SyncState => {
  const { counts } = state;
  return {
    ...state,
    counts: {
      rows: counts.rows + done.counts.rows,
      in: counts.in + done.counts.in,
      out: counts.out + done.counts.out,
      created: counts.created + done.counts.created,
      removed: counts.removed + removed,
    },
  };
};

const stepLeft = async ({ state, work }: Step): Promise<Next> => {
  const { removed, failed } = await removeErased(work);
  if (failed !== undefined) return { state, failed };
  const done = await takeLeft(work);
  const next = counted(state, done, removed);
  if (done.failed !== undefined) return { state: next, failed: done.failed };
  return { state: done.more || removed > 0 ? next : { ...next, stage: 'in' } };
};

const stepIn = async ({ state, work }: Step): Promise<Next> => {
  const page = await work.calls.changed(state.cursor);
  if (page.kind === 'failed') return { state, failed: page };
  const skew = page.clock === undefined ? 0 : work.now - page.clock;
  const done = await takeTheirs({ ...work, skew }, page.rows);
  const next = counted(state, done);
  // The page is taken again from its beginning: what was done of it says the same on both sides by now.
  if (done.failed !== undefined) return { state: next, failed: done.failed };
  const { cursor } = page;
  if (page.more === true) return { state: { ...next, cursor } };
  return { state: { ...next, cursor, stage: state.isFirst ? 'all' : 'out' } };
};

const stepAll = async ({ state, work }: Step): Promise<Next> => {
  const rows = await work.side.all({ ...work, after: state.allAfter, limit: pageMax });
  const done = await takeOurs(work, rows);
  const next = counted(state, done);
  if (done.failed !== undefined) return { state: next, failed: done.failed };
  const last = rows.at(-1);
  if (last !== undefined && rows.length === pageMax) return { state: { ...next, allAfter: last.id } };
  const { allAfter: _after, ...rest } = next;
  return { state: { ...rest, stage: 'out' } };
};

const stepOut = async ({ state, work }: Step): Promise<Next> => {
  const after = state.outAfter ?? { at: state.roundAt, id: '' };
  const rows = await work.side.changed({ ...work, after, limit: pageMax });
  const done = await takeOurs(work, rows);
  const next = counted(state, done);
  if (done.failed !== undefined) return { state: next, failed: done.failed };
  const last = rows.at(-1);
  if (last !== undefined && rows.length === pageMax)
    return { state: { ...next, outAfter: { at: last.changedAt, id: last.id } } };
  // The round is over.
  const due = work.now + nominalLength(toDuration(work.settings.every));
  const outAfter = { at: state.roundAt - overlapMs, id: '' };
  return { state: { ...next, stage: 'retry', isFirst: false, outAfter, due } };
};

const steps = { retry: stepLeft, in: stepIn, all: stepAll, out: stepOut } as const;

const afterFailure = (state: SyncState, failed: SyncFailed): number =>
  Math.min(latestMs, failed.afterMs ?? againMs * 2 ** Math.min(10, state.failures));

const createTaken = (use: SyncNeeds) => {
  /** Does the step of a sync that was taken. */
  return async (input: {
    state: SyncState;
    settings: SyncSettings;
    token: string;
    lease: Lease;
  }): Promise<SyncStepped> => {
    const { token, lease } = input;
    const { tenant, sync } = input.state;
    const side = use.sideOf(input.settings);
    const settings = await side.settled({ tenant, settings: input.settings });
    const now = use.clock.now(tenant);
    const isNewRound = input.state.stage === 'retry' && input.state.failures === 0;
    const state = isNewRound ? { ...input.state, roundAt: now } : input.state;
    const calls = syncCallsOf({
      runtime: use.plugins.runtime(await use.live.of(tenant)),
      tenant,
      settings,
      now: () => use.clock.now(tenant),
      systemTime: use.clock.systemTime,
    });
    const work = {
      tenant,
      sync,
      settings,
      now,
      isHistory: state.isFirst,
      side,
      links: use.syncLinks,
      issues: use.syncIssues,
      skew: 0,
    };
    const off: SyncFailed = {
      kind: 'failed',
      code: 'instance-off',
      message: `The connector \`${settings.plugin}\` is off, or has no \`${settings.object}\`.`,
      isRefused: false,
      afterMs: 60_000,
    };
    const { state: next, failed } =
      calls === undefined
        ? { state, failed: off }
        : await steps[state.stage]({ state, work: { ...work, calls: whileHeldOnly(calls, lease) } });
    if (failed !== undefined) {
      const { code, message } = failed;
      use.log.warn({ tenant, sync, code }, 'A step of a sync did not work, and is done again.');
      const wait = afterFailure(state, failed);
      const error = `${code}: ${message}`.slice(0, 500);
      const later = { ...next, failures: state.failures + 1, error, due: use.clock.now(tenant) + wait };
      await use.syncStore.put({ state: later, token });
      return { kind: 'wait', afterMs: wait };
    }
    const { error: _error, ...well } = next;
    await use.syncStore.put({ state: { ...well, failures: 0 }, token });
    const afterMs = next.due - use.clock.now(tenant);
    return afterMs > 0 ? { kind: 'wait', afterMs } : { kind: 'more' };
  };
};

/**
 * Makes one step of a sync: a page of what changed on one side. Where it stands is kept after each step, so that a crash repeats a step and loses
 * nothing; one process works on a sync at a time.
 */
export const createSyncStep = (use: SyncNeeds): SyncStep => {
  const doTaken = createTaken(use);
  return async ({ tenant, sync }) => {
    const { published } = await use.live.of(tenant);
    const settings = own(published.settings.syncs, sync);
    if (settings === undefined) return { kind: 'stopped' };
    const systemTime = use.clock.systemTime();
    const token = randomUUID();
    const shape = shapeOf(settings);
    const now = use.clock.now(tenant);
    const state = await use.syncStore.take({
      tenant,
      sync,
      shape,
      now,
      systemTime,
      lease: systemTime + leaseMs,
      token,
    });
    if (state === undefined) {
      const known = await use.syncStore.get({ tenant, sync });
      if (known?.isPaused === true) return { kind: 'stopped' };
      return { kind: 'wait', afterMs: Math.max(1_000, Math.min(60_000, (known?.due ?? now) - now)) };
    }
    const renew = (until: number) => use.syncStore.renew({ tenant, sync, token, until });
    const lease = keepLease({ leaseMs, systemTime: use.clock.systemTime, renew });
    try {
      return await doTaken({ state, settings, token, lease });
    } catch (thrown) {
      use.log.error({ tenant, sync, error: messageOf(thrown) }, 'A step of a sync failed.');
      const error = `internal: ${messageOf(thrown)}`.slice(0, 500);
      const due = use.clock.now(tenant) + againMs * 2 ** Math.min(8, state.failures);
      await use.syncStore.put({ state: { ...state, failures: state.failures + 1, error, due }, token });
      return { kind: 'wait', afterMs: due - use.clock.now(tenant) };
    } finally {
      await lease.end();
    }
  };
};
