import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { TaskReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type TaskDoc, taskSchema } from './task-schema.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';

const order = ['createdAt', '_id'] as const;

/** Tasks for people to look at. */
export const createTaskReads = (deps: { collections: Collections }): TaskReads => {
  const tasks = deps.collections.of<TaskDoc>(taskSchema);
  return guarded<TaskReads>({
    tasks: async ({ tenant, state, profileId, journey, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await tasks
        .find({
          tenant,
          ...(profileId === undefined ? {} : { profileId }),
          ...(journey === undefined ? {} : { journey }),
          ...(state === undefined ? {} : { state }),
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(({ _id, tenant: _tenant, overAt: _overAt, ...view }) => view);
    },
  });
};
