import { isOpenApproval } from '../../../domain/approvals/approval.ts';
import { publishPlanSchema } from '../../../domain/jobs/publish-plan.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, newestFirst } from '../../../platform/mongo/paging.ts';
import type { ApprovalRow, ApprovalStore } from '../ports.ts';
import { type ApprovalDoc, approvalSchema } from './approval-schema.ts';

const order = ['createdAt', '_id'] as const;

/** Whose turn it is: the author's while it is back with them, else the reviewer's. */
const assigneeOf = ({ state, author, reviewer }: ApprovalRow): string | undefined =>
  state === 'draft' ? author.id : reviewer;

const isWork = ({ state, schedule }: ApprovalRow): boolean =>
  state === 'draft' || state === 'review' || (state === 'approved' && schedule === undefined);

const toDoc = (row: ApprovalRow): ApprovalDoc => {
  const assignee = assigneeOf(row);
  const { schedule, ...rest } = row;
  return {
    ...rest,
    _id: keyOf(row.tenant, row.id),
    authorId: row.author.id,
    isOpen: isOpenApproval(row),
    isWork: isWork(row),
    ...(assignee === undefined ? {} : { assignee }),
    ...(schedule === undefined
      ? {}
      : { schedule: { ...schedule, plan: JSON.stringify(schedule.plan) }, dueAt: schedule.at }),
  };
};

const toRow = (doc: ApprovalDoc): ApprovalRow => {
  const {
    _id,
    authorId: _author,
    isOpen: _open,
    isWork: _work,
    assignee: _assignee,
    dueAt: _due,
    ...row
  } = doc;
  const { schedule, ...rest } = row;
  if (schedule === undefined) return rest;
  return { ...rest, schedule: { ...schedule, plan: publishPlanSchema.parse(JSON.parse(schedule.plan)) } };
};

/** What a document may lack. */
const optional = ['schedule', 'dueAt', 'revision', 'reviewer', 'team', 'assignee'] as const;

/** The approvals of all tenants. */
export const createApprovalStore = (deps: { collections: Collections }): ApprovalStore => {
  const approvals = deps.collections.of<ApprovalDoc>(approvalSchema);
  return guarded<ApprovalStore>({
    add: async (row) => {
      await approvals.insertOne(toDoc(row));
    },
    get: async ({ tenant, id }) => {
      const doc = await approvals.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    replace: async (row) => {
      const { _id, ...set } = toDoc({ ...row, rev: row.rev + 1 });
      const gone = optional.filter((field) => set[field] === undefined);
      const { matchedCount } = await approvals.updateOne(
        { _id, rev: row.rev },
        {
          $set: set,
          ...(gone.length === 0
            ? {}
            : { $unset: Object.fromEntries(gone.map((field): [string, 1] => [field, 1])) }),
        },
      );
      return matchedCount === 1;
    },
    list: async ({ tenant, state, author, limit, after }) => {
      const values = after === undefined ? undefined : [after.at, keyOf(tenant, after.id)];
      const docs = await approvals
        .find({
          tenant,
          ...(state === undefined ? {} : { state }),
          ...(author === undefined ? {} : { authorId: author }),
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toRow);
    },
    open: async ({ tenant, author }) => {
      const who = author === undefined ? {} : { authorId: author };
      return (await approvals.find({ tenant, isOpen: true, ...who }).toArray()).map(toRow);
    },
    due: async ({ tenant, now, limit }) => {
      const docs = await approvals
        .find({ tenant, dueAt: { $lte: now } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toRow);
    },
  });
};
