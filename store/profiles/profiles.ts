import type { Connection, mongo } from 'mongoose';

import type { ProfileStore } from '../../activities/ports/profiles.ts';
import { ifAt } from '../batching/if-at.ts';
import { createInsertBatcher } from '../batching/insert-batcher.ts';
import { createIdLoader, createLoadBatcher } from '../batching/load-batcher.ts';
import { createSwapBatcher } from '../batching/swap-batcher.ts';
import type { Turns } from '../batching/turns.ts';
import { createUpdateBatcher } from '../batching/update-batcher.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type ProfileDoc, profileSchema } from '../schemas/profile.ts';
import { writerOnly, writersOf } from '../writers.ts';
import { toProfileDoc, toProfileRow } from './profile-doc.ts';

type Profiles = mongo.Collection<ProfileDoc>;
type Op = mongo.AnyBulkWriteOperation<ProfileDoc>;

const createReads = ({
  profiles,
  turns,
}: {
  profiles: Profiles;
  turns: Turns;
}): Pick<ProfileStore, 'get' | 'withIds' | 'dueForRecheck'> => {
  const load = createIdLoader<ProfileDoc>({
    turns,
    find: (ids) => profiles.find({ _id: { $in: ids } }).toArray(),
  });
  const loadByKey = createLoadBatcher<ProfileDoc>({
    turns,
    find: (keys) => profiles.find({ keys: { $in: keys } }).toArray(),
    keysOf: (doc) => doc.keys ?? [],
  });
  return {
    get: async ({ tenant, profileId }) => {
      const doc = await load(keyOf(tenant, profileId));
      return doc === undefined ? undefined : toProfileRow(doc);
    },
    withIds: async ({ tenant, ids }) => {
      if (ids.length === 0) return [];
      return (await loadByKey(ids.map((id) => keyOf(tenant, id)))).map(toProfileRow);
    },
    dueForRecheck: async ({ tenant, now, limit }) => {
      const docs = await profiles
        .find({ 'recheck.tenant': tenant, 'recheck.at': { $lte: now } })
        .sort({ 'recheck.at': 1 })
        .limit(limit)
        .toArray();
      return docs.map(toProfileRow);
    },
  };
};

/** The pressure with one message more, without those too old to count; an expression of the database. */
const pressed = (input: { pressure: unknown; keepFrom: number }) => ({
  $concatArrays: [
    { $filter: { input: '$pressure', cond: { $gte: ['$$this.at', input.keepFrom] } } },
    [{ $literal: input.pressure }],
  ],
});

/**
 * Profiles. Every write but `clearOutbox` counts the revision up, so that nobody overwrites what they have not
 * seen; the unique index on identities decides who gets one that two want.
 */
export const createProfileStore = (deps: { connection: Connection; turns: Turns }): ProfileStore => {
  const profiles = driverOf<ProfileDoc>({ connection: deps.connection, schema: profileSchema });
  const { turns } = deps;
  const insert = createInsertBatcher<ProfileDoc>({
    turns,
    insertMany: (docs) => profiles.insertMany(docs, { ordered: false }),
  });
  const swap = createSwapBatcher<Op>({
    turns,
    bulkWrite: (ops) => profiles.bulkWrite(ops, { ordered: false }),
    writers: async (ids) => writersOf(await profiles.find({ _id: { $in: [...ids] } }, writerOnly).toArray()),
  });
  const update = createUpdateBatcher<Op>({
    turns,
    bulkWrite: (ops) => profiles.bulkWrite(ops, { ordered: false }),
  });

  return guarded<ProfileStore>({
    ...createReads({ profiles, turns }),
    insert: async (profile) => {
      const answer = await insert(toProfileDoc({ profile, rev: 0, writer: '' }));
      return answer.kind === 'inserted' ? 'inserted' : 'conflict';
    },
    replace: async ({ profile, rev }) => {
      const id = keyOf(profile.tenant, profile.id);
      const op = (writer: string): Op => {
        const changed = { $literal: toProfileDoc({ profile, rev: rev + 1, writer }) };
        return { updateOne: { filter: { _id: id }, update: ifAt({ rev, changed }) } };
      };
      return (await swap({ id, op })) === 'swapped' ? 'replaced' : 'conflict';
    },
    press: async ({ tenant, profileId, rev, pressure, keepFrom }) => {
      const id = keyOf(tenant, profileId);
      const op = (writer: string): Op => {
        const fields = { pressure: pressed({ pressure, keepFrom }), rev: rev + 1, writer };
        const changed = { $mergeObjects: ['$$ROOT', fields] };
        return { updateOne: { filter: { _id: id }, update: ifAt({ rev, changed }) } };
      };
      return (await swap({ id, op })) === 'swapped' ? 'pressed' : 'conflict';
    },
    unpress: ({ tenant, profileId, id }) =>
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
