import type { Connection, mongo } from 'mongoose';

import { referralSchema } from '../../../engine/referrals/store/referral-schema.ts';
import { collectionOf } from '../../../platform/mongo/schema/define.ts';
import { dropIndexes, oldIndexes } from './old-indexes.ts';
import { pagesOf } from './pages-of.ts';

type Row = mongo.Document & { readonly _id: string; readonly orderId?: string; readonly state?: string };

/** States of earlier versions, as they are called now. What had qualified was rewarded by a journey. */
const states: ReadonlyMap<string, string> = new Map([
  ['refused', 'denied'],
  ['reversed', 'clawed-back'],
  ['qualified', 'rewarded'],
]);

/** Gives referrals of earlier versions an id, a history and the states there are now. Nobody is told anything again. */
export const moveReferrals = async (connection: Connection): Promise<void> => {
  const collection = connection.collection<Row>(collectionOf(referralSchema));
  const names = await oldIndexes({ collection, names: ['advocate', 'friend'] });
  if (names.length === 0) return;
  const old = { rev: { $exists: false } };
  for await (const page of pagesOf((after) => collection.find({ ...old, _id: { $gt: after } }))) {
    for (const { _id, state = '', orderId = _id, at } of page) {
      const now = states.get(state) ?? state;
      const history = [{ state: now, at: Number(at ?? 0) }];
      await collection.updateOne(
        { _id, ...old },
        { $set: { id: orderId, state: now, history, told: history.length, rev: 0 } },
      );
    }
  }
  await dropIndexes({ collection, names });
};
