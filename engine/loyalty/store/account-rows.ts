import type { mongo } from 'mongoose';

import { emptyAccount } from '../../../domain/loyalty/account.ts';
import type { Posting } from '../../../domain/loyalty/posting.ts';
import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { type Merging, ownRows, type PersonRows } from '../../../platform/mongo/schema/person-rule.ts';
import type { AccountRow } from '../ports.ts';
import { openRedemption } from './open-redemption.ts';
import { accountId, postingId } from './points-ids.ts';
import type { RedemptionDoc } from './redemption-schema.ts';

type Account = AccountRow & { readonly _id: string };
type PostingRow = Posting & mongo.Document & { readonly _id: string; readonly profileId: string };

const postingsOf = (input: Merging): Collection<PostingRow> =>
  input.collections.named<PostingRow>('pointPostings');

const insert = async (rows: Collection<PostingRow>, doc: PostingRow): Promise<void> => {
  try {
    await rows.insertOne(doc);
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown;
  }
};

/** An account has to be worked out again from its postings; it is made where there is none. */
const makeStale = async (input: {
  accounts: Collection<Account>;
  tenant: string;
  program: string;
  profileId: string;
}): Promise<void> => {
  const { accounts, ...key } = input;
  const _id = accountId(key);
  const stale = { $set: { isStale: true, due: 0 }, $unset: { isOwn: '' as const }, $inc: { rev: 1 } };
  if ((await accounts.updateOne({ _id }, stale)).matchedCount === 1) return;
  try {
    await accounts.insertOne({
      ...key,
      _id,
      state: emptyAccount,
      rev: 1,
      tail: [],
      news: [],
      warnedTo: 0,
      isStale: true,
      due: 0,
    });
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown;
    await accounts.updateOne({ _id }, stale);
  }
};

const accountsOf = (input: Merging): Collection<Account> => input.collections.named<Account>('pointAccounts');

/**
 * Accounts of points. When two people are one, the account of the one that goes is closed before its postings are moved: who
 * writes it at that moment finds it changed. What was not brought in yet goes along, and the other account is worked out
 * again from all postings.
 */
export const accountRows: PersonRows = ownRows(['profileId'], {
  hidden: ['tail', 'news', 'rev', 'due', 'warnedTo', 'isStale', 'isOwn', 'isQuiet', 'writer'],
  onMerge: async (input) => {
    const { tenant, from, to } = input;
    const accounts = accountsOf(input);
    const postings = postingsOf(input);
    const redemptions = input.collections.named<RedemptionDoc>('rewardRedemptions');
    for (const { _id, program } of await accounts.find({ tenant, profileId: from }).toArray()) {
      // Before a posting of another account is in it, it says so: anyone who looks for a key looks for it among all.
      await makeStale({ accounts, tenant, program, profileId: to });
      await accounts.updateOne({ _id }, { $set: { mergedInto: to }, $inc: { rev: 1 }, $unset: { due: '' } });
      const closed = await accounts.findOne({ _id });
      for (const posting of closed?.tail ?? []) {
        const key = { tenant, program, profileId: from };
        await insert(postings, { ...posting, ...key, _id: postingId({ ...key, key: posting.key }) });
        await openRedemption({ redemptions, ...key, posting });
      }
      const own = { tenant, profileId: from, program };
      await postings.updateMany(
        { ...own, 'cameFrom.profileId': { $exists: false } },
        { $set: { 'cameFrom.profileId': from } },
      );
      await postings.updateMany(own, { $set: { profileId: to } });
      // One that was only opened now joins those that moved with their own collection.
      await redemptions.updateMany(
        { tenant, profileId: from, 'cameFrom.profileId': { $exists: false } },
        { $set: { 'cameFrom.profileId': from } },
      );
      await redemptions.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
      await makeStale({ accounts, tenant, program, profileId: to });
    }
  },
  onSplit: async (input) => {
    const { tenant, from, to } = input;
    const accounts = accountsOf(input);
    for (const { program } of await accounts.find({ tenant, profileId: from }).toArray()) {
      await makeStale({ accounts, tenant, program, profileId: from });
      await accounts.updateOne(
        { _id: accountId({ tenant, program, profileId: to }) },
        { $unset: { mergedInto: '' } },
      );
      await makeStale({ accounts, tenant, program, profileId: to });
    }
  },
});
