import type { Connection, mongo } from 'mongoose';

import type { SuppressionList, SuppressionStore } from '../../activities/ports/messages.ts';
import { createIdLoader } from '../batching/load-batcher.ts';
import type { Turns } from '../batching/turns.ts';
import { guarded } from '../guarded.ts';
import { driverOf } from '../schemas/define.ts';
import { type SuppressionDoc, suppressionSchema } from '../schemas/suppression.ts';

type Address = { readonly tenant: string; readonly channel: string; readonly addressHash: string };

const idOf = ({ tenant, channel, addressHash }: Address): string => `${tenant}:${channel}:${addressHash}`;

const behind = (after: { at: number; addressHash: string } | undefined): mongo.Filter<SuppressionDoc> =>
  after === undefined
    ? {}
    : { $or: [{ at: { $lt: after.at } }, { at: after.at, addressHash: { $lt: after.addressHash } }] };

/** Addresses nothing may be sent to. The first reason stands. */
export const createSuppressionStore = (deps: {
  connection: Connection;
  turns: Turns;
}): SuppressionStore & SuppressionList => {
  const suppressions = driverOf<SuppressionDoc>({ connection: deps.connection, schema: suppressionSchema });
  const { turns } = deps;
  const load = createIdLoader<SuppressionDoc>({
    turns,
    find: (ids) => suppressions.find({ _id: { $in: ids } }).toArray(),
  });
  return guarded<SuppressionStore & SuppressionList>({
    find: async (address) => {
      const doc = await load(idOf(address));
      return doc === undefined ? undefined : { reason: doc.reason, at: doc.at };
    },
    add: async ({ tenant, channel, addressHash, reason, at }) => {
      const _id = idOf({ tenant, channel, addressHash });
      const fresh = { tenant, channel, addressHash, reason, at };
      await suppressions.updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true });
    },
    remove: async (address) => (await suppressions.deleteOne({ _id: idOf(address) })).deletedCount === 1,
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
