import { invitationAsked } from '../../domain/referrals/referral-event-names.ts';
import type { EventRow } from '../events/ports.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

/** A friend followed the link of an advocate. */
export const linkVisited = 'Referral Link Visited';

const signUps: ReadonlySet<string> = new Set(['Signed Up', 'Customer Created']);

/** Whether an event says that somebody became known. */
export const isSignUp = (row: Pick<EventRow, 'name'>): boolean => signUps.has(row.name);

/** Whether more comes of an event, for a referral, than what it makes of the profile. */
export const isReferralNews = (input: { row: EventRow; live: LiveWorkspace }): boolean => {
  const { row, live } = input;
  if (row.trust === 'public') return false;
  const settings = live.referral;
  if (settings === undefined) return false;
  return (
    row.name === invitationAsked || row.name === linkVisited || row.name === settings.on || isSignUp(row)
  );
};
