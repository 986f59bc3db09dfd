import type { FeedRows, FeedSettings } from '../../domain/feeds/feed-settings.ts';
import { durationLength } from '../../domain/time/duration.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { afterFailure } from '../polling/look.ts';
import type { PollState, PollStore } from '../polling/ports.ts';
import { feedStateIn } from './feed-state.ts';
import { gather } from './gather.ts';
import { handoverOf, sizedFor, wayOf } from './hand-over.ts';
import type { FeedKind } from './kinds/feed-kind.ts';

export type FeedKinds = Readonly<Record<FeedRows, FeedKind>>;

type Needs = {
  readonly pollStore: PollStore;
  readonly plugins: Pick<Plugins, 'perform' | 'runtime'>;
  readonly feedKinds: FeedKinds;
  readonly clock: Clock;
};

const hour = 3_600_000;

const lengthOf = (text: string): number => durationLength(text) ?? hour;

/**
 * One step of a feed that this process has: the next rows are read, handed to the connector, and noted as written. A crash in between hands
 * the same rows over again, as the same file or under the same message ids. True when there is more to write at once.
 */
export const feedStep = async (input: {
  use: Needs;
  live: LiveWorkspace;
  feed: string;
  settings: FeedSettings;
  state: PollState;
  token: string;
}): Promise<boolean> => {
  const { use, live, feed, settings, state: poll, token } = input;
  const { pollStore, clock } = use;
  const { tenant, instance } = poll;
  const named = { tenant, instance, poll: poll.poll, token };
  const state = feedStateIn(poll.cursor, settings.rows);
  const kind = use.feedKinds[settings.rows];
  const before = clock.now(tenant) - lengthOf(settings.after);
  const way = wayOf({ runtime: use.plugins.runtime(live), tenant, instance });
  const sized = sizedFor(way, settings);
  const { rows, place, isEnd } = await gather({ tenant, kind, settings: sized, place: state.place, before });
  const handover = handoverOf({ way, tenant, feed, settings, kind, rows });
  const due = () => clock.now(tenant) + (isEnd ? lengthOf(settings.every) : 0);
  if (handover === undefined) {
    await pollStore.done({ ...named, due: due(), cursor: { ...state, place } });
    return !isEnd;
  }
  const { action, input: given, idempotencyKey } = handover;
  const call = { live, tenant, instance, action, input: given, idempotencyKey, now: clock.now(tenant) };
  const outcome = await use.plugins.perform(call);
  if (outcome.kind !== 'done') {
    const afterMs = outcome.kind === 'retry' ? outcome.afterMs : undefined;
    const again = clock.now(tenant) + afterFailure({ failures: poll.failures, afterMs });
    const error = `${outcome.code}: ${outcome.message}`.slice(0, 500);
    await pollStore.failed({ ...named, due: again, error });
    return false;
  }
  const { path } = handover;
  const counts = { rows: state.rows + handover.rows, files: state.files + (path === '' ? 0 : 1) };
  const last = { path, at: clock.now(tenant) };
  await pollStore.done({ ...named, due: due(), cursor: { ...state, place, ...counts, last } });
  return !isEnd;
};
