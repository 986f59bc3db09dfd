import { randomUUID } from 'node:crypto';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import {
  cameFrom,
  noteOrigin,
  ownRows,
  type PersonRows,
} from '../../../platform/mongo/schema/person-rule.ts';
import type { AccountDoc, PostingDoc } from './ledger-schema.ts';
import { copyPending } from './copy-pending.ts';

type Accounts = Pick<AccountDoc, '_id' | 'tenant' | 'offer' | 'revision' | 'pending' | 'isPending'>;

/** Copies what the accounts of a tenant still hold to the postings, so that none of a person is left behind. */
const copyAll = async (input: { collections: Collections; tenant: string }): Promise<void> => {
  const { collections, tenant } = input;
  const accounts = collections.named<Accounts>('offerAccounts');
  const postings = collections.named<PostingDoc>('offerPostings');
  for (const { _id, revision, pending } of await accounts.find({ tenant, isPending: true }).toArray()) {
    await copyPending({ postings, pending });
    const settled = { $set: { pending: [], isPending: false } };
    await accounts.updateOne({ _id, revision }, settled);
  }
};

/** A decision that is under way rests on what people had before; it finds another revision and is made again. */
const decideAgain = async (input: {
  collections: Collections;
  tenant: string;
  offers: readonly string[];
}): Promise<void> => {
  const { collections, tenant, offers } = input;
  if (offers.length === 0) return;
  const _id = { $in: offers.map((offer) => `${tenant}:${offer}`) };
  await collections.named<Accounts>('offerAccounts').updateMany({ _id }, { $inc: { revision: 1 } });
};

/** Postings. Those of an erased person stay, since they were spent, but are nobody's, and nobody can tell for which order. */
export const postingRows: PersonRows = ownRows(['profileId'], {
  hidden: ['mailbox', 'coupon'],
  onErase: async ({ rows, collections, tenant, profileId }) => {
    await copyAll({ collections, tenant });
    const offers = await rows.distinct('offer', { tenant, profileId }, longRead);
    const nobody = `erased-${randomUUID()}`;
    await rows.updateMany({ tenant, profileId, orderId: { $exists: true } }, { $set: { orderId: nobody } });
    const { matchedCount } = await rows.updateMany(
      { tenant, profileId },
      { $set: { profileId: nobody }, $unset: { mailbox: '' } },
    );
    await decideAgain({ collections, tenant, offers });
    return matchedCount;
  },
  onMerge: async ({ rows, collections, tenant, from, to }) => {
    await copyAll({ collections, tenant });
    const offers = await rows.distinct('offer', { tenant, profileId: from }, longRead);
    await noteOrigin({ rows, tenant, from, field: 'profileId' });
    await rows.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
    await decideAgain({ collections, tenant, offers });
  },
  onSplit: async ({ rows, collections, tenant, from, to, family }) => {
    await copyAll({ collections, tenant });
    const theirs = cameFrom({ tenant, from, family, field: 'profileId' });
    const offers = await rows.distinct('offer', theirs, longRead);
    await rows.updateMany(theirs, { $set: { profileId: to } });
    await decideAgain({ collections, tenant, offers });
  },
});
