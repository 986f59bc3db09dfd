import { CicloError, notFound } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { own } from '../../domain/json.ts';
import type { Outcome } from '../../plugins/contract/actions/outcome.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { feedIsPaused } from './steer-feeds.ts';
import type { RowsOfEvents } from './kinds/event-rows.ts';

import type { FeedReads, RefusedEvent, RefusedEventStore } from './ports.ts';
import { refusedOf } from './set-aside.ts';

type Named = { readonly tenant: string; readonly feed: string };

/** So many are sent again by one call. */
const atOnce = 200;

/** What came of sending events again. `leftOut`: of people who do not agree any more, or are gone; those are refused no longer. */
export type Retried = { readonly sent: number; readonly refused: number; readonly leftOut: number };

/** What people do with events that the connector of a feed does not take. All throw `not-found` for a feed that is not set up. */
export type RefusedEvents = {
  /** The oldest, and how many there are. */
  readonly list: (
    input: Named,
  ) => Promise<{ readonly events: readonly RefusedEvent[]; readonly total: number }>;
  /** Sends the oldest again, all at once. Throws `conflict` while the feed is paused, `unprocessable` where the connector takes none of many, `unavailable` where it takes none now. */
  readonly retry: (input: Named) => Promise<Retried>;
  /** Forgets all; how many those were. */
  readonly discard: (input: Named) => Promise<number>;
};

type Needs = {
  readonly live: LiveWorkspaces;
  readonly refusedEvents: RefusedEventStore;
  readonly feedReads: Pick<FeedReads, 'eventsOf'>;
  readonly rowsOfEvents: RowsOfEvents;
  readonly plugins: Pick<Plugins, 'perform'>;
  readonly clock: Clock;
};

const notTaken = (outcome: Outcome): CicloError =>
  new CicloError({
    code: outcome.kind === 'rejected' ? 'unprocessable' : 'unavailable',
    message: `The connector does not take the events: ${outcome.kind === 'done' ? '' : outcome.message}`,
  });

/** Makes what people do with events that were refused. */
export const createRefusedEvents = (use: Needs): RefusedEvents => {
  const { refusedEvents, clock } = use;
  const settingsOf = async ({ tenant, feed }: Named) => {
    const live = await use.live.of(tenant);
    const settings = own(live.published.settings.feeds, feed);
    if (settings === undefined) throw notFound('feed');
    return { live, settings, pause: own(live.published.feedPauses, feed) };
  };

  /** Hands over what of the events still goes out; what is refused again stays, with the reason of this time. */
  const send = async (input: Named & { events: readonly string[] }): Promise<Retried> => {
    const { tenant, feed, events: ids } = input;
    const { live, settings } = await settingsOf(input);
    const { topics, traits } = live.published.settings;
    const now = clock.now(tenant);
    const found = await use.feedReads.eventsOf({ tenant, ids });
    const asked = { tenant, settings, workspace: { topics, traits }, now };
    const { rows } = await use.rowsOfEvents({ ...asked, events: found });
    const events = rows.flatMap(({ event }) => event ?? []);
    if (events.length === 0) {
      await refusedEvents.remove({ tenant, feed, events: ids });
      return { sent: 0, refused: 0, leftOut: ids.length };
    }
    const outcome = await use.plugins.perform({
      live,
      tenant,
      instance: settings.plugin,
      action: 'put-events',
      input: { events },
      idempotencyKey: hashId('feed-retry', tenant, feed, ...ids, String(clock.systemTime())),
      now,
    });
    const refused = refusedOf({ feed, rows, outcome, now });
    if (refused === undefined) throw notTaken(outcome);
    const still = new Set(refused.map(({ event }) => event));
    await refusedEvents.put({ tenant, events: refused });
    await refusedEvents.remove({ tenant, feed, events: ids.filter((id) => !still.has(id)) });
    const sent = events.length - refused.length;
    return { sent, refused: refused.length, leftOut: ids.length - events.length };
  };

  return {
    list: async (named) => {
      await settingsOf(named);
      const events = await refusedEvents.oldest({ ...named, limit: atOnce });
      return { events, total: await refusedEvents.count(named) };
    },
    retry: async (named) => {
      const { pause } = await settingsOf(named);
      if (pause !== undefined) throw feedIsPaused(named.feed);
      const oldest = await refusedEvents.oldest({ ...named, limit: atOnce });
      if (oldest.length === 0) return { sent: 0, refused: 0, leftOut: 0 };
      return send({ ...named, events: oldest.map(({ event }) => event) });
    },
    discard: async (named) => {
      await settingsOf(named);
      return refusedEvents.remove(named);
    },
  };
};
