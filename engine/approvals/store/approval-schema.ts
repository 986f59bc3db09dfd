import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';
import type { ApprovalSchedule } from '../../../domain/approvals/approval.ts';
import type { ApprovalRow } from '../ports.ts';

/** An approval. `_id` is tenant and id. */
export type ApprovalDoc = Omit<ApprovalRow, 'schedule'> & {
  readonly _id: string;
  /** The plan as JSON: its names come from outside. */
  readonly schedule?: Omit<ApprovalSchedule, 'plan'> & { readonly plan: string };
  readonly authorId: string;
  /** Something can still come of it. */
  readonly isOpen: boolean;
  /** Somebody has to do something about it. */
  readonly isWork: boolean;
  /** The user who has to. */
  readonly assignee?: string;
  /** When it goes live, on the tenant's clock. */
  readonly dueAt?: number;
};

export const approvalSchema = defineSchema<ApprovalDoc>({
  collection: 'approvals',
  sharding: whole('A document for each approval.'),
  person: nobody('What the team is about to publish, and what it says about that, by opaque ids.'),
  fields: {
    id: String,
    tenant: String,
    author: anyJson,
    authorId: String,
    state: String,
    round: Number,
    files: anyJson,
    note: String,
    createdAt: Number,
    since: Number,
    schedule: anyJson,
    dueAt: Number,
    revision: Number,
    acts: anyJson,
    rev: Number,
    reviewer: String,
    team: String,
    assignee: String,
    isOpen: Boolean,
    isWork: Boolean,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
    { name: 'open', key: { tenant: 1, isOpen: 1, authorId: 1 } },
    { name: 'work', key: { tenant: 1, isWork: 1, since: 1, _id: 1 } },
    { name: 'due', key: { tenant: 1, dueAt: 1 } },
  ],
});
