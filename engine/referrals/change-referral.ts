import { CicloError } from '../../domain/errors.ts';
import type { Referral } from '../../domain/referrals/referral.ts';
import type { ReferralRow, ReferralStore } from './ports.ts';
import type { SettleReferral } from './settle-referral.ts';

const triesMax = 50;

/** Changes a referral as it stands now, no matter who else does so at the same time, and does what follows. */
export const changeReferral = async (input: {
  deps: { readonly referrals: ReferralStore; readonly settleReferral: SettleReferral };
  tenant: string;
  id: string;
  /** The same referral: nothing is changed. */
  change: (referral: ReferralRow) => Referral;
}): Promise<ReferralRow | undefined> => {
  const { deps, tenant, id, change } = input;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const row = await deps.referrals.get({ tenant, id });
    if (row === undefined) return undefined;
    const changed = change(row);
    const isSame = changed === row;
    if (isSame || (await deps.referrals.replace({ ...changed, rev: row.rev })) === 'written')
      return deps.settleReferral({ tenant, id });
  }
  throw new CicloError({ code: 'unavailable', message: 'Too many change this referral at once.' });
};
