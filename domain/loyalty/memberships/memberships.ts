import { toDuration } from '../../time/duration.ts';
import { addDuration, subtractDuration } from '../../time/shift.ts';
import type { AccountState } from '../account.ts';
import type { Membership } from './membership-schema.ts';
import type { NewPosting, PlanRules } from '../plan/plan.ts';
import type { Grant } from '../posting.ts';

type Zoned = Pick<PlanRules, 'zone' | 'now'>;

/** What somebody has of one membership, and until when (epoch milliseconds); for ever without `until`. */
export type Held = { readonly membership: Membership; readonly until?: number };

/** The grants of one membership. */
export const grantsOf = (state: AccountState, key: string): readonly Grant[] =>
  (state.grants ?? []).filter(({ membership }) => membership === key);

/** The end of the last of these; undefined for ever, and -Infinity for none. */
const endOf = (grants: readonly Grant[]): number | undefined => {
  if (grants.some(({ until }) => until === undefined)) return undefined;
  return Math.max(-Infinity, ...grants.map(({ until }) => until ?? Infinity));
};

const graceEnd = (input: { membership: Membership; until: number; zone: string }): number => {
  const { membership, until, zone } = input;
  if (membership.grace === undefined) return until;
  return addDuration({ from: until, duration: toDuration(membership.grace), zone });
};

/** The memberships somebody has now, with the grace after their end, in the order of the programme. */
export const heldMemberships = (input: {
  state: AccountState;
  memberships: readonly Membership[];
  rules: Zoned;
}): readonly Held[] => {
  const { state, memberships, rules } = input;
  return memberships.flatMap((membership): Held[] => {
    const grants = grantsOf(state, membership.key);
    if (grants.length === 0) return [];
    const until = endOf(grants);
    if (until === undefined) return [{ membership }];
    const isOver = graceEnd({ membership, until, zone: rules.zone }) <= rules.now;
    return isOver ? [] : [{ membership, until }];
  });
};

/** A membership given or bought: it begins now, or at the end of what is held already. */
export const planGrant = (input: {
  state: AccountState;
  membership: Membership;
  key: string;
  ref: string;
  rules: Zoned;
  /** Its end, where somebody says it; by its period otherwise. */
  until?: number | undefined;
  reason?: string | undefined;
}): NewPosting => {
  const { state, membership, key, ref, rules, reason } = input;
  const { now, zone } = rules;
  const held = endOf(grantsOf(state, membership.key));
  const from = Math.max(now, held ?? now);
  const until =
    input.until ??
    (membership.period === undefined
      ? undefined
      : addDuration({ from, duration: toDuration(membership.period), zone }));
  return {
    key,
    kind: 'membership',
    at: now,
    active: 0,
    pending: 0,
    ref,
    ...(reason === undefined ? {} : { reason }),
    grant: { membership: membership.key, key, from, ...(until === undefined ? {} : { until }) },
  };
};

/** Takes grants of a membership back, such as that of an order that was refunded. */
export const planGrantEnd = (input: {
  grants: readonly Grant[];
  membership: string;
  key: string;
  ref: string | undefined;
  now: number;
  reason?: string | undefined;
}): NewPosting => {
  const { grants, membership, key, ref, now, reason } = input;
  return {
    key,
    kind: 'membership',
    at: now,
    active: 0,
    pending: 0,
    ...(ref === undefined ? {} : { ref }),
    ...(reason === undefined ? {} : { reason }),
    ends: { membership, keys: grants.map((one) => one.key) },
  };
};

/** Memberships whose time and grace are over. One that the programme no longer has ends at its end. */
const endsOf = (input: {
  state: AccountState;
  memberships: readonly Membership[];
  zone: string;
}): readonly { readonly key: string; readonly at: number; readonly grants: readonly Grant[] }[] => {
  const { state, memberships, zone } = input;
  const keys = new Set((state.grants ?? []).map(({ membership }) => membership));
  return [...keys].flatMap((key) => {
    const grants = grantsOf(state, key);
    const until = endOf(grants);
    if (until === undefined) return [];
    const membership = memberships.find((one) => one.key === key);
    const at = membership === undefined ? until : graceEnd({ membership, until, zone });
    return [{ key, at, grants }];
  });
};

type Timed = {
  readonly state: AccountState;
  readonly memberships: readonly Membership[];
  readonly rules: Zoned;
};

/** The ends that time has brought. */
export const planMembershipEnds = (input: Timed): readonly NewPosting[] => {
  const { now, zone } = input.rules;
  return endsOf({ ...input, zone })
    .filter(({ at }) => at <= now)
    .map(({ key, at, grants }) =>
      planGrantEnd({
        grants,
        membership: key,
        key: `membership-end:${key}:${at}`,
        ref: undefined,
        now,
        reason: 'ended',
      }),
    );
};

/** A warning that a membership ends. */
export type MembershipWarning = {
  readonly at: number;
  readonly membership: Membership;
  readonly until: number;
  readonly before: string;
};

/** All warnings of the ends of memberships, with the instants at which they are due. */
export const membershipWarnings = (input: Timed): readonly MembershipWarning[] => {
  const { state, memberships, rules } = input;
  return heldMemberships({ state, memberships, rules }).flatMap(({ membership, until }) =>
    until === undefined
      ? []
      : membership.warn.map((before) => {
          const duration = toDuration(before);
          return {
            at: subtractDuration({ from: until, duration, zone: rules.zone }),
            membership,
            until,
            before,
          };
        }),
  );
};

/** When time alone ends a membership next; undefined when it ends none. */
export const nextMembershipEnd = (input: Timed): number | undefined => {
  const ends = endsOf({ ...input, zone: input.rules.zone }).map(({ at }) => at);
  return ends.length === 0 ? undefined : Math.min(...ends);
};
