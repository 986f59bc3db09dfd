import type { Connection, mongo } from 'mongoose';

import type { MessageRow, MessageStore } from '../../activities/ports/messages.ts';
import { createInsertBatcher } from '../batching/insert-batcher.ts';
import type { Turns } from '../batching/turns.ts';
import { createUpdateBatcher } from '../batching/update-batcher.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type MessageDoc, messageSchema } from '../schemas/message.ts';
import { createMark } from './marks.ts';

type Messages = mongo.Collection<MessageDoc>;

const toRow = (doc: MessageDoc): MessageRow => {
  const { _id, bounce: _bounce, complaint: _complaint, ...row } = doc;
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
const isFree = (row: MessageRow, wall: number): boolean =>
  row.status === 'retrying' || (row.status === 'sending' && (row.leaseUntil ?? 0) <= wall);

/**
 * Claims a message for one attempt. The row is there before the provider is called, so a crash after it leaves
 * a row under the same id whose lease runs out; of several who find it then, the count of attempts lets one
 * through.
 */
const createClaim = ({ messages, turns }: { messages: Messages; turns: Turns }): MessageStore['claim'] => {
  const insert = createInsertBatcher<MessageDoc>({
    turns,
    insertMany: (docs) => messages.insertMany(docs, { ordered: false }),
  });
  return async ({ row, wall, leaseUntil }) => {
    const _id = keyOf(row.tenant, row.id);
    const fresh: MessageDoc = { ...row, _id, status: 'sending', attempts: 1, leaseUntil };
    if ((await insert(fresh)).kind === 'inserted') return { kind: 'claimed', attempts: 1 };
    for (;;) {
      const doc = await messages.findOne({ _id });
      if (doc === null) return { kind: 'taken', row: { ...row, status: 'cancelled', reason: 'erased' } };
      if (!isFree(doc, wall)) return { kind: 'taken', row: toRow(doc) };
      const attempts = doc.attempts + 1;
      const { subject, locale, plannedAt } = row;
      const { matchedCount } = await messages.updateOne(
        { _id, attempts: doc.attempts, status: doc.status },
        {
          $set: { status: 'sending', attempts, leaseUntil, subject, locale, plannedAt },
          $unset: { reason: 1 },
        },
      );
      if (matchedCount === 1) return { kind: 'claimed', attempts };
    }
  };
};

/** Planned communications, one row each. */
export const createMessageStore = (deps: { connection: Connection; turns: Turns }): MessageStore => {
  const messages = driverOf<MessageDoc>({ connection: deps.connection, schema: messageSchema });
  const { turns } = deps;
  const update = createUpdateBatcher<mongo.AnyBulkWriteOperation<MessageDoc>>({
    turns,
    bulkWrite: (ops) => messages.bulkWrite(ops, { ordered: false }),
  });
  return guarded<MessageStore>({
    claim: createClaim({ messages, turns }),
    settle: ({ tenant, id, status, at, providerId, reason }) =>
      update({
        updateOne: {
          // What a provider accepted stays accepted, whatever a slower attempt says.
          filter: { _id: keyOf(tenant, id), status: { $ne: 'accepted' } },
          update: {
            $set: {
              status,
              ...(status === 'accepted' ? { acceptedAt: at } : {}),
              ...(providerId === undefined ? {} : { providerId }),
              ...(reason === undefined ? {} : { reason }),
            },
            $unset: { leaseUntil: 1, ...(reason === undefined ? { reason: 1 } : {}) },
          },
        },
      }),
    get: async ({ tenant, id }) => {
      const doc = await messages.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    cancel: async ({ tenant, profileId, run, wall, reason }) => {
      const { modifiedCount } = await messages.updateMany(
        {
          tenant,
          profileId,
          run,
          $or: [{ status: 'retrying' }, { status: 'sending', leaseUntil: { $lte: wall } }],
        },
        { $set: { status: 'cancelled', reason }, $unset: { leaseUntil: 1 } },
      );
      return modifiedCount;
    },
    note: ({ tenant, id, what, at }) =>
      update({ updateOne: { filter: { _id: keyOf(tenant, id) }, update: { $min: { [noted[what]]: at } } } }),
    mark: createMark(messages),
    reassign: async ({ tenant, from, to }) => {
      await messages.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
    },
  });
};
