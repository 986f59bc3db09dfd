import type { ListedRows } from '../../domain/feeds/feed-rows.ts';
import type { FeedSettings } from '../../domain/feeds/feed-settings.ts';
import { durationLength } from '../../domain/time/duration.ts';
import type { Cursor } from '../../plugins/contract/inbound/poll.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { afterFailure } from '../polling/look.ts';
import type { PollState, PollStore } from '../polling/ports.ts';
import { type FeedState, feedStateIn } from './feed-state.ts';
import { gather } from './gather.ts';
import { handoverOf, sizedFor, wayOf } from './hand-over.ts';
import type { RefusedEventStore } from './ports.ts';
import { refusedOf, tooManyRefused } from './set-aside.ts';
import type { FeedKind, LeftOut, LeftOutReason } from './kinds/feed-kind.ts';

export type FeedKinds = Readonly<Record<ListedRows, FeedKind>>;

type Needs = {
  readonly pollStore: PollStore;
  readonly plugins: Pick<Plugins, 'perform' | 'runtime'>;
  readonly feedKinds: FeedKinds;
  readonly refusedEvents: Pick<RefusedEventStore, 'count' | 'put'>;
  readonly clock: Clock;
};

const hour = 3_600_000;

const lengthOf = (text: string): number => durationLength(text) ?? hour;

const withReasons = (counts: LeftOut, reasons: readonly LeftOutReason[]): LeftOut => {
  const count = (reason: LeftOutReason): number =>
    counts[reason] + reasons.filter((one) => one === reason).length;
  return { restricted: count('restricted'), noConsent: count('noConsent') };
};

type Step = {
  readonly use: Needs;
  readonly live: LiveWorkspace;
  readonly feed: string;
  readonly settings: FeedSettings;
  readonly rows: ListedRows;
  readonly state: PollState;
  readonly token: string;
};

/** Notes why the feed did not get on; it is tried again, later each time. */
const stepFailed = async (step: Step, error: string, afterMs?: number): Promise<false> => {
  const { use, state, token } = step;
  const { tenant, instance, poll, failures } = state;
  const due = use.clock.now(tenant) + afterFailure({ failures, afterMs });
  await use.pollStore.failed({ tenant, instance, poll, token, due, error: error.slice(0, 500) });
  return false;
};

/** The next rows behind a place, and how they go out. */
const nextRows = async (step: Step, place: Cursor) => {
  const { use, live, feed, settings, state } = step;
  const { tenant, instance } = state;
  const kind = use.feedKinds[step.rows];
  const now = use.clock.now(tenant);
  const way = wayOf({ runtime: use.plugins.runtime(live), tenant, instance });
  const { topics, traits } = live.published.settings;
  const found = await gather({
    tenant,
    kind,
    settings: sizedFor(way, settings),
    workspace: { topics, traits },
    place,
    before: now - lengthOf(settings.after),
    now,
  });
  return { ...found, handover: handoverOf({ way, tenant, feed, settings, kind, rows: found.rows }) };
};

/**
 * One step of a feed that this process has: the next rows are read, handed to the connector, and noted as written. A crash in between hands
 * the same rows over again, as the same file or under the same message ids. True when there is more to write at once.
 */
export const feedStep = async (step: Step): Promise<boolean> => {
  const { use, live, feed, settings, state: poll, token } = step;
  const { pollStore, clock, refusedEvents } = use;
  const { tenant, instance } = poll;
  const wait = await tooManyRefused({ refusedEvents, tenant, feed });
  if (wait !== undefined) return stepFailed(step, wait);
  const state = feedStateIn(poll.cursor, step.rows);
  const { rows, leftOut, place, isEnd, handover } = await nextRows(step, state.place);
  const read = { ...state, place, leftOut: withReasons(state.leftOut, leftOut) };
  const done = async (cursor: FeedState): Promise<boolean> => {
    const due = clock.now(tenant) + (isEnd ? lengthOf(settings.every) : 0);
    await pollStore.done({ tenant, instance, poll: poll.poll, token, due, cursor });
    return !isEnd;
  };
  if (handover === undefined) return done(read);
  const { action, input, idempotencyKey, path } = handover;
  const now = clock.now(tenant);
  const outcome = await use.plugins.perform({ live, tenant, instance, action, input, idempotencyKey, now });
  const refused = refusedOf({ feed, rows, outcome, now });
  if (refused === undefined) {
    const afterMs = outcome.kind === 'retry' ? outcome.afterMs : undefined;
    return stepFailed(step, outcome.kind === 'done' ? '' : `${outcome.code}: ${outcome.message}`, afterMs);
  }
  // Before the place is noted: after a crash in between the same events are refused again.
  await refusedEvents.put({ tenant, events: refused });
  const written = state.rows + handover.rows - refused.length;
  const files = state.files + (path === '' ? 0 : 1);
  return done({ ...read, rows: written, files, last: { path, at: clock.now(tenant) } });
};
