import { randomUUID } from 'node:crypto';

import { interestIn } from '../../../domain/catalog/interest.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { EventStore, StuckEventStore, WithdrawnEvents } from '../ports.ts';
import { createBatcher } from '../../../platform/mongo/batching/batcher.ts';
import { createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import { createTurns, type Turns } from '../../../platform/mongo/batching/turns.ts';
import {
  failedBeforeSending,
  failureError,
  failuresOf,
  isDuplicateFailure,
} from '../../../platform/mongo/batching/write-errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { inTime } from '../../../platform/mongo/in-time.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type DeliveryDoc, deliverySchema } from '../../webhooks/store/delivery-schema.ts';
import { type EventDoc, eventSchema } from './event-schema.ts';
import { type Leasing, takeDue } from '../../../platform/mongo/take-due.ts';
import { eventIdIn, toEventRow } from './event-row.ts';
import { interestKey } from './interest-key.ts';
import { createEventChanges } from './event-changes.ts';
import { createSummariseRecords } from '../../records/store/summarise-records.ts';
import { createLookBack } from './look-back.ts';
import { createWithdraw } from './withdraw.ts';

type Events = Collection<EventDoc>;
type NewRow = Parameters<EventStore['insert']>[0]['rows'][number];

const toDoc = ({ event, state, due }: NewRow, holder: string): EventDoc => {
  const { id, ...kept } = event;
  const { tenant, receivedAt, name } = event;
  const interest = interestIn(event);
  const isStuck = state === 'quarantined' || state === 'dead';
  return {
    ...kept,
    _id: keyOf(tenant, id),
    state,
    attempts: 0,
    ...(due === undefined ? {} : { due, holder }),
    ...(isStuck ? { stuck: keyOf(tenant, state), overAt: new Date() } : {}),
    // Its place in the lists, with the insert: assigning it to its person writes no more than that.
    listed: { tenant, at: receivedAt, id, name },
    ...(interest === undefined
      ? {}
      : { interest: { of: interestKey({ tenant, ...interest }), at: event.timestamp } }),
  };
};

/** Stores several callers' events as one request. Each caller is told which of its own were there before. */
const createInsert = (input: { events: Events; turns: Turns; holder: string }): EventStore['insert'] => {
  const { events, turns, holder } = input;
  const batch = createBatcher<readonly EventDoc[], ReadonlySet<string>>({
    turns,
    splits: failedBeforeSending,
    max: 50,
    run: async (groups) => {
      const docs = groups.flat();
      const failed = new Set<EventDoc | undefined>();
      try {
        if (docs.length > 0) await events.insertMany(docs, { ordered: false });
      } catch (thrown) {
        for (const failure of failuresOf(thrown)) {
          if (!isDuplicateFailure(failure)) throw failureError(failure);
          failed.add(docs[failure.index]);
        }
      }
      return groups.map((group) => new Set(group.filter((doc) => failed.has(doc)).map(eventIdIn)));
    },
  });
  return async ({ rows }) => ({ duplicates: await inTime(batch(rows.map((row) => toDoc(row, holder)))) });
};

const leasingOf = (events: Events, holder: string): Leasing<EventDoc> => ({
  due: ({ upTo, limit }) =>
    events
      .find({ due: { $lte: upTo } }, { projection: { _id: 1 } })
      .sort({ due: 1 })
      .limit(limit)
      .toArray(),
  lease: ({ ids, upTo, until, token }) =>
    events.updateMany(
      { _id: { $in: ids }, due: { $lte: upTo } },
      { $set: { due: until, lease: token, holder } },
    ),
  leased: ({ ids, token }) => events.find({ _id: { $in: ids }, lease: token }).toArray(),
});

const insertsAtOnce = 2;

/** The events of all tenants. */
export const createEventStore = (deps: {
  collections: Collections;
  turns: Turns;
  turnsOf?: typeof createTurns;
}): EventStore & StuckEventStore & WithdrawnEvents => {
  const events = deps.collections.of<EventDoc>(eventSchema);
  const deliveries = deps.collections.of<DeliveryDoc>(deliverySchema);
  const { turns, turnsOf = createTurns } = deps;
  // Whose leases these are: of this process, as long as it lives.
  const holder = randomUUID();
  const load = createLoadBatcher<EventDoc>({
    turns,
    find: (ids) => events.find({ _id: { $in: ids } }).toArray(),
    keysOf: (doc) => [doc._id],
  });
  return guarded({
    // Anyone who sends an event waits for an answer, and must not wait for what is dispatched meanwhile.
    insert: createInsert({ events, turns: turnsOf({ atOnce: insertsAtOnce }), holder }),
    ...createEventChanges({ events, turns }),
    ...createLookBack(events),
    summariseRecords: createSummariseRecords({ collections: deps.collections }),
    ...createWithdraw({ events, deliveries }),
    get: async ({ tenant, id }) => {
      const [doc] = await load([keyOf(tenant, id)]);
      return doc === undefined ? undefined : toEventRow(doc);
    },
    many: async ({ tenant, ids }) => {
      const docs = await load(ids.map((id) => keyOf(tenant, id)));
      return docs.map(toEventRow);
    },
    takeDue: async ({ systemTime, lease, limit }) => {
      const docs = await takeDue({ leasing: leasingOf(events, holder), systemTime, until: lease, limit });
      return docs.map(toEventRow);
    },
    renew: async ({ events: named, until }) => {
      const ids = named.map(({ tenant, id }) => keyOf(tenant, id));
      await events.updateMany({ _id: { $in: ids }, holder, state: 'pending' }, { $set: { due: until } });
    },
  });
};
