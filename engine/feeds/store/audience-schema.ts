import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

type Values = readonly { readonly name: string; readonly value: string }[];

/** Somebody in an audience that a feed keeps. `_id` is tenant and a hash of feed, person and hashes. */
export type AudienceMemberDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly feed: string;
  readonly instance: string;
  readonly audience: string;
  readonly profileId?: string;
  readonly isSure: boolean;
  readonly identifiers: Values;
  readonly details: Values;
  /** Tenant and feed, while they are to be removed there since the person was erased. */
  readonly erase?: string;
  /** When the person was erased, in real time: what could not be removed there by a month later is forgotten here all the same. */
  readonly erasedAt?: Date;
};

const month = 30 * 86_400;

export const audienceMemberSchema = defineSchema<AudienceMemberDoc>({
  collection: 'audienceMembers',
  sharding: byId,
  person: ownRows(['profileId'], {
    hidden: ['identifiers', 'details', 'erase', 'erasedAt'],
    // Their hashes are needed to remove them there, and stay until that is done.
    onErase: async ({ rows, tenant, profileId }) => {
      let count = 0;
      for await (const { _id, feed } of rows.find({ tenant, profileId })) {
        const erase = `${tenant}:${String(feed)}`;
        await rows.updateOne({ _id }, { $set: { erase, erasedAt: new Date() }, $unset: { profileId: 1 } });
        count += 1;
      }
      return count;
    },
    onMerge: async ({ rows, tenant, from, to }) => {
      await rows.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
    },
    onSplit: undefined,
  }),
  fields: {
    tenant: String,
    feed: String,
    instance: String,
    audience: String,
    profileId: String,
    isSure: Boolean,
    identifiers: anyJson,
    details: anyJson,
    erase: String,
    erasedAt: Date,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1 } },
    { name: 'feed', key: { tenant: 1, feed: 1, _id: 1 } },
    { name: 'sure', key: { tenant: 1, feed: 1, isSure: 1 } },
    { name: 'shared', key: { tenant: 1, feed: 1, 'identifiers.value': 1 } },
    { name: 'erase', key: { erase: 1 }, sparse: true },
    { name: 'erased', key: { erasedAt: 1 }, expireAfterSeconds: month, sparse: true },
  ],
});
