import { createFinishTask } from './finish-task.ts';
import type { Module } from '../module.ts';
import { taskSchema } from './store/task-schema.ts';
import { createTaskWork } from './store/task-work.ts';
import { createTaskStore } from './store/tasks.ts';
import { taskRoutes } from './tasks-routes.ts';
import { createTaskReads } from './store/read-tasks.ts';

/** Tasks that journeys give to people. */
export const tasksModule = {
  name: 'tasks',
  collections: [taskSchema],
  stores: {
    tasks: createTaskStore,
    taskReads: createTaskReads,
    taskWork: createTaskWork,
  },
  services: { finishTask: createFinishTask },
  loops: {},
  routes: { tasks: taskRoutes },
  audited: {
    'POST /api/tasks/:id/done': { action: 'task.done', param: 'id' },
  },
} as const satisfies Module;
