import { hashId } from '../../domain/hash.ts';
import { passInto, type Passage, type Referral } from '../../domain/referrals/referral.ts';
import { type FraudDecision, isSuspicious, scoreReferral } from '../../domain/referrals/score-referral.ts';
import { type FactsDeps, gatherFacts, type ReferralCase } from './gather-facts.ts';
import type { ReferralRow, ReferralStore } from './ports.ts';
import type { SettleReferral } from './settle-referral.ts';
import type { SuspendAdvocate } from './suspend-advocate.ts';

export type JudgeDeps = FactsDeps & {
  readonly referrals: ReferralStore;
  readonly settleReferral: SettleReferral;
  readonly suspendAdvocate: SuspendAdvocate;
};

/** What is judged, and what the rewards wait for. */
export type Judged = ReferralCase & {
  readonly code: string;
  readonly times: Pick<Referral, 'orderedAt' | 'deliveredAt' | 'rewardAt'>;
};

const states = { allow: 'qualified', hold: 'held', deny: 'denied' } as const satisfies Record<
  FraudDecision,
  Passage['state']
>;

const triesMax = 10;

/** Writes the judgement: into the referral that the friend's click began, or a new one. The first one of an order stands. */
const write = async (input: {
  deps: JudgeDeps;
  judged: Referral;
  passage: Passage;
}): Promise<ReferralRow> => {
  const { deps, judged, passage } = input;
  const { tenant, friend, orderId = '' } = judged;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const stands = await deps.referrals.ofOrder({ tenant, orderId });
    if (stands !== undefined) return stands;
    const open = await deps.referrals.open({ tenant, friend });
    if (open === undefined) break;
    const { history, id, told } = open;
    const row = { ...passInto({ ...judged, history, id, told }, passage), rev: open.rev };
    if ((await deps.referrals.replace(row)) === 'written') return row;
  }
  return deps.referrals.add(passInto(judged, passage));
};

/**
 * Judges a referral once for each order, and does what follows: both sides are told, a reward waits, an advocate with too many denials
 * is suspended.
 */
export const judgeReferral = async (input: Judged & { deps: JudgeDeps }): Promise<void> => {
  const { deps, row, advocate, friend, orderId, code, now, settings, times } = input;
  const { tenant } = row;
  const facts = await gatherFacts(input);
  const { decision, score, reasons } = scoreReferral({ facts, settings: settings.fraud });
  const state = states[decision];
  const judged: Referral = {
    tenant,
    id: hashId(tenant, 'order', orderId),
    code,
    advocate: advocate.id,
    friend: friend.id,
    state,
    at: now,
    orderId,
    score,
    reasons,
    ...times,
    ...(state === 'denied' ? { isSuspicious: isSuspicious(reasons) } : {}),
    history: [],
    told: 0,
  };
  const written = await write({ deps, judged, passage: { state, at: now } });
  await deps.settleReferral({ tenant, id: written.id });
  if (written.state === 'denied')
    await deps.suspendAdvocate({ tenant, profileId: advocate.id, after: settings.fraud.suspendAfter, now });
};
