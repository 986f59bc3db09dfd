import type { Connection } from 'mongoose';

import type { TaskRow, TaskStore } from '../../activities/ports/runs.ts';
import type { Reassigns } from '../../activities/ports/reassign.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type TaskDoc, taskSchema } from '../schemas/task.ts';

const toRow = ({ _id, state: _state, ...task }: TaskDoc): TaskRow => task;

/** Work for people of the team. */
export const createTaskStore = (deps: { connection: Connection }): TaskStore & Reassigns => {
  const tasks = driverOf<TaskDoc>({ connection: deps.connection, schema: taskSchema });
  return guarded<TaskStore & Reassigns>({
    add: async (task) => {
      await tasks.updateOne(
        { _id: keyOf(task.tenant, task.id) },
        { $setOnInsert: { ...task, state: 'open' } },
        { upsert: true },
      );
    },
    get: async ({ tenant, id }) => {
      const doc = await tasks.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    finish: async ({ tenant, id, at, output }) => {
      const _id = keyOf(tenant, id);
      const { matchedCount } = await tasks.updateOne(
        { _id, state: 'open' },
        { $set: { state: 'done', doneAt: at, output } },
      );
      const doc = await tasks.findOne({ _id });
      if (doc === null) return undefined;
      return { kind: matchedCount === 1 ? 'done' : 'already-done', task: toRow(doc) };
    },
    reassign: async ({ tenant, from, to }) => {
      await tasks.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
    },
  });
};
