import { entryRequested } from '../../../domain/events/entry-requested.ts';
import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { DryRunReads } from '../ports.ts';
import { toEventRow } from '../../events/store/event-row.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { toCoupon } from '../../offers/store/coupon-doc.ts';
import { type CouponDoc, couponSchema } from '../../offers/store/coupon-schema.ts';
import { type EventDoc, eventSchema } from '../../events/store/event-schema.ts';
import { type MessageDoc, messageSchema } from '../../messages/store/message-schema.ts';
import { type ProfileDoc, profileSchema } from '../../people/store/profile-schema.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';

/** A question that takes longer than this is given up: a dry run must not keep others waiting. */
const maxTimeMS = 15_000;

type Happened = Parameters<DryRunReads['countPeopleWho']>[0];
type Came = Parameters<DryRunReads['countEvents']>[0];

const aboutSegments = ['Segment Joined', 'Segment Left'];

const isOf = (input: { names: readonly string[]; field: string; value: string }): mongo.Document => ({
  $or: [{ 'listed.name': { $nin: [...input.names] } }, { [input.field]: input.value }],
});

/** The events that are meant, and of whom; by the index `named`. */
const happenedMatch = (input: Happened & { after?: string }): mongo.Document => {
  const { tenant, names, segment, journey, from, until, after } = input;
  return {
    'listed.tenant': tenant,
    'listed.name': { $in: [...names] },
    'listed.at': { $gte: from, $lt: until },
    profileId: after === undefined ? { $exists: true } : { $gt: after },
    $and: [
      isOf({ names: [entryRequested], field: 'properties.journey', value: journey }),
      ...(segment === undefined
        ? []
        : [isOf({ names: aboutSegments, field: 'properties.segment', value: segment })]),
    ],
  };
};

const createWho = (events: Collection<EventDoc>): Pick<DryRunReads, 'peopleWho' | 'countPeopleWho'> => ({
  peopleWho: async ({ limit, ...what }) => {
    const rows = await events
      .aggregate<{ _id: string }>(
        [
          { $match: happenedMatch(what) },
          { $group: { _id: '$profileId' } },
          { $sort: { _id: 1 } },
          { $limit: limit },
        ],
        { maxTimeMS, allowDiskUse: true },
      )
      .toArray();
    return rows.map((row) => row._id);
  },
  countPeopleWho: async (what) => {
    const [found] = await events
      .aggregate<{ people: number }>(
        [{ $match: happenedMatch(what) }, { $group: { _id: '$profileId' } }, { $count: 'people' }],
        { maxTimeMS, allowDiskUse: true },
      )
      .toArray();
    return found?.people ?? 0;
  },
});

/** The people of a tenant who are still there, strictly behind one of them; by `_id`. */
const ofTenant = (tenant: string, after?: string): mongo.Document => ({
  _id: { $gt: keyOf(tenant, after ?? ''), $lt: `${tenant};` },
  mergedInto: { $exists: false },
});

const createEverybody = (
  profiles: Collection<ProfileDoc>,
): Pick<DryRunReads, 'everybody' | 'countEverybody' | 'languages' | 'traits'> => ({
  everybody: async ({ tenant, after, limit }) => {
    const docs = await profiles
      .find(ofTenant(tenant, after), { projection: { id: 1 }, maxTimeMS })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return docs.map((doc) => doc.id);
  },
  traits: async ({ tenant, limit }) => {
    const docs = await profiles
      .find(ofTenant(tenant), { projection: { traits: 1 }, maxTimeMS })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    const names = new Map<string, number>();
    for (const { traits } of docs)
      for (const name of Object.keys(traits)) names.set(name, (names.get(name) ?? 0) + 1);
    return { people: docs.length, names };
  },
  countEverybody: ({ tenant }) => profiles.countDocuments(ofTenant(tenant), { maxTimeMS }),
  languages: async ({ tenant, limit }) => {
    const rows = await profiles
      .aggregate<{ _id: unknown; people: number }>(
        [
          { $match: ofTenant(tenant) },
          { $sort: { _id: 1 } },
          { $limit: limit },
          {
            $group: { _id: { $ifNull: ['$traits.locale', '$traits.language'] }, people: { $sum: 1 } },
          },
        ],
        { maxTimeMS },
      )
      .toArray();
    return new Map(
      rows.flatMap(({ _id, people }): [string, number][] =>
        typeof _id === 'string' && _id !== '' ? [[_id, people]] : [],
      ),
    );
  },
});

/** By the index `named`, or `listed` for all names. */
const cameMatch = ({ tenant, names, from = 0, until = Infinity }: Came): mongo.Document => ({
  'listed.tenant': tenant,
  ...(names === undefined ? {} : { 'listed.name': { $in: [...names] } }),
  'listed.at': { $gte: from, $lt: until },
});

