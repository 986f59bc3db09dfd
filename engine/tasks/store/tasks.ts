import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { TaskRow, TaskStore } from '../ports.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type TaskDoc, taskSchema } from './task-schema.ts';

const toRow = ({ _id, state: _state, overAt: _overAt, ...task }: TaskDoc): TaskRow => task;

/** Work for people of the team. */
export const createTaskStore = (deps: { collections: Collections }): TaskStore => {
  const tasks = deps.collections.of<TaskDoc>(taskSchema);
  return guarded<TaskStore>({
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
        { $set: { state: 'done', doneAt: at, output, overAt: new Date() } },
      );
      const doc = await tasks.findOne({ _id });
      if (doc === null) return undefined;
      return { kind: matchedCount === 1 ? 'done' : 'already-done', task: toRow(doc) };
    },
  });
};
