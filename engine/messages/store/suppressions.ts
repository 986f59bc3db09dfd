import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { SuppressionList, SuppressionStore } from '../ports.ts';
import { createIdLoader } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type SuppressionDoc, suppressionSchema } from './suppression-schema.ts';

type Address = Parameters<SuppressionStore['find']>[0];

const idsOf = ({ tenant, channel, addressHashes: [current, ...earlier] }: Address): [string, ...string[]] => {
  const idOf = (hash: string): string => `${tenant}:${channel}:${hash}`;
  return [idOf(current), ...earlier.map(idOf)];
};

const behind = (after: { at: number; addressHash: string } | undefined): mongo.Filter<SuppressionDoc> =>
  after === undefined
    ? {}
    : { $or: [{ at: { $lt: after.at } }, { at: after.at, addressHash: { $lt: after.addressHash } }] };

/** Addresses nothing may be sent to. The first reason stands. */
export const createSuppressionStore = (deps: {
  collections: Collections;
  turns: Turns;
}): SuppressionStore & SuppressionList => {
  const suppressions = deps.collections.of<SuppressionDoc>(suppressionSchema);
  const { turns } = deps;
  const load = createIdLoader<SuppressionDoc>({
    turns,
    find: (ids) => suppressions.find({ _id: { $in: ids } }).toArray(),
  });
  const find = async (address: Address): Promise<SuppressionDoc | undefined> => {
    const docs = await Promise.all(idsOf(address).map(load));
    return docs.find((doc) => doc !== undefined);
  };
  return guarded<SuppressionStore & SuppressionList>({
    find: async (address) => {
      const doc = await find(address);
      return doc === undefined ? undefined : { addressHash: doc.addressHash, reason: doc.reason, at: doc.at };
    },
    add: async ({ reason, at, ...address }) => {
      if ((await find(address)) !== undefined) return;
      const { tenant, channel } = address;
      const [_id] = idsOf(address);
      const fresh = { tenant, channel, addressHash: address.addressHashes[0], reason, at };
      await suppressions.updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true });
    },
    remove: async (address) =>
      (await suppressions.deleteMany({ _id: { $in: idsOf(address) } })).deletedCount > 0,
    list: async ({ tenant, channel, limit, after }) => {
      const ofChannel = channel === undefined ? {} : { channel };
      return suppressions
        .find({ tenant, ...ofChannel, ...behind(after) }, { projection: { _id: 0, tenant: 0 } })
        .sort({ at: -1, addressHash: -1 })
        .limit(limit)
        .toArray();
    },
  });
};
