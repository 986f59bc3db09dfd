import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A text of a file that was published. `_id` is tenant and hash; never changed, but for when it was published last (real time). */
export type WorkspaceTextDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly hash: string;
  readonly text: string;
  readonly at: number;
};

export const workspaceTextSchema = defineSchema<WorkspaceTextDoc>({
  collection: 'workspaceTexts',
  sharding: byId,
  person: nobody('What a tenant published; lists of people are not among it.'),
  fields: { tenant: String, hash: String, text: String, at: Number },
  indexes: [{ name: 'tenant', key: { tenant: 1, at: 1 } }],
});
