import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { ConversationRow, ConversationStore } from '../ports.ts';
import { type ConversationDoc, conversationSchema } from './conversation-schema.ts';

const order = ['lastAt', '_id'] as const;

const toRow = (doc: ConversationDoc): ConversationRow => {
  const { _id, owingSince: _owingSince, overAt: _overAt, ...row } = doc;
  return row;
};

const toDoc = (row: ConversationRow, systemTime: number): ConversationDoc => ({
  ...row,
  _id: keyOf(row.tenant, row.id),
  ...(row.tells.length === 0 ? {} : { owingSince: systemTime }),
  ...(row.state === 'solved' ? { overAt: new Date(systemTime) } : {}),
});

/** Makes the lists, newest first. */
const createList =
  (conversations: Collection<ConversationDoc>): ConversationStore['list'] =>
  async ({ tenant, state, assignee, team, profileId, tag, awakeAt, within, after, limit }) => {
    const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
    const awake =
      awakeAt === undefined
        ? []
        : [{ $or: [{ snoozedUntil: { $exists: false } }, { snoozedUntil: { $lte: awakeAt } }] }];
    const whose =
      within === undefined
        ? []
        : [{ $or: [{ assignee: within.user }, { team: { $in: [...within.teams] } }] }];
    const docs = await conversations
      .find({
        tenant,
        ...(state === undefined ? {} : { state }),
        ...(assignee === undefined ? {} : { assignee }),
        ...(team === undefined ? {} : { team }),
        ...(profileId === undefined ? {} : { profileId }),
        ...(tag === undefined ? {} : { tags: tag }),
        $and: [behind({ order, values }), ...awake, ...whose],
      })
      .sort(newestFirst(order))
      .limit(limit)
      .toArray();
    return docs.map(toRow);
  };

/** Conversations. */
export const createConversationStore = (deps: { collections: Collections }): ConversationStore => {
  const conversations = deps.collections.of<ConversationDoc>(conversationSchema);
  return guarded<ConversationStore>({
    insert: async ({ row, systemTime }) => {
      try {
        await conversations.insertOne(toDoc(row, systemTime));
        return 'inserted';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'conflict';
      }
    },
    get: async ({ tenant, id }) => {
      const doc = await conversations.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    save: async ({ row, systemTime }) => {
      const { _id, ...doc } = toDoc({ ...row, rev: row.rev + 1 }, systemTime);
      const { matchedCount } = await conversations.replaceOne({ _id, rev: row.rev }, doc);
      return matchedCount === 1 ? 'saved' : 'conflict';
    },
    findOpen: async ({ tenant, channel, address, matter }) => {
      const [doc] = await conversations
        .find({ tenant, address, matter, channel, state: { $in: ['open', 'waiting'] } })
        .sort({ lastAt: -1 })
        .limit(1)
        .toArray();
      return doc === undefined ? undefined : toRow(doc);
    },
    owing: async ({ before, limit }) => {
      const docs = await conversations
        .find({ owingSince: { $lte: before } })
        .sort({ owingSince: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toRow);
    },
    list: createList(conversations),
  });
};
