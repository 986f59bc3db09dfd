import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { MessageRow, MessageStore } from '../ports.ts';
import { createCompareAndSetBatcher } from '../../../platform/mongo/batching/compare-and-set-batcher.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import { createIdLoader } from '../../../platform/mongo/batching/load-batcher.ts';
import { createTurns, type Turns } from '../../../platform/mongo/batching/turns.ts';
import { createUpdateBatcher } from '../../../platform/mongo/batching/update-batcher.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type MessageDoc, messageSchema } from './message-schema.ts';
import { writerOnly, writersOf } from '../../../platform/mongo/writers.ts';
import { isUnclear, unknownOutcome } from '../unclear.ts';
import { createMark } from './marks.ts';

type Messages = Collection<MessageDoc>;

const toRow = (doc: MessageDoc): MessageRow => {
  const { _id, bounce: _bounce, complaint: _complaint, writer: _writer, calledOff: _calledOff, ...row } = doc;
  return row;
};

const noted = {
  opened: 'openedAt',
  clicked: 'clickedAt',
  bounced: 'bouncedAt',
  complained: 'complainedAt',
  unsubscribed: 'unsubscribedAt',
} as const;

/** True when a claim may take the message over: its last attempt is to be repeated, or taken for lost. */
const isFree = (row: MessageRow, systemTime: number): boolean =>
  row.status === 'retrying' || (row.status === 'sending' && (row.leaseUntil ?? 0) <= systemTime);

/**
 * Claims a message for one attempt. The row is there before the provider is called, so a crash after it leaves
 * a row under the same id whose lease runs out; of several who find it then, the count of attempts lets one
 * through. The lease is part of what has to be found: one that was renewed meanwhile is not over.
 */
const createClaim = ({ messages, turns }: { messages: Messages; turns: Turns }): MessageStore['claim'] => {
  const insert = createInsertBatcher<MessageDoc>({
    turns,
    insertMany: (docs) => messages.insertMany(docs, { ordered: false }),
  });
  return async ({ row, claim, systemTime, leaseUntil }) => {
    const _id = keyOf(row.tenant, row.id);
    const mine = { status: 'sending', claim, claimedAt: systemTime, leaseUntil } as const;
    const fresh: MessageDoc = { ...row, _id, ...mine, attempts: 1 };
    if ((await insert(fresh)) === 'inserted') return { kind: 'claimed', attempts: 1 };
    for (;;) {
      const doc = await messages.findOne({ _id });
      if (doc === null) return { kind: 'taken', row: { ...row, status: 'cancelled', reason: 'erased' } };
      // The insert was answered with an error, and carried out all the same.
      if (doc.claim === claim && doc.status === 'sending') return { kind: 'claimed', attempts: doc.attempts };
      if (!isFree(doc, systemTime)) return { kind: 'taken', row: toRow(doc) };
      const attempts = doc.attempts + 1;
      const { subject, locale, plannedAt } = row;
      const found = doc.leaseUntil === undefined ? {} : { leaseUntil: doc.leaseUntil };
      const { matchedCount } = await messages.updateOne(
        { _id, attempts: doc.attempts, status: doc.status, ...found },
        { $set: { ...mine, attempts, subject, locale, plannedAt }, $unset: { reason: 1 } },
      );
      if (matchedCount === 1) return { kind: 'claimed', attempts };
    }
  };
};

type Op = mongo.AnyBulkWriteOperation<MessageDoc>;

/** So many requests with outcomes are under way at once. */
const outcomesAtOnce = 2;

/**
 * The writes of an attempt that has a message. How an attempt ended does not wait for the turn of other work: what is not
 * noted when a process is killed is sent once more.
 */
/** An attempt that ended for now: the next one waits, or none, where the message was cancelled meanwhile. */
const endedForNow = (input: { writer: string; reason: string | undefined }): mongo.Document[] => {
  const { writer, reason } = input;
  const isCalledOff = { $gt: ['$calledOff', null] };
  const isLost = isUnclear({ status: 'retrying', ...(reason === undefined ? {} : { reason }) });
  const calledOff = isLost ? { $cond: [isCalledOff, { $literal: unknownOutcome }, null] } : '$calledOff';
  return [
    {
      $set: {
        writer: { $literal: writer },
        status: { $cond: [isCalledOff, 'cancelled', 'retrying'] },
        reason: { $ifNull: [calledOff, reason === undefined ? '$$REMOVE' : { $literal: reason }] },
      },
    },
    { $unset: ['leaseUntil', 'claim', 'claimedAt', 'calledOff'] },
  ];
};

