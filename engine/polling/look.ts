import type { PollPlace } from '../../plugins/runtime/poll.ts';
import type { Clock } from '../clock/clock.ts';
import type { TakeInbound } from '../conversations/take-inbound.ts';
import type { ChangeProducts } from '../catalog/change-products.ts';
import type { AboutMessages } from '../messages/about-messages.ts';
import type { Accept } from '../events/accept.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { changesOf } from '../webhooks/product-changes.ts';
import { toAccepted } from '../webhooks/to-accepted.ts';
import type { PollState, PollStore } from './ports.ts';

export type LookNeeds = {
  readonly pollStore: PollStore;
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly accept: Accept;
  readonly aboutMessages: AboutMessages;
  readonly takeInbound: TakeInbound;
  readonly changeProducts: ChangeProducts;
  readonly clock: Clock;
  readonly log: Log;
};

const againMs = 5_000;
const latestMs = 30 * 60_000;

/** When a look that failed is repeated: later each time, or as late as the provider asked for. */
export const afterFailure = (input: { failures: number; afterMs?: number | undefined }): number =>
  Math.min(latestMs, input.afterMs ?? againMs * 2 ** Math.min(10, input.failures));

type Found = Extract<Awaited<ReturnType<ReturnType<Plugins['runtime']>['look']>>, { kind: 'events' }>;

/** Stores what a look found; answers how much of it cannot be read. */
const store = async (input: {
  use: LookNeeds;
  place: PollPlace;
  found: Found;
  now: number;
}): Promise<number> => {
  const { use, found, now } = input;
  const { tenant, instance } = input.place;
  const taken = found.events.map((event) => toAccepted({ event, source: instance, receivedAt: now }));
  const read = taken.flatMap((one) => (one.ok ? [one.event] : []));
  const events = await use.aboutMessages({ tenant, events: read });
  if (events.length > 0) await use.accept({ tenant, events });
  const changes = changesOf({ products: found.products, now });
  if (changes.length > 0) await use.changeProducts({ tenant, changes });
  let unread = taken.length - read.length;
  for (const message of found.messages) {
    const took = await use.takeInbound({ tenant, instance, message, at: now });
    if (!took.ok) unread += 1;
  }
  return unread;
};

/**
 * One look at a provider: stores what was found, and then the cursor, so that a crash repeats a look and loses nothing. True when there is
 * more to fetch at once.
 */
export const lookOnce = async (input: {
  use: LookNeeds;
  live: LiveWorkspace;
  place: PollPlace & { readonly everyMs: number };
  state: PollState;
  token: string;
}): Promise<boolean> => {
  const { use, live, place, state, token } = input;
  const { tenant, instance, poll, everyMs } = place;
  const { clock, log } = use;
  const now = clock.now(tenant);
  const looked = await use.plugins
    .runtime(live)
    .look({ ...place, cursor: state.cursor, now, systemTime: clock.systemTime() });
  const named = { tenant, instance, poll, token };
  if (looked.kind === 'failed') {
    const { code, message, afterMs } = looked;
    log.warn({ tenant, instance, poll, code }, 'A provider could not be looked at.');
    const due = clock.now(tenant) + afterFailure({ failures: state.failures, afterMs });
    await use.pollStore.failed({ ...named, due, error: `${code}: ${message}`.slice(0, 500) });
    return false;
  }
  const unread = await store({ use, place, found: looked, now });
  // It stays where it was found; to stop at it would keep everything behind it.
  if (unread > 0)
    log.error({ tenant, instance, poll, count: unread }, 'Some of what was found is unreadable.');
  const { cursor, more } = looked;
  await use.pollStore.done({ ...named, cursor, due: clock.now(tenant) + (more ? 0 : everyMs) });
  return more;
};