const createPast = (input: {
  events: Collection<EventDoc>;
  messages: Collection<MessageDoc>;
}): Pick<DryRunReads, 'eventsOf' | 'messageSteps' | 'latestEvents' | 'countEvents'> => {
  const { events, messages } = input;
  return {
    eventsOf: async ({ tenant, profileId, names, from, until, limit }) => {
      const docs = await events
        .find(
          {
            profileId,
            ...(names === undefined ? {} : { 'of.name': { $in: [...names] } }),
            tenant,
            receivedAt: { $gte: from, $lt: until },
          },
          { maxTimeMS },
        )
        .sort({ receivedAt: -1, _id: -1 })
        .limit(limit)
        .toArray();
      return docs.toReversed().map(toEventRow);
    },
    messageSteps: async ({ tenant, ids }) => {
      const docs = await messages
        .find(
          { _id: { $in: [...new Set(ids)].map((id) => keyOf(tenant, id)) } },
          { projection: { id: 1, journey: 1, step: 1 }, maxTimeMS },
        )
        .toArray();
      return new Map(docs.map(({ id, journey, step }) => [id, { journey, step }]));
    },
    countEvents: (came) => events.countDocuments(cameMatch(came), { maxTimeMS }),
    latestEvents: async ({ limit, ...came }) => {
      const docs = await events
        .find(cameMatch(came), { maxTimeMS })
        .sort({ 'listed.at': -1 })
        .limit(limit)
        .toArray();
      return docs.map(toEventRow);
    },
  };
};

const createCouponReads = (coupons: Collection<CouponDoc>): Pick<DryRunReads, 'coupons' | 'spent'> => ({
  coupons: async ({ tenant, profileIds, offers }) => {
    const filter = { tenant, profileId: { $in: [...profileIds] }, offer: { $in: [...offers] } };
    return (await coupons.find(filter, { maxTimeMS }).toArray()).map(toCoupon);
  },
  spent: async ({ tenant, offer }) => {
    const [found] = await coupons
      .aggregate<{ count: number; worth: number }>(
        [
          { $match: { tenant, offer } },
          { $group: { _id: null, count: { $sum: 1 }, worth: { $sum: '$worth' } } },
        ],
        { maxTimeMS },
      )
      .toArray();
    return { count: found?.count ?? 0, worth: found?.worth ?? 0 };
  },
});

const createRunReads = (runs: Collection<RunDoc>): Pick<DryRunReads, 'runsOf' | 'journeysOf'> => {
  return {
    runsOf: async ({ tenant, journey, profileIds }) => {
      const docs = await runs
        .find(
          { tenant, profileId: { $in: [...profileIds] }, journey },
          {
            projection: { _id: 0, profileId: 1, entryKey: 1, enteredAt: 1, status: 1, occasion: 1 },
            maxTimeMS,
          },
        )
        .sort({ occasion: 1 })
        .toArray();
      const latest = new Map(docs.map((doc) => [JSON.stringify([doc.profileId, doc.entryKey]), doc]));
      return [...latest.values()].map(({ profileId, entryKey, enteredAt, status }) => ({
        profileId,
        entryKey,
        enteredAt,
        isActive: status === 'active',
      }));
    },
    journeysOf: async ({ tenant, profileIds, since }) => {
      const rows = await runs
        .aggregate<{ _id: string; people: number }>(
          [
            {
              $match: {
                tenant,
                profileId: { $in: [...profileIds] },
                enteredAt: { $gte: since },
              },
            },
            { $group: { _id: { journey: '$journey', person: '$profileId' } } },
            { $group: { _id: '$_id.journey', people: { $sum: 1 } } },
          ],
          { maxTimeMS },
        )
        .toArray();
      return new Map(rows.map(({ _id, people }) => [_id, people]));
    },
  };
};

/** What dry runs read of many people. Every question is bounded in time, and written nothing. */
export const createDryRunReads = (deps: { collections: Collections }): DryRunReads => {
  const { collections } = deps;
  const events = collections.of<EventDoc>(eventSchema);
  const profiles = collections.of<ProfileDoc>(profileSchema);
  const messages = collections.of<MessageDoc>(messageSchema);
  const coupons = collections.of<CouponDoc>(couponSchema);
  const runs = collections.of<RunDoc>(runSchema);
  return guarded<DryRunReads>({
    ...createWho(events),
    ...createEverybody(profiles),
    ...createPast({ events, messages }),
    ...createCouponReads(coupons),
    ...createRunReads(runs),
  });
};
