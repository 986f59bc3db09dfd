import type { Connection } from 'mongoose';

import type { TaskStore } from '../../activities/ports/runs.ts';
import type { Reassigns } from '../../activities/ports/reassign.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type TaskDoc, taskSchema } from '../schemas/task.ts';

/** Work for people of the team. */
export const createTaskStore = (deps: { connection: Connection }): TaskStore & Reassigns => {
  const tasks = driverOf<TaskDoc>({ connection: deps.connection, schema: taskSchema });
  return guarded<TaskStore & Reassigns>({
    add: async (task) => {
      await tasks.updateOne({ _id: keyOf(task.tenant, task.id) }, { $setOnInsert: task }, { upsert: true });
    },
    get: async ({ tenant, id }) => {
      const doc = await tasks.findOne({ _id: keyOf(tenant, id) });
      if (doc === null) return undefined;
      const { _id, ...task } = doc;
      return task;
    },
    reassign: async ({ tenant, from, to }) => {
      await tasks.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
    },
  });
};
