import { isDeepStrictEqual } from 'node:util';

import { accountOf } from '../../domain/loyalty/account.ts';
import type { PointsStore } from './ports.ts';
import type { ChangePoints } from './change-points.ts';
import { createRefreshPoints } from './change-points.ts';

/** An account whose running balance is not what its postings come to. */
export type PointsDifference = {
  readonly profileId: string;
  readonly program: string;
  readonly stored: { readonly balance: number; readonly pending: number };
  readonly postings: { readonly balance: number; readonly pending: number };
};

/** What a check of running balances found; `next` when there are accounts it has not looked at. */
export type PointsCheck = {
  readonly accounts: number;
  readonly differences: readonly PointsDifference[];
  readonly next?: string;
};

const pageSize = 200;

/**
 * Makes the check of running balances: each account is worked out again from its postings. One that differs is told, and
 * with `repair` brought in line.
 */
export const createCheckPoints = (deps: { points: PointsStore; changePoints: ChangePoints }) => {
  const { points } = deps;
  const refresh = createRefreshPoints(deps);
  return async (input: {
    tenant: string;
    after?: string | undefined;
    repair: boolean;
  }): Promise<PointsCheck> => {
    const { tenant, repair } = input;
    const page = await points.page({ tenant, after: input.after, limit: pageSize });
    const differences: PointsDifference[] = [];
    for (const { id: _id, ...found } of page) {
      const key = { tenant, profileId: found.profileId, program: found.program };
      // What is in the tail is part of the ledger that has not arrived yet.
      const row = found.tail.length === 0 ? found : (await refresh(key)).account;
      const state = accountOf(await points.all(key));
      if (isDeepStrictEqual(state, row.state)) continue;
      const latest = await points.get(key);
      if (latest === undefined || latest.rev !== row.rev) continue;
      differences.push({
        profileId: key.profileId,
        program: key.program,
        stored: { balance: row.state.balance, pending: row.state.pending },
        postings: { balance: state.balance, pending: state.pending },
      });
      if (!repair) continue;
      await points.commit({ ...latest, isStale: true });
      await refresh(key);
    }
    const last = page.at(-1);
    const isMore = page.length === pageSize && last !== undefined;
    return { accounts: page.length, differences, ...(isMore ? { next: last.id } : {}) };
  };
};
export type CheckPoints = ReturnType<typeof createCheckPoints>;
