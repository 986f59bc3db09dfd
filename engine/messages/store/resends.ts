import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { Resend, ResendStore } from '../resend-port.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type ResendDoc, resendSchema } from './resend-schema.ts';

const toDoc = (resend: Resend): ResendDoc => ({ ...resend, _id: keyOf(resend.tenant, resend.messageId) });

const toResend = (doc: ResendDoc): Resend => {
  const { _id, ...resend } = doc;
  return resend;
};

/** Messages to be sent on another channel, until they are. */
export const createResendStore = (deps: { collections: Collections }): ResendStore => {
  const resends = deps.collections.of<ResendDoc>(resendSchema);
  return guarded<ResendStore>({
    add: async (resend) => {
      try {
        await resends.insertOne(toDoc(resend));
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
    },
    due: async ({ tenant, now, limit }) => {
      const docs = await resends
        .find({ tenant, at: { $lte: now } })
        .sort({ at: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toResend);
    },
    next: async (tenant) => (await resends.find({ tenant }).sort({ at: 1 }).limit(1).toArray())[0]?.at,
    save: async ({ resend, rev }) => {
      const doc = toDoc({ ...resend, rev: rev + 1 });
      const { matchedCount } = await resends.replaceOne({ _id: doc._id, rev }, doc);
      return matchedCount === 1 ? 'saved' : 'conflict';
    },
    remove: async ({ tenant, messageId }) => {
      await resends.deleteOne({ _id: keyOf(tenant, messageId) });
    },
  });
};
