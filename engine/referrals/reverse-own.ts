import { reverse } from '../../domain/referrals/referral.ts';
import { changeReferral } from './change-referral.ts';
import type { ReferralStore } from './ports.ts';
import type { SettleReferral } from './settle-referral.ts';

/** Takes back the referral of somebody by themself, which a merge brings to light. */
export type ReverseOwn = (input: { tenant: string; profileId: string; now: number }) => Promise<void>;

/** Makes it. One person could not have made it, so it is taken back whatever became of the order. */
export const createReverseOwn = (deps: {
  referrals: ReferralStore;
  settleReferral: SettleReferral;
}): ReverseOwn => {
  return async ({ tenant, profileId, now }) => {
    const own = await deps.referrals.counted({ tenant, friend: profileId });
    if (own === undefined || own.advocate !== profileId) return;
    const reversal = { reason: 'own-code', at: now };
    await changeReferral({ deps, tenant, id: own.id, change: (one) => reverse(one, reversal) });
  };
};
