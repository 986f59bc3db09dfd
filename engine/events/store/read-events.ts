import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { EventReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { EventView } from '../../../api/ports/views.ts';
import { eventIdIn, trustOf } from './event-row.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type EventDoc, eventSchema } from './event-schema.ts';
import { behind, newestFirst, type Order } from '../../../platform/mongo/paging.ts';

type EventsQuery = Parameters<EventReads['events']>[0];
type Filter = mongo.Filter<EventDoc>;

const order = ['receivedAt', '_id'] as const;
/** The same order in the fields of the list index. */
const listedOrder = ['listed.at', 'listed.id'] as const;

const toView = (doc: EventDoc): EventView => ({
  id: eventIdIn(doc),
  messageId: doc.messageId,
  type: doc.type,
  name: doc.name,
  timestamp: doc.timestamp,
  receivedAt: doc.receivedAt,
  source: doc.source,
  trust: trustOf(doc),
  backfill: doc.backfill,
  properties: doc.properties,
  traits: doc.traits,
  state: doc.state,
  attempts: doc.attempts,
  ...(doc.profileId === undefined ? {} : { profileId: doc.profileId }),
  ...(doc.error === undefined ? {} : { error: doc.error }),
  ...(doc.ignored === undefined ? {} : { ignored: doc.ignored }),
});

/**
 * The events of a tenant, newest first, by the time at which they came. Those that were given up or set aside, and those that wait, are
 * few: where only they are asked for, they are found by indexes of their own.
 */
export const createEventReads = (deps: { collections: Collections }): EventReads => {
  const events = deps.collections.of<EventDoc>(eventSchema);

  const page = async (input: { filter: Filter; order: Order; query: EventsQuery }): Promise<EventView[]> => {
    const { filter, order: by, query } = input;
    const { tenant, after, limit } = query;
    const id = after === undefined || by === listedOrder ? after?.id : keyOf(tenant, after.id);
    const values = after === undefined ? undefined : [after.at, id];
    const docs = await events
      .find({ ...filter, ...behind({ order: by, values }) })
      .sort(newestFirst(by))
      .limit(limit)
      .toArray();
    return docs.map(toView);
  };

  return guarded<EventReads>({
    events: async (query) => {
      const { tenant, profileId, state, name } = query;
      const ofName = name === undefined ? {} : { name };
      const ofState = state === undefined ? {} : { state };
      if (profileId !== undefined) {
        return page({ filter: { profileId, tenant, ...ofName, ...ofState }, order, query });
      }
      if (state === 'dead' || state === 'quarantined') {
        return page({ filter: { stuck: keyOf(tenant, state), ...ofName }, order, query });
      }
      if (state === 'pending') return page({ filter: { due: { $gte: 0 }, tenant, ...ofName }, order, query });
      const listedName = name === undefined ? {} : { 'listed.name': name };
      const filter = { 'listed.tenant': tenant, ...listedName, ...ofState };
      return page({ filter, order: listedOrder, query });
    },
  });
};
