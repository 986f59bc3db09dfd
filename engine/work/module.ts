import type { Module } from '../module.ts';
import { createChangeWork } from './change-work.ts';
import { createMentionStore } from './store/mentions.ts';
import { mentionSchema } from './store/mention-schema.ts';
import { createSnoozeStore } from './store/snoozes.ts';
import { snoozeSchema } from './store/snooze-schema.ts';
import { createReadWork } from './work-queue.ts';
import { workRoutes } from './work-routes.ts';

/** The work of the team: one queue of tasks, records, conversations, mentions and approvals. */
export const workModule = {
  name: 'work',
  collections: [mentionSchema, snoozeSchema],
  stores: { mentions: createMentionStore, snoozes: createSnoozeStore },
  services: { readWork: createReadWork, changeWork: createChangeWork },
  loops: {},
  routes: { work: workRoutes },
  audited: {
    'POST /api/work/:type/:id/claim': { action: 'work.claim', param: 'id' },
    'POST /api/work/:type/:id/hand-over': { action: 'work.hand-over', param: 'id' },
    'POST /api/work/:type/:id/snooze': { action: 'work.snooze', param: 'id' },
    'POST /api/work/:type/:id/done': { action: 'work.done', param: 'id' },
  },
} as const satisfies Module;
