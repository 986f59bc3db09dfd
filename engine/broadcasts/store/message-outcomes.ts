import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import type { MessageDoc } from '../../messages/store/message-schema.ts';
import { messageSchema } from '../../messages/store/message-schema.ts';
import type { MessageOutcomes } from '../ports.ts';

type Group = { readonly _id: { readonly journey: string; readonly step: string } } & Record<
  'sent' | 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed',
  number
>;

const noted = (field: string) => ({ $sum: { $cond: [{ $gt: [`$${field}`, null] }, 1, 0] } });

/** What came of the messages of journeys, summed by the database; what no provider accepted is not counted. */
export const createMessageOutcomes = (deps: { collections: Collections }): MessageOutcomes => {
  const messages = deps.collections.of<MessageDoc>(messageSchema);
  return guarded<MessageOutcomes>({
    ofSteps: async ({ tenant, journeys }) => {
      if (journeys.length === 0) return [];
      const stages = [
        { $match: { tenant, journey: { $in: [...journeys] } } },
        { $match: { status: 'accepted' } },
        {
          $group: {
            _id: { journey: '$journey', step: '$step' },
            sent: { $sum: 1 },
            opened: noted('openedAt'),
            clicked: noted('clickedAt'),
            bounced: noted('bouncedAt'),
            complained: noted('complainedAt'),
            unsubscribed: noted('unsubscribedAt'),
          },
        },
        { $sort: { '_id.journey': 1, '_id.step': 1 } },
      ];
      const groups = await messages.aggregate<Group>(stages, { ...longRead, allowDiskUse: true }).toArray();
      return groups.map(({ _id, ...sums }) => ({ ..._id, ...sums }));
    },
  });
};
