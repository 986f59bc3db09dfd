import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { ProfileRow, ProfileStore } from '../ports.ts';
import { type Pressure, pressureMax } from '../../../domain/profiles/profile.ts';
import { createCompareAndSetBatcher } from '../../../platform/mongo/batching/compare-and-set-batcher.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import { createIdLoader } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { createUpdateBatcher } from '../../../platform/mongo/batching/update-batcher.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { createIdentities } from './identities/identities.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type ProfileDoc, profileSchema } from './profile-schema.ts';
import { writerOnly, writersOf } from '../../../platform/mongo/writers.ts';
import { mergedDoc, toProfileDoc, toProfileRow } from './profile-doc.ts';
import { createFoundPeople } from './found-people.ts';
import { createReplace } from './replace.ts';
import { createWithIds } from './with-ids.ts';
import { createWithPushDevice } from './with-push-device.ts';

type Op = mongo.AnyBulkWriteOperation<ProfileDoc>;

/** The pressure with this message in it once, the newest of those young enough to count; an expression of the database. */
const pressed = (input: { pressure: Pressure; keepFrom: number }) => {
  const { pressure, keepFrom } = input;
  const others = { $ne: ['$$this.id', { $literal: pressure.id }] };
  const isKept = {
    $or: [{ $gte: ['$$this.at', keepFrom] }, { $gt: [{ $ifNull: ['$$this.keptUntil', 0] }, pressure.at] }],
  };
  const kept = { $and: [isKept, others] };
  const young = { $filter: { input: '$pressure', cond: kept } };
  return { $slice: [{ $concatArrays: [young, [{ $literal: pressure }]] }, -pressureMax] };
};

/** The groups in which profiles are read and written. */
const createGroups = ({ collections, turns }: { collections: Collections; turns: Turns }) => {
  const profiles = collections.of<ProfileDoc>(profileSchema);
  const insert = createInsertBatcher<ProfileDoc>({
    turns,
    insertMany: (docs) => profiles.insertMany(docs, { ordered: false }),
  });
  const compareAndSet = createCompareAndSetBatcher<Op>({
    turns,
    bulkWrite: (ops) => profiles.bulkWrite(ops, { ordered: false }),
    writers: async (ids) => writersOf(await profiles.find({ _id: { $in: [...ids] } }, writerOnly).toArray()),
  });
  const update = createUpdateBatcher<Op>({
    turns,
    bulkWrite: (ops) => profiles.bulkWrite(ops, { ordered: false }),
  });
  const load = createIdLoader<ProfileDoc>({
    turns,
    find: (ids) => profiles.find({ _id: { $in: ids } }).toArray(),
  });
  const get = async (input: { tenant: string; profileId: string }): Promise<ProfileRow | undefined> => {
    const doc = await load(keyOf(input.tenant, input.profileId));
    return doc === undefined ? undefined : toProfileRow(doc);
  };
  return { profiles, insert, compareAndSet, update, get };
};

/**
 * Profiles. Every write but `clearOutbox` counts the revision up, so that nobody overwrites what they have not
 * seen; the identities, each a document of its own, decide who gets one that two want.
 */
export const createProfileStore = (deps: { collections: Collections; turns: Turns }): ProfileStore => {
  const { profiles, insert, compareAndSet, update, get } = createGroups(deps);
  const insertMerged = async (input: { tenant: string; profileId: string; into: string }): Promise<void> => {
    await insert(mergedDoc(input));
  };
  const identities = createIdentities({
    collections: deps.collections,
    turns: deps.turns,
    profiles: { get, insertMerged },
  });

  return guarded<ProfileStore>({
    get,
    withIds: createWithIds({ get, identities }),
    withPushDevice: createWithPushDevice(profiles),
    found: createFoundPeople(profiles),
    dueForRecheck: async ({ tenant, now, limit }) => {
      const docs = await profiles
        .find({ 'recheck.tenant': tenant, 'recheck.at': { $lte: now } })
        .sort({ 'recheck.at': 1 })
        .limit(limit)
        .toArray();
      return docs.map(toProfileRow);
    },
    insert: async (profile) => {
      const { tenant, id: profileId, ids } = profile;
      const claimed = await identities.claim({ tenant, profileId, ids });
      if (claimed.kind === 'taken') return 'conflict';
      const answer = await insert(toProfileDoc({ profile, rev: 0, writer: '' }));
      if (answer === 'inserted') return 'inserted';
      await claimed.undo();
      return 'conflict';
    },
    replace: createReplace({ compareAndSet, get, identities }),
    reserveCap: async ({ tenant, profileId, rev, pressure, keepFrom }) => {
      const id = keyOf(tenant, profileId);
      const op = (writer: string): Op => {
        const fields = { pressure: pressed({ pressure, keepFrom }), rev: rev + 1, writer };
        return { updateOne: { filter: { _id: id, rev }, update: [{ $set: fields }] } };
      };
      return (await compareAndSet({ id, op })) === 'set' ? 'reserved' : 'conflict';
    },
    releaseCap: ({ tenant, profileId, id }) =>
      update({
        updateOne: {
          filter: { _id: keyOf(tenant, profileId), 'pressure.id': id },
          update: { $pull: { pressure: { id } }, $inc: { rev: 1 } },
        },
      }),
    clearOutbox: ({ tenant, profileId, ids }) =>
      update({
        updateOne: {
          filter: { _id: keyOf(tenant, profileId) },
          update: { $pull: { outbox: { id: { $in: [...ids] } } } },
        },
      }),
  });
};
