import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { AudienceStore } from '../audience-port.ts';
import type { MongoPlan } from '../../../domain/rules/mongo/mongo-plan.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type ProfileDoc, profileSchema } from '../../people/store/profile-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

const layout = { profiles: 'profiles', events: 'events', records: 'records', profileKey: 'id' };

/** A plan names its tenant in fields of the event; this names it again where an index begins with it. */
const stagesOf = (input: { tenant: string; plan: MongoPlan }): mongo.Document[] => {
  const { tenant, plan } = input;
  const ofTenant = plan.collection === layout.events ? [{ $match: { 'listed.tenant': tenant } }] : [];
  return [...ofTenant, ...plan.stages];
};

/** Many people at once. Membership is read from the profiles; a plan works it out again. */
export const createAudienceStore = (deps: { collections: Collections }): AudienceStore => {
  const { collections } = deps;
  const profiles = collections.of<ProfileDoc>(profileSchema);
  const run = <Row extends mongo.Document>(input: {
    tenant: string;
    plan: MongoPlan;
    then: readonly mongo.Document[];
  }): Promise<Row[]> =>
    collections
      .named(input.plan.collection)
      .aggregate<Row>([...stagesOf(input), ...input.then], { ...longRead, allowDiskUse: true })
      .toArray();

  const store = guarded<Omit<AudienceStore, 'layout'>>({
    members: async ({ tenant, segment, after, limit }) => {
      const docs = await profiles
        .find(
          {
            tenant,
            segments: segment,
            ...(after === undefined ? {} : { _id: { $gt: keyOf(tenant, after) } }),
          },
          { projection: { id: 1 } },
        )
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map((doc) => doc.id);
    },
    everybody: async ({ tenant, after, limit }) => {
      // A tenant's name has no colon in it, and the next sign is a semicolon.
      const _id = { $gt: keyOf(tenant, after ?? ''), $lt: `${tenant};` };
      const docs = await profiles
        .find({ _id }, { projection: { id: 1 } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map((doc) => doc.id);
    },
    count: ({ tenant, segment }) => profiles.countDocuments({ tenant, segments: segment }, longRead),
    find: async ({ tenant, plan, after, limit }) => {
      const then = [
        ...(after === undefined ? [] : [{ $match: { [plan.id]: { $gt: after } } }]),
        { $sort: { [plan.id]: 1 } },
        { $limit: limit },
        { $project: { _id: 0, id: `$${plan.id}` } },
      ];
      return (await run<{ id: string }>({ tenant, plan, then })).map((row) => row.id);
    },
    size: async ({ tenant, plan }) => {
      const [found] = await run<{ size: number }>({ tenant, plan, then: [{ $count: 'size' }] });
      return found?.size ?? 0;
    },
  });
  const { members, everybody, count, find, size } = store;
  return { layout, members, everybody, count, find, size };
};
