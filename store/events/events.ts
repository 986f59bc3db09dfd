import type { Connection, mongo } from 'mongoose';

import type { EventStore, StuckEventStore } from '../../activities/ports/events.ts';
import { createBatcher } from '../batching/batcher.ts';
import { createLoadBatcher } from '../batching/load-batcher.ts';
import { createTurns, type Turns } from '../batching/turns.ts';
import { failedBeforeSending, failureError, failuresOf } from '../batching/write-errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { type EventDoc, eventSchema } from '../schemas/event.ts';
import { driverOf } from '../schemas/define.ts';
import { type Leasing, takeDue } from '../take-due.ts';
import { toEventRow } from './event-row.ts';
import { createEventChanges } from './event-changes.ts';
import { createLookBack } from './look-back.ts';

type Events = mongo.Collection<EventDoc>;
type NewRow = Parameters<EventStore['insert']>[0]['rows'][number];

/** An acknowledged event must outlive a crash of the database, too. */
const durable = { ordered: false, writeConcern: { w: 'majority', journal: true } } as const;

const toDoc = ({ event, state, due }: NewRow): EventDoc => {
  const { tenant, messageId, receivedAt, name } = event;
  const isStuck = state === 'quarantined' || state === 'dead';
  return {
    ...event,
    _id: keyOf(tenant, messageId),
    state,
    attempts: 0,
    ...(due === undefined ? {} : { due }),
    ...(isStuck ? { stuck: keyOf(tenant, state) } : {}),
    ...(state === 'pending' ? {} : { listed: { tenant, at: receivedAt, id: messageId, name } }),
  };
};

/** Stores several callers' events as one request. Each caller is told which of its own were there before. */
const createInsert = ({ events, turns }: { events: Events; turns: Turns }): EventStore['insert'] => {
  const batch = createBatcher<readonly EventDoc[], ReadonlySet<string>>({
    turns,
    splits: failedBeforeSending,
    max: 50,
    run: async (groups) => {
      const docs = groups.flat();
      const failed = new Set<EventDoc | undefined>();
      try {
        if (docs.length > 0) await events.insertMany(docs, durable);
      } catch (thrown) {
        for (const failure of failuresOf(thrown)) {
          if (failure.code !== 11_000) throw failureError(failure);
          failed.add(docs[failure.index]);
        }
      }
      return groups.map(
        (group) => new Set(group.filter((doc) => failed.has(doc)).map((doc) => doc.messageId)),
      );
    },
  });
  return async ({ rows }) => ({ duplicates: await batch(rows.map(toDoc)) });
};

const leasingOf = (events: mongo.Collection<EventDoc>): Leasing<EventDoc> => ({
  due: ({ upTo, limit }) =>
    events
      .find({ due: { $lte: upTo } }, { projection: { _id: 1 } })
      .sort({ due: 1 })
      .limit(limit)
      .toArray(),
  lease: ({ ids, upTo, until, token }) =>
    events.updateMany({ _id: { $in: ids }, due: { $lte: upTo } }, { $set: { due: until, lease: token } }),
  leased: ({ ids, token }) => events.find({ _id: { $in: ids }, lease: token }).toArray(),
});

const insertsAtOnce = 2;

/** The events of all tenants. */
export const createEventStore = (deps: {
  connection: Connection;
  turns: Turns;
}): EventStore & StuckEventStore => {
  const events = driverOf<EventDoc>({ connection: deps.connection, schema: eventSchema });
  const { turns } = deps;
  const load = createLoadBatcher<EventDoc>({
    turns,
    find: (ids) => events.find({ _id: { $in: ids } }).toArray(),
    keysOf: (doc) => [doc._id],
  });
  return guarded({
    // Whoever sends an event waits for an answer, and must not wait for what is dispatched meanwhile.
    insert: createInsert({ events, turns: createTurns({ atOnce: insertsAtOnce }) }),
    ...createEventChanges({ events, turns }),
    ...createLookBack(events),
    get: async ({ tenant, messageId }) => {
      const [doc] = await load([keyOf(tenant, messageId)]);
      return doc === undefined ? undefined : toEventRow(doc);
    },
    many: async ({ tenant, messageIds }) => {
      const docs = await load(messageIds.map((id) => keyOf(tenant, id)));
      return docs.map(toEventRow);
    },
    takeDue: async ({ wall, lease, limit }) => {
      const docs = await takeDue({ leasing: leasingOf(events), wall, until: lease, limit });
      return docs.map(toEventRow);
    },
  });
};
