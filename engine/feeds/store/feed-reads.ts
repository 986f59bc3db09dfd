import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import { toEventRow } from '../../events/store/event-row.ts';
import { type EventDoc, eventSchema } from '../../events/store/event-schema.ts';
import { type MessageDoc, messageSchema } from '../../messages/store/message-schema.ts';
import { toMessageView } from '../../messages/store/read-messages.ts';
import type { FeedReads } from '../ports.ts';

/** What is strictly behind a place, oldest first, as a filter whose bound on the time an index can start from. */
const ahead = (input: {
  fields: readonly [string, string];
  at: number;
  id: string;
  before: number;
}): mongo.Document => {
  const { at, id, before } = input;
  const [time, key] = input.fields;
  return {
    [time]: { $gte: at, $lt: before },
    $or: [{ [time]: { $gt: at } }, { [time]: at, [key]: { $gt: id } }],
  };
};

/** Makes the lists that feeds go through. */
export const createFeedReads = (deps: { collections: Collections }): FeedReads => {
  const events = deps.collections.of<EventDoc>(eventSchema);
  const messages = deps.collections.of<MessageDoc>(messageSchema);
  return guarded<FeedReads>({
    events: async ({ tenant, after, before, limit }) => {
      const docs = await events
        .find({
          'listed.tenant': tenant,
          ...ahead({ fields: ['listed.at', 'listed.id'], ...after, before }),
        })
        .sort({ 'listed.at': 1, 'listed.id': 1 })
        .limit(limit)
        .toArray();
      return docs.map(toEventRow);
    },
    eventsOf: async ({ tenant, ids }) => {
      const docs = await events.find({ _id: { $in: ids.map((id) => keyOf(tenant, id)) } }).toArray();
      return docs.map(toEventRow).toSorted((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));
    },
    idsOf: async ({ tenant, profileId, limit }) => {
      const idsIn = async (field: 'userId' | 'anonymousId'): Promise<readonly string[]> => {
        const found = await events.distinct(field, { profileId, tenant }, longRead);
        return found.filter((id) => typeof id === 'string').slice(0, limit);
      };
      const [userIds, anonymousIds] = await Promise.all([idsIn('userId'), idsIn('anonymousId')]);
      return { userIds, anonymousIds };
    },
    waitingSince: async (tenant) => {
      const first = await events.findOne(
        { due: { $gte: 0 }, tenant },
        { projection: { receivedAt: 1 }, sort: { receivedAt: 1 } },
      );
      return first?.receivedAt;
    },
    messages: async ({ tenant, after, before, limit }) => {
      const journeys = await messages.distinct('journey', { tenant }, longRead);
      const id = keyOf(tenant, after.id);
      const docs = await messages
        .find({
          tenant,
          journey: { $in: journeys },
          ...ahead({ fields: ['plannedAt', '_id'], at: after.at, id, before }),
        })
        .sort({ plannedAt: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toMessageView);
    },
  });
};
