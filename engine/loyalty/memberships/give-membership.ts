import { grantsOf, planGrant, planGrantEnd } from '../../../domain/loyalty/memberships/memberships.ts';
import type { PlanAt, Planned } from '../change/plan-group.ts';
import type { ChangePoints, PointsChange } from '../change-points.ts';

/** What somebody of the team or a journey does with a membership. */
export type MembershipOrder = {
  readonly tenant: string;
  readonly profileId: string;
  readonly program: string;
  readonly membership: string;
  readonly action: 'give' | 'end';
  /** The same key does it once. */
  readonly key: string;
  /** Until when it is given (epoch milliseconds); by its period by default. */
  readonly until?: number | undefined;
  readonly reason?: string | undefined;
};

export type GiveMembership = (order: MembershipOrder) => Promise<PointsChange>;

const planOf = async (order: MembershipOrder, at: PlanAt): Promise<Planned> => {
  const { key, reason, until, action } = order;
  const { state, rules, definition } = at;
  const known = await at.find({ keys: [key] });
  if (known.length > 0) return { kind: 'already', postings: known };
  const grants = grantsOf(state, order.membership);
  if (action === 'end') {
    if (grants.length === 0) return { kind: 'refused', reason: 'no-membership' };
    const end = { key, ref: undefined, now: rules.now, reason };
    return { kind: 'post', postings: [planGrantEnd({ grants, membership: order.membership, ...end })] };
  }
  const membership = definition.memberships?.find((one) => one.key === order.membership);
  if (membership === undefined) return { kind: 'refused', reason: 'no-such-membership' };
  if (until !== undefined && until <= rules.now) return { kind: 'refused', reason: 'ends-in-the-past' };
  return {
    kind: 'post',
    postings: [planGrant({ state, membership, key, ref: `given:${key}`, rules, until, reason })],
  };
};

/**
 * Makes what gives and ends memberships by hand or by a step, each key once. Giving one that is held renews it. Throws `not-found`
 * without such a person or programme.
 */
export const createGiveMembership = (deps: { changePoints: ChangePoints }): GiveMembership => {
  return async (order) => {
    const { tenant, profileId, program } = order;
    return deps.changePoints({ tenant, profileId, program, plan: (at) => planOf(order, at) });
  };
};
