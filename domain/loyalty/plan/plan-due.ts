import { type AccountState, applyPosting } from '../account.ts';
import { expiriesOf, lotFor } from '../expiry.ts';
import { membershipWarnings, nextMembershipEnd, planMembershipEnds } from '../memberships/memberships.ts';
import { tierDue } from './plan-tier.ts';
import type { Tiers } from '../tier-schema.ts';
import { type NewPosting, type PlanRules, settled } from './plan.ts';

/** Pending points whose time has come. */
const activations = (input: { state: AccountState; rules: PlanRules }): readonly NewPosting[] => {
  const { state, rules } = input;
  return state.pendings
    .filter(({ availableAt }) => availableAt <= rules.now)
    .map(({ key, points, ref, rule, availableAt }) => ({
      key: `activate:${key}`,
      kind: 'activate',
      at: rules.now,
      active: points,
      pending: -points,
      pends: [{ key, points }],
      into: { ...lotFor({ ...rules, at: availableAt }), points },
      ...(ref === undefined ? {} : { ref }),
      ...(rule === undefined ? {} : { rule }),
    }));
};

const expirations = (input: {
  state: AccountState;
  rules: PlanRules;
  seq: number;
}): readonly NewPosting[] => {
  const { state, rules, seq } = input;
  return expiriesOf({ state, ...rules })
    .filter(({ at }) => at <= rules.now)
    .map(({ lot, points }) => ({
      key: `expire:${lot}:${seq}`,
      kind: 'expire',
      at: rules.now,
      active: -points,
      pending: 0,
      takes: [{ lot, points }],
    }));
};

/**
 * What time alone has brought, in this order: pending points become active, those whose time is over expire, and memberships end.
 * `seq`, the place of the next posting, makes the keys of expiries unique.
 */
export const planDue = (input: {
  state: AccountState;
  rules: PlanRules;
  seq: number;
}): readonly NewPosting[] => {
  const activated = settled({ state: input.state, postings: activations(input) });
  const state = activated.reduce((so, one) => applyPosting(so, { ...one, seq: 0 }), input.state);
  const { rules } = input;
  const ended = planMembershipEnds({ state, memberships: rules.memberships ?? [], rules });
  return [...activated, ...expirations({ ...input, state }), ...ended];
};

/** When time alone brings something next: an activation, an expiry, or a warning of one; undefined when nothing is to come. */
export const nextDue = (input: {
  state: AccountState;
  rules: PlanRules;
  /** Instants at which expiries are warned of. */
  warnings: readonly number[];
  tiers: Tiers | undefined;
}): number | undefined => {
  const { state, rules, warnings, tiers } = input;
  const timed = { state, rules, memberships: rules.memberships ?? [] };
  const end = nextMembershipEnd(timed);
  const ending = membershipWarnings(timed).map(({ at }) => at);
  const tier = tiers === undefined ? undefined : tierDue({ state, rules, tiers });
  const all = [
    ...state.pendings.map(({ availableAt }) => availableAt),
    ...expiriesOf({ state, ...rules }).map(({ at }) => at),
    ...[...warnings, ...ending].filter((at) => at > rules.now),
    ...(end === undefined ? [] : [end]),
    ...(tier === undefined ? [] : [tier]),
  ];
  return all.length === 0 ? undefined : Math.min(...all);
};
