import { placeBehind, workKey } from '../../../domain/work/work-key.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { MentionStore, WorkItem } from '../ports.ts';
import { type MentionDoc, mentionSchema } from './mention-schema.ts';

const toItem = ({ id, user, conversation, profileId, by, at }: MentionDoc): WorkItem => ({
  type: 'mention',
  id,
  key: workKey({ dueAt: at, id }),
  assignee: user,
  conversation,
  ...(profileId === undefined ? {} : { profileId }),
  ...(by === undefined ? {} : { by }),
  dueAt: at,
  since: at,
});

/** Notes that were pointed out to users, each until its user has looked at it. */
export const createMentionStore = (deps: { collections: Collections }): MentionStore => {
  const mentions = deps.collections.of<MentionDoc>(mentionSchema);
  return guarded<MentionStore>({
    add: async (mention) => {
      const { tenant, id, profileId, by, ...rest } = mention;
      const row = {
        ...rest,
        tenant,
        id,
        ...(profileId === undefined ? {} : { profileId }),
        ...(by === undefined ? {} : { by }),
      };
      await mentions.updateOne({ _id: keyOf(tenant, id) }, { $setOnInsert: row }, { upsert: true });
    },
    get: async ({ tenant, id }) => {
      const doc = await mentions.findOne({ _id: keyOf(tenant, id) });
      if (doc === null) return undefined;
      const { _id, ...mention } = doc;
      return mention;
    },
    list: async ({ tenant, of, after, limit }) => {
      const { dated } = placeBehind(after);
      if (dated === undefined || of.assignee === undefined) return [];
      const ties = { at: dated.at, _id: { $gt: keyOf(tenant, dated.id) } };
      const docs = await mentions
        .find({ tenant, user: of.assignee, at: { $gte: dated.at }, $or: [{ at: { $gt: dated.at } }, ties] })
        .sort({ at: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toItem);
    },
    remove: async ({ tenant, id }) => {
      await mentions.deleteOne({ _id: keyOf(tenant, id) });
    },
  });
};
