import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import { type MessageDoc, messageSchema } from '../../messages/store/message-schema.ts';
import { type ProfileDoc, profileSchema } from '../../people/store/profile-schema.ts';
import { type RecordDoc, recordSchema } from '../../records/store/record-schema.ts';
import { type TaskDoc, taskSchema } from '../../tasks/store/task-schema.ts';
import type { DayFigures, OverviewReads } from '../ports.ts';

const none: DayFigures = { sent: 0, failed: 0, clicked: 0, unsubscribed: 0 };

const oneIf = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });

/** In which span an instant lies: how many of them have begun by then. */
const spanOf = (starts: readonly number[]) => ({
  $add: starts.map((start) => ({ $cond: [{ $gte: ['$plannedAt', start] }, 1, 0] })),
});

/** People who are no other ones. */
const unmerged = { mergedInto: { $exists: false } };

type Row = DayFigures & { readonly _id: number };

/** Reads the overview, each figure by an index that there is. */
export const createOverviewReads = (deps: { collections: Collections }): OverviewReads => {
  const messages = deps.collections.of<MessageDoc>(messageSchema);
  const profiles = deps.collections.of<ProfileDoc>(profileSchema);
  const tasks = deps.collections.of<TaskDoc>(taskSchema);
  const records = deps.collections.of<RecordDoc>(recordSchema);
  return guarded<OverviewReads>({
    messages: async ({ tenant, starts }) => {
      const [from = 0] = starts;
      const journeys = await messages.distinct('journey', { tenant }, longRead);
      const rows = await messages
        .aggregate<Row>(
          [
            { $match: { tenant, journey: { $in: journeys }, plannedAt: { $gte: from } } },
            {
              $group: {
                _id: spanOf(starts),
                sent: oneIf({ $eq: ['$status', 'accepted'] }),
                failed: oneIf({ $eq: ['$status', 'rejected'] }),
                clicked: oneIf({ $gt: ['$clickedAt', null] }),
                unsubscribed: oneIf({ $gt: ['$unsubscribedAt', null] }),
              },
            },
          ],
          longRead,
        )
        .toArray();
      const bySpan = new Map(rows.map(({ _id, ...figures }) => [_id, figures]));
      return starts.map((_, index) => bySpan.get(index + 1) ?? none);
    },
    newPeople: ({ tenant, from, until }) => {
      const createdAt = {
        $gte: new Date(from).toISOString(),
        ...(until === undefined ? {} : { $lt: new Date(until).toISOString() }),
      };
      return profiles.countDocuments({ tenant, createdAt, ...unmerged }, longRead);
    },
    people: ({ tenant }) => profiles.countDocuments({ tenant, ...unmerged }, longRead),
    dueTasks: ({ tenant, now, limit }) =>
      tasks.countDocuments({ tenant, state: 'open', dueAt: { $lte: now } }, { ...longRead, limit }),
    dueClocks: ({ tenant, until, limit }) =>
      records.countDocuments({ 'due.tenant': tenant, 'due.at': { $lte: until } }, { ...longRead, limit }),
  });
};
