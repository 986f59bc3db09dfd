import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import { takeDue } from '../../../platform/mongo/take-due.ts';
import type { ConversationMessage, ConversationMessageStore } from '../ports.ts';
import { type ConversationMessageDoc, conversationMessageSchema } from './message-schema.ts';

const order = ['at', '_id'] as const;

const toRow = (doc: ConversationMessageDoc): ConversationMessage => {
  const { _id, due: _due, lease: _lease, overAt: _overAt, ...row } = doc;
  return row;
};

/** The answers of the team that are still to be sent. */
const createAnswerQueue = (
  messages: Collection<ConversationMessageDoc>,
): Pick<ConversationMessageStore, 'takeDue' | 'noteAttempt'> => ({
  takeDue: async ({ systemTime, lease, limit }) => {
    const docs = await takeDue<ConversationMessageDoc>({
      leasing: {
        due: ({ upTo, limit: most }) =>
          messages
            .find({ due: { $lte: upTo } }, { projection: { _id: 1 } })
            .sort({ due: 1 })
            .limit(most)
            .toArray(),
        lease: ({ ids, upTo, until, token }) =>
          messages.updateMany(
            { _id: { $in: ids }, due: { $lte: upTo } },
            { $set: { due: until, lease: token } },
          ),
        leased: ({ ids, token }) => messages.find({ _id: { $in: ids }, lease: token }).toArray(),
      },
      systemTime,
      until: lease,
      limit,
    });
    return docs.map(toRow);
  },
  noteAttempt: async ({ tenant, id, status, reason, due }) => {
    await messages.updateOne(
      { _id: keyOf(tenant, id) },
      {
        $set: {
          status,
          ...(reason === undefined ? {} : { reason }),
          ...(due === undefined ? {} : { due }),
        },
        $unset: {
          lease: 1,
          ...(reason === undefined ? { reason: 1 } : {}),
          ...(due === undefined ? { due: 1 } : {}),
        },
        $inc: { attempts: 1 },
      },
    );
  },
});

/** Messages of conversations. */
export const createConversationMessageStore = (deps: {
  collections: Collections;
}): ConversationMessageStore => {
  const messages = deps.collections.of<ConversationMessageDoc>(conversationMessageSchema);
  return guarded<ConversationMessageStore>({
    insert: async ({ row, due }) => {
      const _id = keyOf(row.tenant, row.id);
      try {
        await messages.insertOne({ ...row, _id, overAt: new Date(), ...(due === undefined ? {} : { due }) });
        return 'inserted';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'duplicate';
      }
    },
    get: async ({ tenant, id }) => {
      const doc = await messages.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    settle: async ({ tenant, id }) => {
      await messages.updateOne({ _id: keyOf(tenant, id) }, { $unset: { pending: 1 } });
    },
    named: async ({ tenant, headers, ids }) => {
      const [byId, byHeader] = await Promise.all([
        ids.length === 0 ? [] : messages.find({ _id: { $in: ids.map((id) => keyOf(tenant, id)) } }).toArray(),
        headers.length === 0
          ? []
          : messages
              .find({ tenant, header: { $in: [...headers] } })
              .limit(20)
              .toArray(),
      ]);
      return [...byId, ...byHeader].map(toRow);
    },
    list: async ({ tenant, conversation, profileId, direction, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await messages
        .find({
          tenant,
          ...(conversation === undefined ? {} : { conversation }),
          ...(profileId === undefined ? {} : { profileId }),
          ...(direction === undefined ? {} : { direction }),
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toRow);
    },
    countFrom: ({ tenant, address, since, limit, channel }) => {
      const ofChannel = channel === undefined ? {} : { channel };
      const filter = { tenant, address, at: { $gt: since }, direction: 'in', ...ofChannel } as const;
      return messages.countDocuments(filter, { limit });
    },
    give: async ({ tenant, conversation, profileId }) => {
      await messages.updateMany({ tenant, conversation }, { $set: { profileId } });
    },
    ...createAnswerQueue(messages),
  });
};
