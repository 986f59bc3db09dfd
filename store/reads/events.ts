import type { Connection, mongo } from 'mongoose';

import type { Reads } from '../../api/ports/reads.ts';
import type { EventView } from '../../api/ports/views.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type EventDoc, eventSchema } from '../schemas/event.ts';
import { behind, newestFirst } from './paging.ts';

type EventsQuery = Parameters<Reads['events']>[0];
type Filter = mongo.Filter<EventDoc>;

const order = ['receivedAt', 'messageId'] as const;
/** The same order in the fields of the list index. */
const listedOrder = ['listed.at', 'listed.id'] as const;

const toView = (doc: EventDoc): EventView => ({
  messageId: doc.messageId,
  type: doc.type,
  name: doc.name,
  timestamp: doc.timestamp,
  receivedAt: doc.receivedAt,
  source: doc.source,
  backfill: doc.backfill,
  properties: doc.properties,
  traits: doc.traits,
  state: doc.state,
  attempts: doc.attempts,
  ...(doc.profileId === undefined ? {} : { profileId: doc.profileId }),
  ...(doc.error === undefined ? {} : { error: doc.error }),
});

const newer = (a: EventView, b: EventView): number =>
  b.receivedAt - a.receivedAt || (a.messageId < b.messageId ? 1 : -1);

/**
 * The events of a tenant, newest first. Those that were given up or set aside, and those that wait, are few and
 * have indexes of their own; all others are listed as soon as it is known whom they are about.
 */
export const createEventReads = (deps: { connection: Connection }): Pick<Reads, 'events'> => {
  const events = driverOf<EventDoc>({ connection: deps.connection, schema: eventSchema });

  const page = async (input: {
    filter: Filter;
    order: readonly string[];
    query: EventsQuery;
  }): Promise<EventView[]> => {
    const { filter, order: by, query } = input;
    const { name, after, limit } = query;
    const values = after === undefined ? undefined : [after.at, after.id];
    const docs = await events
      .find({ ...filter, ...(name === undefined ? {} : { name }), ...behind({ order: by, values }) })
      .sort(newestFirst(by))
      .limit(limit)
      .toArray();
    return docs.map(toView);
  };

  return {
    events: async (query) => {
      const { tenant, profileId, state, limit } = query;
      if (profileId !== undefined) {
        const filter = { profileId, tenant, ...(state === undefined ? {} : { state }) };
        return page({ filter, order, query });
      }
      if (state === 'dead' || state === 'quarantined') {
        return page({ filter: { stuck: keyOf(tenant, state) }, order, query });
      }
      const waiting = () => page({ filter: { due: { $gte: 0 }, tenant }, order, query });
      if (state === 'pending') return waiting();
      const filter = { 'listed.tenant': tenant, ...(state === undefined ? {} : { state }) };
      const listed = await page({ filter, order: listedOrder, query });
      if (state !== undefined) return listed;
      const known = new Set(listed.map((one) => one.messageId));
      const unlisted = (await waiting()).filter((one) => !known.has(one.messageId));
      return [...listed, ...unlisted].toSorted(newer).slice(0, limit);
    },
  };
};
