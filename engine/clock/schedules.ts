import type { BroadcastTurns } from '../broadcasts/broadcast-turns.ts';
import type { EnterMany } from '../entries/enter-many.ts';
import type { TurnPoints } from '../loyalty/turn-points.ts';
import type { ReferralTurns } from '../referrals/settle-referral.ts';
import type { createResend } from '../messages/resend.ts';
import type { RecordDateTurns } from '../records/dates/record-dates.ts';
import type { SlaClocks } from '../service/sla-clocks.ts';
import type { ReportTurns } from '../reports/report-turns.ts';
import type { AdvanceDeps } from './advance.ts';

type Needs = {
  readonly enterMany: EnterMany;
  readonly slaClocks: SlaClocks;
  readonly recordDateTurns: RecordDateTurns;
  readonly turnPoints: TurnPoints;
  readonly resend: ReturnType<typeof createResend>;
  readonly referralTurns: ReferralTurns;
  readonly reportTurns: ReportTurns;
  readonly broadcastTurns: BroadcastTurns;
  readonly settle: () => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
};

/** What is due without a run or a person waking, for the development clock: schedules, SLA clocks, dates of records, points, messages on other channels, rewards of referrals, reports, and broadcasts. */
export const createSchedules = ({
  enterMany,
  slaClocks,
  recordDateTurns,
  turnPoints,
  resend,
  referralTurns,
  reportTurns,
  broadcastTurns,
  settle,
  pause,
}: Needs): AdvanceDeps['schedules'] => ({
  next: async (tenant) => {
    const instants = [
      await enterMany.next(tenant),
      await slaClocks.next(tenant),
      await recordDateTurns.next(tenant),
      await turnPoints.next(tenant),
      await resend.next(tenant),
      await referralTurns.next(tenant),
      await reportTurns.next(tenant),
      await broadcastTurns.next(tenant),
    ].filter((at) => at !== undefined);
    return instants.length === 0 ? undefined : Math.min(...instants);
  },
  run: async (tenant) => {
    for (;;) {
      const turned = [
        await enterMany.turn(tenant),
        await slaClocks.turn(tenant),
        await recordDateTurns.turn(tenant),
        await turnPoints.turn(tenant),
        await resend.turn(tenant),
        await referralTurns.turn(tenant),
        await reportTurns.turn(tenant),
        await broadcastTurns.turn(tenant),
      ];
      if (turned.every((one) => one === 'nothing')) return;
      if (turned.includes('more')) continue;
      await settle();
      await pause(10);
    }
  },
});
