import type { mongo } from 'mongoose';

import { placeBehind, workKey } from '../../../domain/work/work-key.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { TaskWork, WorkItem, WorkOf } from '../../work/ports.ts';
import { type TaskDoc, taskSchema } from './task-schema.ts';

const toItem = ({ id, title, profileId, assignee, team, dueAt, createdAt }: TaskDoc): WorkItem => ({
  type: 'task',
  id,
  key: workKey({ dueAt, id }),
  title,
  profileId,
  ...(assignee === undefined ? {} : { assignee }),
  ...(team === undefined ? {} : { team }),
  ...(dueAt === undefined ? {} : { dueAt }),
  since: createdAt,
});

const filterOf = ({ assignee, team, isFree }: WorkOf): mongo.Filter<TaskDoc> => ({
  ...(isFree === true ? { assignee: { $exists: false } } : {}),
  ...(assignee === undefined ? {} : { assignee }),
  ...(team === undefined ? {} : { team }),
});

/** Open tasks as work: those with a date by it, then the others. */
export const createTaskWork = (deps: { collections: Collections }): TaskWork => {
  const tasks = deps.collections.of<TaskDoc>(taskSchema);
  return guarded<TaskWork>({
    list: async ({ tenant, of, after, limit }) => {
      const { dated, undated } = placeBehind(after);
      const open = { tenant, state: 'open', ...filterOf(of) } as const;
      const first =
        dated === undefined
          ? []
          : await tasks
              .find({
                ...open,
                dueAt: { $gte: dated.at },
                $or: [
                  { dueAt: { $gt: dated.at } },
                  { dueAt: dated.at, _id: { $gt: keyOf(tenant, dated.id) } },
                ],
              })
              .sort({ dueAt: 1, _id: 1 })
              .limit(limit)
              .toArray();
      const left = limit - first.length;
      if (left === 0 || (undated !== undefined && undated.since > 0)) return first.map(toItem);
      const behind = undated === undefined ? {} : { _id: { $gt: keyOf(tenant, undated.id) } };
      const rest = await tasks
        .find({ ...open, dueAt: { $exists: false }, ...behind })
        .sort({ _id: 1 })
        .limit(left)
        .toArray();
      return [...first, ...rest].map(toItem);
    },
    assign: async ({ tenant, id, assignee, team, isFree }) => {
      const given: Partial<Pick<TaskDoc, 'assignee' | 'team'>> = {
        ...(typeof assignee === 'string' ? { assignee } : {}),
        ...(typeof team === 'string' ? { team } : {}),
      };
      const taken: { assignee?: 1; team?: 1 } = {
        ...(assignee === null ? { assignee: 1 } : {}),
        ...(team === null ? { team: 1 } : {}),
      };
      const _id = keyOf(tenant, id);
      const free = isFree ? { $or: [{ assignee: { $exists: false } }, { assignee: assignee ?? '' }] } : {};
      const changes = Object.keys(given).length + Object.keys(taken).length;
      if (changes === 0)
        return (await tasks.findOne({ _id, state: 'open' })) === null ? 'absent' : 'assigned';
      const { matchedCount } = await tasks.updateOne(
        { _id, state: 'open', ...free },
        {
          ...(Object.keys(given).length === 0 ? {} : { $set: given }),
          ...(Object.keys(taken).length === 0 ? {} : { $unset: taken }),
        },
      );
      if (matchedCount === 1) return 'assigned';
      const doc = await tasks.findOne({ _id, state: 'open' });
      return doc === null ? 'absent' : 'taken';
    },
  });
};
