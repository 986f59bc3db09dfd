import {
  creditProgram,
  planCredit,
  planCreditBack,
  planCreditUse,
} from '../../../domain/loyalty/store-credit.ts';
import type { PlanAt, Planned } from '../change/plan-group.ts';
import type { ChangePoints, PointsChange } from '../change-points.ts';

/** What is done with the store credit of a person. Amounts are minor units of the currency. */
export type CreditOrder = {
  readonly tenant: string;
  readonly profileId: string;
  readonly currency: string;
  readonly action: 'issue' | 'redeem' | 'rollback';
  /** Above zero; with `rollback` all that is left of the redemption by default. */
  readonly amount?: number | undefined;
  /** The same key does it once. */
  readonly key: string;
  /** With `issue`: epoch milliseconds; for ever by default. */
  readonly expiresAt?: number | undefined;
  readonly reason?: string | undefined;
  /** What it is about, such as `order:1001` or `return:R-7`. */
  readonly ref?: string | undefined;
  /** With `rollback`: the key of the posting that redeemed. */
  readonly redemption?: string | undefined;
};

export type ChangeCredit = (order: CreditOrder) => Promise<PointsChange>;

const planBack = async (order: CreditOrder, at: PlanAt): Promise<Planned> => {
  const { key, amount, redemption = '' } = order;
  const spent = (await at.find({ keys: [redemption] })).find(({ kind }) => kind === 'spend');
  const returned = (await at.find({ ref: redemption })).filter(({ kind }) => kind === 'return');
  const planned = planCreditBack({ spent, returned, key, amount, now: at.rules.now });
  return typeof planned === 'string'
    ? { kind: 'refused', reason: planned }
    : { kind: 'post', postings: [planned] };
};

const planOf = async (order: CreditOrder, at: PlanAt): Promise<Planned> => {
  const { key, amount = 0, action, expiresAt, reason, ref } = order;
  const { now } = at.rules;
  const known = await at.find({ keys: [key] });
  if (known.length > 0) return { kind: 'already', postings: known };
  if (action === 'rollback') return planBack(order, at);
  if (amount <= 0) return { kind: 'refused', reason: 'no-amount' };
  const about = {
    key,
    ...(ref === undefined ? {} : { ref }),
    ...(reason === undefined ? {} : { reason }),
  };
  if (action === 'issue') {
    if (expiresAt !== undefined && expiresAt <= now) return { kind: 'refused', reason: 'ends-in-the-past' };
    return { kind: 'post', postings: [planCredit({ about, amount, expiresAt, now })] };
  }
  const use = planCreditUse({ state: at.state, about, amount, now });
  return use === undefined ? { kind: 'refused', reason: 'not-enough' } : { kind: 'post', postings: [use] };
};

/**
 * Makes what issues, redeems and gives back store credit, each key once. It stands in the ledger of points, as one programme for
 * each currency. Nobody spends more than they have, however many ask at once. Throws `not-found` without such a person.
 */
export const createChangeCredit = (deps: { changePoints: ChangePoints }): ChangeCredit => {
  return async (order) => {
    const { tenant, profileId, currency } = order;
    const program = creditProgram(currency);
    return deps.changePoints({ tenant, profileId, program, plan: (at) => planOf(order, at) });
  };
};
