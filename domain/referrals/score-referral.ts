import { own } from '../json.ts';
import type { FraudSettings } from '../workspace/referral-settings.ts';
import { type FraudReason, fraudReasonNames, fraudReasons } from './fraud-reasons.ts';
import type { MarkKind } from './marks.ts';

/** What is known of a referral when it is judged. */
export type ReferralFacts = {
  /** The friend is the advocate. */
  readonly isSelf: boolean;
  /** The advocate is suspended. */
  readonly isSuspended: boolean;
  /** What the friend and the advocate have in common. */
  readonly shared: readonly MarkKind[];
  /** What the friend has in common with some other account that ordered before. */
  readonly known: readonly MarkKind[];
  /** Orders of the friend before this one. */
  readonly earlierOrders: number;
  /** The friend counted for somebody before. */
  readonly countedBefore: boolean;
  /** How many people recommended each other in a circle that this referral closes: 2 and more; 0 for none. */
  readonly loop: number;
  /** The friend has an address of a domain whose mailboxes are thrown away. */
  readonly isDisposable: boolean;
  /** Referrals of the advocate in the last hour and the last day, denied ones left out. */
  readonly lastHour: number;
  readonly lastDay: number;
  /** Other friends on the device of this one in the last day, no matter who recommended them. */
  readonly onDevice: number;
  /** Absent where another event than an order qualifies. Minor units of the tenant's currency. */
  readonly order?: { readonly revenueMinor: number; readonly test: boolean };
  readonly minOrderMinor: number;
  readonly nearZeroMinor: number;
};

export type Weighed = { readonly reason: FraudReason; readonly weight: number };

/** `hold`: a person of the team decides. */
export type FraudDecision = 'allow' | 'hold' | 'deny';

export type ReferralScore = {
  readonly decision: FraudDecision;
  /** 0 to 100. */
  readonly score: number;
  readonly reasons: readonly Weighed[];
};

/** Whether each reason holds. */
const holding = (facts: ReferralFacts, settings: FraudSettings): Record<FraudReason, boolean> => {
  const { order, isSelf, loop } = facts;
  const shares = (kind: MarkKind): boolean => !isSelf && facts.shared.includes(kind);
  const isSmall = order !== undefined && order.revenueMinor < facts.minOrderMinor;
  return {
    'own-code': isSelf,
    'test-order': order?.test === true,
    'already-referred': facts.countedBefore,
    'advocate-suspended': facts.isSuspended,
    'existing-customer': facts.earlierOrders > 0,
    'order-too-small': isSmall,
    'same-mailbox': shares('mailbox'),
    'same-phone': shares('phone'),
    'same-payment': shares('payment'),
    'recommended-each-other': loop === 2,
    'closed-loop': loop > 2,
    'same-device': shares('device'),
    'known-customer': facts.known.some((kind) => !shares(kind)),
    'disposable-address': facts.isDisposable,
    'too-many-in-an-hour': facts.lastHour >= settings.perHour,
    'too-many-in-a-day': facts.lastDay >= settings.perDay,
    'crowded-device': facts.onDevice >= settings.perDevice,
    'near-zero-order': !isSmall && order !== undefined && order.revenueMinor <= facts.nearZeroMinor,
    'same-address': shares('address'),
  };
};

const weightOf = (reason: FraudReason, settings: FraudSettings): number => {
  const { weight, ...kind } = fraudReasons[reason];
  return 'fixed' in kind ? weight : (own(settings.weights, reason) ?? weight);
};

/**
 * Judges a referral: the weights of all reasons that hold are added, up to 100, and the thresholds of the settings decide. Reasons
 * of weight 0 are left out. What only flags, such as a shared address, is held at most.
 *
 * @example scoreReferral({ facts, settings }) // { decision: 'hold', score: 50, reasons: [{ reason: 'same-device', weight: 50 }] }
 */
export const scoreReferral = (input: { facts: ReferralFacts; settings: FraudSettings }): ReferralScore => {
  const { facts, settings } = input;
  const holds = holding(facts, settings);
  const reasons = fraudReasonNames.flatMap((reason): Weighed[] => {
    const weight = holds[reason] ? weightOf(reason, settings) : 0;
    return weight > 0 ? [{ reason, weight }] : [];
  });
  const sum = reasons.reduce((total, { weight }) => total + weight, 0);
  const score = Math.min(100, sum);
  const isFixed = reasons.some(({ reason }) => 'fixed' in fraudReasons[reason]);
  const onlyFlags = reasons.every(({ reason }) => 'flag' in fraudReasons[reason]);
  if (isFixed || (score >= settings.denyAt && !onlyFlags)) return { decision: 'deny', score, reasons };
  return { decision: score >= settings.holdAt ? 'hold' : 'allow', score, reasons };
};

/** Whether a denial for these reasons speaks of an attempt, and not of a friend who was a customer already. */
export const isSuspicious = (reasons: readonly Weighed[]): boolean =>
  reasons.some(({ reason }) => fraudReasons[reason].fraud);
