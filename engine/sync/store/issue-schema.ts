import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Issue } from '../ports.ts';

/** Something of a sync that somebody has to look at. `_id` is tenant, sync, and a hash of what it is about. */
export type IssueDoc = Omit<Issue, 'id'> & {
  readonly _id: string;
  /** The one of ours. */
  readonly ours?: string;
};

export const issueSchema = defineSchema<IssueDoc>({
  collection: 'syncIssues',
  sharding: byId,
  person: ownRows(['profileId'], {
    hidden: ['ours'],
    onMerge: async ({ rows, tenant, from, to }) => {
      await rows.updateMany({ tenant, profileId: from }, { $set: { profileId: to, ours: to } });
    },
    onSplit: undefined,
  }),
  fields: {
    tenant: String,
    sync: String,
    code: String,
    message: String,
    field: String,
    theirs: String,
    profileId: String,
    record: String,
    ours: String,
    attempts: Number,
    firstAt: Number,
    at: Number,
    due: Number,
    take: String,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, sync: 1, at: -1, _id: -1 } },
    { name: 'due', key: { tenant: 1, sync: 1, due: 1 } },
    { name: 'ours', key: { tenant: 1, ours: 1 } },
    { name: 'theirs', key: { tenant: 1, sync: 1, theirs: 1 } },
    { name: 'person', key: { tenant: 1, profileId: 1 } },
  ],
});
