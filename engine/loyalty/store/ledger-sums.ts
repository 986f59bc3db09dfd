import type { LedgerSums } from '../../../domain/loyalty/liability.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import type { LedgerSumsStore } from '../ports.ts';
import { type PostingDoc, postingSchema } from './points-schema.ts';

type Group = Omit<LedgerSums, 'program'> & { readonly _id: string };

const amountOf = (kinds: readonly string[]) => ({
  $sum: {
    $cond: [{ $or: kinds.map((kind) => ({ $eq: ['$kind', kind] })) }, { $subtract: [0, '$active'] }, 0],
  },
});

/** Sums over the postings of a tenant before an instant, by programme: one pass over the ledger. */
export const createLedgerSums = (deps: { collections: Collections }): LedgerSumsStore => {
  const postings = deps.collections.of<PostingDoc>(postingSchema);
  return guarded<LedgerSumsStore>({
    sums: async ({ tenant, before }) => {
      const rows = await postings
        .aggregate<Group>(
          [
            { $match: { tenant, at: { $lt: before } } },
            {
              $group: {
                _id: { program: '$program', profileId: '$profileId' },
                active: { $sum: '$active' },
                pending: { $sum: '$pending' },
                spent: amountOf(['spend', 'return']),
                expired: amountOf(['expire']),
              },
            },
            {
              $group: {
                _id: '$_id.program',
                balance: { $sum: { $cond: [{ $gt: ['$active', 0] }, '$active', 0] } },
                owed: { $sum: { $cond: [{ $lt: ['$active', 0] }, { $subtract: [0, '$active'] }, 0] } },
                pending: { $sum: '$pending' },
                spent: { $sum: '$spent' },
                expired: { $sum: '$expired' },
              },
            },
            { $sort: { _id: 1 } },
          ],
          { ...longRead, allowDiskUse: true },
        )
        .toArray();
      return rows.map(({ _id: program, ...sums }) => ({ program, ...sums }));
    },
  });
};