const createHolding = (messages: Messages, turns: Turns): Pick<MessageStore, 'renew' | 'settle'> => {
  const compareAndSet = createCompareAndSetBatcher<Op>({
    turns,
    bulkWrite: (ops) => messages.bulkWrite(ops, { ordered: false }),
    writers: async (ids) => writersOf(await messages.find({ _id: { $in: [...ids] } }, writerOnly).toArray()),
  });
  return {
    renew: async ({ tenant, id, claim, leaseUntil }) => {
      const _id = keyOf(tenant, id);
      const op = (writer: string): Op => ({
        updateOne: { filter: { _id, claim, status: 'sending' }, update: { $set: { leaseUntil, writer } } },
      });
      return (await compareAndSet({ id: _id, op })) === 'set' ? 'renewed' : 'lost';
    },
    settle: async ({ tenant, id, claim, status, at, providerId, reason }) => {
      const _id = keyOf(tenant, id);
      const isAccepted = status === 'accepted';
      const filter: mongo.Filter<MessageDoc> = isAccepted
        ? { _id, status: { $ne: 'accepted' } }
        : { _id, claim, status: 'sending' };
      const op = (writer: string): Op => ({
        updateOne: {
          filter,
          update:
            status === 'retrying'
              ? endedForNow({ writer, reason })
              : {
                  $set: {
                    status,
                    writer,
                    ...(isAccepted ? { acceptedAt: at } : {}),
                    ...(providerId === undefined ? {} : { providerId }),
                    ...(reason === undefined ? {} : { reason }),
                  },
                  $unset: {
                    leaseUntil: 1,
                    claim: 1,
                    claimedAt: 1,
                    calledOff: 1,
                    ...(reason === undefined ? { reason: 1 } : {}),
                  },
                },
        },
      });
      return (await compareAndSet({ id: _id, op })) === 'set' || isAccepted ? 'settled' : 'lost';
    },
  };
};

/** Planned communications, one row each. */
export const createMessageStore = (deps: {
  collections: Collections;
  turns: Turns;
  turnsOf?: typeof createTurns;
}): MessageStore => {
  const messages = deps.collections.of<MessageDoc>(messageSchema);
  const { turns, turnsOf = createTurns } = deps;
  const update = createUpdateBatcher<Op>({
    turns,
    bulkWrite: (ops) => messages.bulkWrite(ops, { ordered: false }),
  });
  const load = createIdLoader<MessageDoc>({
    turns,
    find: (ids) => messages.find({ _id: { $in: ids } }).toArray(),
  });
  return guarded<MessageStore>({
    claim: createClaim({ messages, turns }),
    ...createHolding(messages, turnsOf({ atOnce: outcomesAtOnce })),
    noteDevice: ({ tenant, id, claim, device }) =>
      update({
        updateOne: { filter: { _id: keyOf(tenant, id), claim }, update: { $push: { devices: device } } },
      }),
    get: async ({ tenant, id }) => {
      const doc = await load(keyOf(tenant, id));
      return doc === undefined ? undefined : toRow(doc);
    },
    unsent: async ({ tenant, profileId, run }) => {
      const status = { $in: ['sending', 'retrying', 'cancelled'] as const };
      return (await messages.find({ tenant, profileId, run, status }).toArray()).map(toRow);
    },
    cancel: async ({ tenant, profileId, run, id, systemTime, reason }) => {
      const which = { tenant, profileId, run, ...(id === undefined ? {} : { _id: keyOf(tenant, id) }) };
      // First what an attempt has: one that ends between the two writes is found by the second.
      await messages.updateMany(
        { ...which, status: 'sending', leaseUntil: { $gt: systemTime } },
        { $set: { calledOff: reason } },
      );
      const { modifiedCount } = await messages.updateMany(
        {
          ...which,
          $or: [{ status: 'retrying' }, { status: 'sending', leaseUntil: { $lte: systemTime } }],
        },
        { $set: { status: 'cancelled', reason }, $unset: { leaseUntil: 1, claim: 1, claimedAt: 1 } },
      );
      return modifiedCount;
    },
    note: ({ tenant, id, what, at }) =>
      update({ updateOne: { filter: { _id: keyOf(tenant, id) }, update: { $min: { [noted[what]]: at } } } }),
    mark: createMark(messages),
  });
};
