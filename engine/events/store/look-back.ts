import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { EventStore } from '../ports.ts';
import { toEventFact } from '../../../domain/events/event.ts';
import { summariseEvents } from '../../../domain/rules/summarise-events.ts';
import type { EventDoc } from './event-schema.ts';
import { eventIdIn, toEventRow } from './event-row.ts';

/** As much of the fact `event` as counting needs. */
const timeOnly = (input: { name: string; at: number }) => ({
  event: input.name,
  timestamp: new Date(input.at).toISOString(),
});

/** Without those that were noted by a dispatch that did not apply them. */
const counted = <T extends Pick<EventDoc, '_id' | 'tenant' | 'state'>>(
  docs: readonly T[],
  isApplied: ((id: string) => boolean) | undefined,
): readonly T[] =>
  isApplied === undefined ? docs : docs.filter((doc) => doc.state !== 'pending' || isApplied(eventIdIn(doc)));

/** What happened to a person before: for runs that just began to wait, and for the fact `events`. */
export const createLookBack = (events: Collection<EventDoc>): Pick<EventStore, 'since' | 'summarise'> => {
  return {
    since: async ({ tenant, profileId, names, happened, arrived, limit }) => {
      const [name] = names;
      if (name === undefined) return [];
      const docs = await events
        .find({
          profileId,
          'of.name': names.length === 1 ? name : { $in: [...names] },
          'of.at': { $gte: happened },
          receivedAt: { $gte: arrived },
          tenant,
        })
        .sort({ 'of.at': 1 })
        .limit(limit)
        .toArray();
      return docs.map(toEventRow);
    },
    summarise: async ({ tenant, profileId, query, isApplied }) => {
      const { name, since, until, where, sumPath } = query;
      const at = since === undefined ? { $lte: until } : { $gt: since, $lte: until };
      const filter = { profileId, 'of.name': name, 'of.at': at, tenant };
      if (where === undefined && sumPath === undefined) {
        const projection = { tenant: 1, state: 1, timestamp: 1 } as const;
        const found = counted(await events.find(filter, { projection }).toArray(), isApplied);
        return summariseEvents({ events: found.map((doc) => timeOnly({ name, at: doc.timestamp })), query });
      }
      const found = counted(await events.find(filter).toArray(), isApplied);
      return summariseEvents({ events: found.map((doc) => toEventFact(toEventRow(doc))), query });
    },
  };
};
