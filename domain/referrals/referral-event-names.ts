import type { ReferralState } from './referral.ts';

/** The event that tells both sides of each state. A click is no news to anybody but the friend, who made it. */
export const referralEvents: Readonly<Record<ReferralState, string | undefined>> = {
  invited: 'Referral Invited',
  clicked: undefined,
  'signed-up': 'Referral Signed Up',
  held: 'Referral Held',
  qualified: 'Referral Qualified',
  rewarded: 'Referral Rewarded',
  'clawed-back': 'Referral Clawed Back',
  denied: 'Referral Denied',
};

/** By which the engine tells itself that an advocate asked to have a friend invited. */
export const invitationAsked = 'Referral Invitation Asked';
/** An advocate shared their link; `network`. */
export const referralShared = 'Referral Shared';

/** All events of the engine about referrals, as only the engine may say them. */
export const referralEventNames: readonly string[] = [
  ...Object.values(referralEvents).filter((name) => name !== undefined),
  invitationAsked,
  referralShared,
  'Referral Milestone Reached',
  'Advocate Suspended',
  'Advocate Suspension Lifted',
];
