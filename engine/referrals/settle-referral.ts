import type { AcceptedEvent } from '../../domain/events/event.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { dueAt, nextAct, passInto, type Referral } from '../../domain/referrals/referral.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Clock } from '../clock/clock.ts';
import { giveMilestones, giveRewards, type RewardDeps, takeBackRewards } from './give-rewards.ts';
import type { ReferralRow, ReferralStore } from './ports.ts';
import { milestoneEvent, passageEvents } from './referral-events.ts';

export type SettleDeps = RewardDeps & {
  readonly referrals: ReferralStore;
  readonly links: Pick<Links, 'referral'>;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
};

/** Does everything that is at hand with a referral; answers how it stands then, undefined when it is gone. */
export type SettleReferral = (input: { tenant: string; id: string }) => Promise<ReferralRow | undefined>;

type Step = { deps: SettleDeps; row: ReferralRow; now: number };

/** Milestones are looked at once the referral counts as rewarded, so that the last of several at once sees them all. */
const tell = async ({ deps, row, now }: Step): Promise<Referral> => {
  const { tenant } = row;
  const isReward = row.history[row.told]?.state === 'rewarded';
  const live = isReward ? await deps.live.of(tenant) : undefined;
  const reached = live === undefined ? [] : await giveMilestones({ deps, referral: row, live, now });
  const rewards = [...(row.rewards ?? []), ...reached];
  await deps.accept({
    tenant,
    events: [
      ...passageEvents({ referral: row, index: row.told, now, linkOf: deps.links.referral }),
      ...reached.map((reward) => milestoneEvent({ referral: row, reward, now })),
    ],
  });
  return { ...row, told: row.told + 1, ...(rewards.length === 0 ? {} : { rewards }) };
};

const next = async (step: Step): Promise<Referral | undefined> => {
  const { deps, row: referral, now } = step;
  switch (nextAct({ referral, now })) {
    case 'tell':
      return tell(step);
    case 'begin-reward':
      return { ...referral, isRewarding: true };
    case 'reward': {
      const live = await deps.live.of(referral.tenant);
      const rewards = await giveRewards({ deps, referral, live, now });
      return passInto(referral, { state: 'rewarded', at: now }, { rewards, isRewarding: false });
    }
    case 'claw-back': {
      const rewards = await takeBackRewards({ deps, referral, now });
      const note = referral.reversal?.reason ?? 'refunded';
      return passInto(referral, { state: 'clawed-back', at: now, note }, { rewards });
    }
    case 'none':
      return undefined;
  }
};

/** More steps than a referral can have, with some that somebody else did first. */
const stepsMax = 100;

/**
 * Makes what carries a referral on, step by step. Each step may be repeated: rewards are issued under keys, events have ids that are
 * always the same, and only who read the last revision writes the next. So a crash anywhere is made good by anyone who goes on
 * with it, and nothing is given twice.
 */
export const createSettleReferral = (deps: SettleDeps): SettleReferral => {
  return async ({ tenant, id }) => {
    for (let steps = 0; steps < stepsMax; steps += 1) {
      const row = await deps.referrals.get({ tenant, id });
      if (row === undefined) return undefined;
      const done = await next({ deps, row, now: deps.clock.now(tenant) });
      if (done === undefined) return row;
      await deps.referrals.replace({ ...done, rev: row.rev });
    }
    throw new CicloError({ code: 'unavailable', message: 'Too many change this referral at once.' });
  };
};

const atOnce = 50;

/** What referrals have to be done by themselves: rewards whose time has come, and what a crash left. */
export type ReferralTurns = {
  /** One look at what is due by now. */
  readonly turn: (tenant: string) => Promise<'nothing' | 'more'>;
  /** When something is due next. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

/** Makes what looks after the referrals of a tenant. */
export const createReferralTurns = (deps: {
  referrals: Pick<ReferralStore, 'due'>;
  settleReferral: SettleReferral;
  clock: Clock;
}): ReferralTurns => ({
  turn: async (tenant) => {
    const due = await deps.referrals.due({ tenant, now: deps.clock.now(tenant), limit: atOnce });
    for (const { id } of due) await deps.settleReferral({ tenant, id });
    return due.length === 0 ? 'nothing' : 'more';
  },
  next: async (tenant) => {
    const [first] = await deps.referrals.due({ tenant, now: Number.MAX_SAFE_INTEGER, limit: 1 });
    return first === undefined ? undefined : dueAt(first);
  },
});
