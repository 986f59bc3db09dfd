import type { Member } from '../../../domain/feeds/plan-audience.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { idIn, keyOf } from '../../../platform/mongo/keys.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import type { AudienceMembers } from '../audiences/ports.ts';
import { type AudienceMemberDoc, audienceMemberSchema } from './audience-schema.ts';

const countMax = 1_000_000;

const listOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

const recordOf = (values: AudienceMemberDoc['identifiers']): Record<string, string> =>
  Object.fromEntries(values.map(({ name, value }) => [name, value]));

const memberOf = (doc: AudienceMemberDoc): Member => {
  const { _id, tenant, instance, audience, profileId, isSure, identifiers, details } = doc;
  return {
    id: idIn(_id, tenant),
    instance,
    audience,
    ...(profileId === undefined ? {} : { profileId }),
    isSure,
    identifiers: recordOf(identifiers),
    details: recordOf(details),
  };
};

type Rows = Collection<AudienceMemberDoc>;

const keysOf = (tenant: string, ids: readonly string[]) => ids.map((id) => keyOf(tenant, id));

/** What changes who is in an audience. */
const writesOf = (rows: Rows): Pick<AudienceMembers, 'put' | 'confirm' | 'drop'> => ({
  put: async ({ tenant, feed, members }) => {
    if (members.length === 0) return;
    const ops = members.map(({ id, identifiers, details, ...member }) => {
      const values = { identifiers: listOf(identifiers), details: listOf(details) };
      return {
        updateOne: {
          filter: { _id: keyOf(tenant, id) },
          update: { $setOnInsert: { ...member, tenant, feed, ...values } },
          upsert: true,
        },
      };
    });
    await rows.bulkWrite(ops, { ordered: false });
  },
  confirm: async ({ tenant, feed, ids }) => {
    if (ids.length === 0) return;
    await rows.updateMany({ _id: { $in: keysOf(tenant, ids) }, feed }, { $set: { isSure: true } });
  },
  drop: async ({ tenant, feed, ids }) => {
    if (ids.length === 0) return;
    await rows.deleteMany({ _id: { $in: keysOf(tenant, ids) }, feed });
  },
});

/** What tells who is in an audience. */
const readsOf = (rows: Rows): Omit<AudienceMembers, 'put' | 'confirm' | 'drop'> => ({
  feeds: async (tenant) => (await rows.distinct('feed', { tenant }, longRead)).toSorted(),
  ofPeople: async ({ tenant, feed, profileIds }) => {
    const docs = await rows.find({ tenant, profileId: { $in: [...profileIds] }, feed }).toArray();
    return docs.map(memberOf);
  },
  ofErased: async ({ tenant, feed, limit }) => {
    const docs = await rows
      .find({ erase: `${tenant}:${feed}` })
      .limit(limit)
      .toArray();
    return docs.map(memberOf);
  },
  page: async ({ tenant, feed, after, limit }) => {
    const from = keyOf(tenant, after ?? '');
    const docs = await rows
      .find({ tenant, feed, _id: { $gt: from } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return docs.map(memberOf);
  },
  shared: async ({ tenant, feed, also, instance, audience, identifiers, besides }) => {
    if (identifiers.length === 0) return new Set();
    const docs = await rows
      .find({
        tenant,
        feed: { $in: [feed, ...also] },
        instance,
        audience,
        'identifiers.value': { $in: [...identifiers] },
        _id: { $nin: keysOf(tenant, besides) },
      })
      .toArray();
    return new Set(docs.flatMap((doc) => doc.identifiers.map(({ value }) => value)));
  },
  size: ({ tenant, feed }) => rows.countDocuments({ tenant, feed }, { limit: countMax }),
  count: async ({ tenant, feed }) => ({
    members: await rows.countDocuments({ tenant, feed, isSure: true }, { limit: countMax }),
    joining: await rows.countDocuments(
      { tenant, feed, isSure: false, profileId: { $exists: true } },
      { limit: countMax },
    ),
    erased: await rows.countDocuments({ erase: `${tenant}:${feed}` }, { limit: countMax }),
  }),
});

/** Makes the store of the members of audiences. */
export const createAudienceMembers = (deps: { collections: Collections }): AudienceMembers => {
  const rows = deps.collections.of<AudienceMemberDoc>(audienceMemberSchema);
  return guarded<AudienceMembers>({ ...writesOf(rows), ...readsOf(rows) });
};
