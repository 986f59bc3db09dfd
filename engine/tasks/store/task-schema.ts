import type { TaskRow } from '../ports.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** Work for a person of the team. `_id` is tenant and task id. */
export type TaskDoc = Over & TaskRow & { readonly _id: string; readonly state: 'open' | 'done' };

export const taskSchema = defineSchema<TaskDoc>({
  collection: 'tasks',
  sharding: byId,
  person: ownRows(['profileId']),
  retention: 'tasks',
  fields: {
    id: String,
    tenant: String,
    profileId: String,
    run: String,
    journey: String,
    step: String,
    state: String,
    title: String,
    team: String,
    assignee: String,
    dueAt: Number,
    createdAt: Number,
    doneAt: Number,
    output: anyJson,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1 } },
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
    { name: 'listed by state', key: { tenant: 1, state: 1, createdAt: 1, _id: 1 } },
    // The work queue: of all, of a user, of a team.
    { name: 'work', key: { tenant: 1, state: 1, dueAt: 1, _id: 1 } },
    { name: 'work of a user', key: { tenant: 1, assignee: 1, state: 1, dueAt: 1, _id: 1 } },
    { name: 'work of a team', key: { tenant: 1, team: 1, state: 1, dueAt: 1, _id: 1 } },
    { name: 'listed by journey', key: { tenant: 1, journey: 1, createdAt: 1, _id: 1 } },
  ],
});
