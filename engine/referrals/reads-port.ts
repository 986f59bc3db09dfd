import type { PageOf } from '../../api/ports/views.ts';
import type { ReferralState } from '../../domain/referrals/referral.ts';
import type { ReferralRow } from './ports.ts';

/** Referrals to look at, newest first: by `at`, then `id`, and strictly behind `after`. */
export type ReferralReads = {
  readonly referrals: (
    input: PageOf & { tenant: string; state?: ReferralState; advocate?: string; friend?: string },
  ) => Promise<readonly ReferralRow[]>;
};
