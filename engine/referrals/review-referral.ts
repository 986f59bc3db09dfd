import { appeal, approve, deny, type Referral, type Refused } from '../../domain/referrals/referral.ts';
import { referralSettings } from '../../domain/workspace/referral-settings.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { changeReferral } from './change-referral.ts';
import type { ReferralRow, ReferralStore } from './ports.ts';
import type { SettleReferral } from './settle-referral.ts';
import type { SuspendAdvocate } from './suspend-advocate.ts';

/** What the team, or a customer through it, says of a referral. */
export type Verdict =
  | { readonly verdict: 'approve' | 'deny'; readonly note?: string | undefined }
  | { readonly verdict: 'appeal'; readonly text: string };

/** Undefined: there is no such referral. */
export type ReviewReferral = (
  input: { tenant: string; id: string; by?: string | undefined } & Verdict,
) => Promise<ReferralRow | Refused | undefined>;

/** Makes the review of referrals. What was said before, and is said again, changes nothing. */
export const createReviewReferral = (deps: {
  referrals: ReferralStore;
  settleReferral: SettleReferral;
  suspendAdvocate: SuspendAdvocate;
  live: LiveWorkspaces;
  clock: Clock;
}): ReviewReferral => {
  const decide = (row: ReferralRow, input: Parameters<ReviewReferral>[0]): Referral | Refused => {
    const at = deps.clock.now(input.tenant);
    const said = { at, by: input.by };
    if (input.verdict === 'appeal') return appeal(row, { ...said, text: input.text });
    const { note } = input;
    return input.verdict === 'approve' ? approve(row, { ...said, note }) : deny(row, { ...said, note });
  };
  return async (input) => {
    const { tenant, id } = input;
    let refused: Refused | undefined;
    const row = await changeReferral({
      deps,
      tenant,
      id,
      change: (before) => {
        const decided = decide(before, input);
        refused = 'refused' in decided ? decided : undefined;
        return 'refused' in decided ? before : decided;
      },
    });
    if (refused !== undefined || row === undefined) return refused;
    if (row.state === 'denied') {
      const settings = referralSettings((await deps.live.of(tenant)).published.settings);
      const after = settings?.fraud.suspendAfter;
      const now = deps.clock.now(tenant);
      if (after !== undefined) await deps.suspendAdvocate({ tenant, profileId: row.advocate, after, now });
    }
    return row;
  };
};
