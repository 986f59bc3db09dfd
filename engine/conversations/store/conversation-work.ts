import type { mongo } from 'mongoose';

import { placeBehind, workKey } from '../../../domain/work/work-key.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ConversationWork, Within, WorkItem, WorkOf } from '../../work/ports.ts';
import { type ConversationDoc, conversationSchema } from './conversation-schema.ts';

const toItem = ({ id, subject, profileId, assignee, team, lastAt }: ConversationDoc): WorkItem => ({
  type: 'conversation',
  id,
  key: workKey({ since: lastAt, id }),
  title: subject,
  ...(profileId === undefined ? {} : { profileId }),
  ...(assignee === undefined ? {} : { assignee }),
  ...(team === undefined ? {} : { team }),
  since: lastAt,
});

const asked = ({ assignee, team, isFree }: WorkOf): mongo.Filter<ConversationDoc> => ({
  ...(isFree === true ? { assignee: { $exists: false } } : {}),
  ...(assignee === undefined ? {} : { assignee }),
  ...(team === undefined ? {} : { team }),
});

const seenBy = (within: Within | undefined): readonly mongo.Filter<ConversationDoc>[] =>
  within === undefined ? [] : [{ $or: [{ assignee: within.user }, { team: { $in: [...within.teams] } }] }];

/** Open conversations as work: they have no date, and the one that waits longest comes first. */
export const createConversationWork = (deps: { collections: Collections }): ConversationWork => {
  const conversations = deps.collections.of<ConversationDoc>(conversationSchema);
  return guarded<ConversationWork>({
    list: async ({ tenant, of, after, limit, now, within }) => {
      const { undated } = placeBehind(after);
      const since = undated?.since ?? 0;
      const ties = { lastAt: since, _id: { $gt: keyOf(tenant, undated?.id ?? '') } };
      const docs = await conversations
        .find({
          tenant,
          state: 'open',
          ...asked(of),
          lastAt: { $gte: since },
          $and: [
            { $or: [{ lastAt: { $gt: since } }, ties] },
            { $or: [{ snoozedUntil: { $exists: false } }, { snoozedUntil: { $lte: now } }] },
            ...seenBy(within),
          ],
        })
        .sort({ lastAt: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toItem);
    },
  });
};
