import type { EventRow } from '../../events/ports.ts';
import { rowOf } from '../../exports/kinds/export-kind.ts';
import { plain, whoColumns } from '../../exports/kinds/people.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { FeedReads } from '../ports.ts';
import { eventToPut } from './event-to-put.ts';
import type { FeedKind, FeedRow } from './feed-kind.ts';
import { lastPlace, placeIn } from './places.ts';
import { whoseOf } from './who.ts';

const columns = ['id', 'type', 'event', 'messageId', 'timestamp', 'receivedAt', 'source', 'trust'].concat([
  'properties',
  'traits',
]);

/** An event that waits longer than this holds nothing up. */
const waitMs = 24 * 3_600_000;

const iso = (at: number): string => new Date(at).toISOString();

const fieldsOf = (event: EventRow) => {
  const { id, type, name, messageId, timestamp, receivedAt, source, trust, properties, traits } = event;
  const times = { timestamp: iso(timestamp), receivedAt: iso(receivedAt) };
  return { id, type, event: name, messageId, ...times, source, trust, properties, traits };
};

/** Events once they were dispatched, in the order in which they were received. Those that named an erased person, and those set aside, are left out. */
export const createEventsFeed = (use: {
  feedReads: FeedReads;
  profiles: Pick<ProfileStore, 'get'>;
}): FeedKind => {
  const { feedReads, profiles } = use;
  return {
    columns: [...whoColumns, ...columns],
    read: async ({ tenant, settings, place, before, limit }) => {
      const after = placeIn(place);
      const waits = Math.max((await feedReads.waitingSince(tenant)) ?? before, before - waitMs);
      const page = await feedReads.events({ tenant, after, before: Math.min(before, waits), limit });
      const wanted = page.filter(
        ({ state, name }) =>
          (state === 'done' || state === 'recorded') && (settings.names?.includes(name) ?? true),
      );
      const whose = await whoseOf(profiles, tenant, wanted);
      const rows = wanted.map((event): FeedRow => {
        const who = whose.get(event.profileId ?? '') ?? {};
        return {
          ...rowOf(plain({ ...who, ...fieldsOf(event) })),
          at: event.receivedAt,
          key: event.id,
          event: eventToPut({ event, who, instance: settings.plugin }),
        };
      });
      const places = page.map(({ receivedAt, id }) => ({ at: receivedAt, id }));
      return { rows, place: lastPlace(after, places), isEnd: page.length < limit };
    },
  };
};
