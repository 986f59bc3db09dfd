import type { Referral } from '../../domain/referrals/referral.ts';
import { toDuration } from '../../domain/time/duration.ts';
import { addDuration } from '../../domain/time/shift.ts';
import type { ReferralSettings } from '../../domain/workspace/referral-settings.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

/** When the rewards of a referral are due: past the return window, which begins when the order was delivered. */
export const rewardTimes = (input: {
  live: LiveWorkspace;
  settings: ReferralSettings;
  orderedAt: number;
  deliveredAt: number | undefined;
  /** False where another event qualified: nothing is delivered. */
  isOrder: boolean;
}): Pick<Referral, 'orderedAt' | 'deliveredAt' | 'rewardAt'> => {
  const { live, settings, orderedAt, deliveredAt, isOrder } = input;
  const { returnWindow, timezone: zone } = live.published.settings;
  const after = (from: number, text: string): number =>
    addDuration({ from, duration: toDuration(text), zone });
  const from = deliveredAt ?? (isOrder ? after(orderedAt, settings.deliveredWithin) : orderedAt);
  return {
    orderedAt,
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
    rewardAt: after(from, returnWindow),
  };
};
