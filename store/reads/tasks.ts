import type { Connection } from 'mongoose';

import type { Reads } from '../../api/ports/reads.ts';
import { driverOf } from '../schemas/define.ts';
import { type TaskDoc, taskSchema } from '../schemas/task.ts';
import { behind, keyAt, newestFirst } from './paging.ts';

const order = ['createdAt', '_id'] as const;

/** Tasks for people to look at. */
export const createTaskReads = (deps: { connection: Connection }): Pick<Reads, 'tasks'> => {
  const tasks = driverOf<TaskDoc>({ connection: deps.connection, schema: taskSchema });
  return {
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
      return docs.map(({ _id, tenant: _tenant, ...view }) => view);
    },
  };
};
