import type { FieldState } from '../../../domain/sync/plan-pair.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Link } from '../ports.ts';

/** A link between one of ours and one of theirs. `_id` is tenant, sync and the id there. */
export type LinkDoc = Omit<Link, 'states'> & {
  readonly _id: string;
  readonly states: readonly (FieldState & { readonly field: string })[];
  /** The one of ours. */
  readonly ours?: string;
  /** Tenant and sync, while the record there is to be removed since the person was erased here. */
  readonly erase?: string;
};

export const linkSchema = defineSchema<LinkDoc>({
  collection: 'syncLinks',
  sharding: byId,
  person: ownRows(['profileId'], {
    hidden: ['states', 'ours', 'erase'],
    // What stands there still has to be removed, and must not come in again: an id of the other system stays, and nothing else.
    onErase: async ({ rows, tenant, profileId }) => {
      let count = 0;
      for await (const { _id, sync, record } of rows.find({ tenant, profileId })) {
        const erase = `${tenant}:${String(sync)}`;
        // A record about them stays linked, and what it says of them there is emptied.
        if (record !== undefined) {
          await rows.updateOne({ _id }, { $set: { erase }, $unset: { profileId: 1, cameFrom: 1 } });
          count += 1;
          continue;
        }
        await rows.updateOne(
          { _id },
          { $set: { erase, gone: 'here', states: [] }, $unset: { profileId: 1, ours: 1, cameFrom: 1 } },
        );
        count += 1;
      }
      return count;
    },
    onMerge: async ({ rows, tenant, from, to }) => {
      const ofRecords = { tenant, profileId: from, record: { $exists: true } };
      await rows.updateMany(ofRecords, { $set: { profileId: to } });
      await rows.updateMany({ tenant, profileId: from }, { $set: { profileId: to, ours: to } });
    },
    onSplit: undefined,
  }),
  fields: {
    tenant: String,
    sync: String,
    theirs: String,
    profileId: String,
    record: String,
    ours: String,
    states: anyJson,
    since: Number,
    gone: String,
    erase: String,
  },
  indexes: [
    { name: 'ours', key: { tenant: 1, ours: 1 } },
    { name: 'person', key: { tenant: 1, profileId: 1 } },
    { name: 'erase', key: { erase: 1 }, sparse: true },
    { name: 'sync', key: { tenant: 1, sync: 1 } },
  ],
});
