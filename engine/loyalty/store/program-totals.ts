import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import type { ProgramTotals, ProgramTotalsStore } from '../ports.ts';
import { type AccountDoc, accountSchema } from './points-schema.ts';

type Group = Omit<ProgramTotals, 'program' | 'tier'> & {
  readonly _id: { readonly program: string; readonly tier?: string | null };
};

const owed = { $lt: ['$state.balance', 0] };

/** Sums over the accounts of a tenant, by programme and tier: one pass over all of them. */
export const createProgramTotals = (deps: { collections: Collections }): ProgramTotalsStore => {
  const accounts = deps.collections.of<AccountDoc>(accountSchema);
  return guarded<ProgramTotalsStore>({
    totals: async ({ tenant }) => {
      const rows = await accounts
        .aggregate<Group>(
          [
            { $match: { tenant, mergedInto: { $exists: false } } },
            {
              $group: {
                _id: { program: '$program', tier: '$state.tier.key' },
                people: { $sum: 1 },
                balance: { $sum: { $cond: [owed, 0, '$state.balance'] } },
                owed: { $sum: { $cond: [owed, { $subtract: [0, '$state.balance'] }, 0] } },
                pending: { $sum: '$state.pending' },
                earned: { $sum: '$state.earned' },
                spent: { $sum: '$state.spent' },
              },
            },
          ],
          { ...longRead, allowDiskUse: true },
        )
        .toArray();
      return rows.map(({ _id, ...sums }) => ({
        ...sums,
        program: _id.program,
        ...(typeof _id.tier === 'string' ? { tier: _id.tier } : {}),
      }));
    },
  });
};
