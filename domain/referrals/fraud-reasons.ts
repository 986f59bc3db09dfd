/**
 * What can speak against a referral. `weight`: what it adds to the score by default, of 100. `fixed` ones always deny,
 * whatever the settings say. `flag`: it is noted and adds to the score, and never denies alone: honest people share homes.
 * `fraud`: a denial by it counts towards the suspension of the advocate.
 */
export const fraudReasons = {
  'own-code': { weight: 100, fixed: true, fraud: true },
  'test-order': { weight: 100, fixed: true, fraud: false },
  'already-referred': { weight: 100, fixed: true, fraud: false },
  'advocate-suspended': { weight: 100, fixed: true, fraud: false },
  'existing-customer': { weight: 100, fraud: false },
  'order-too-small': { weight: 100, fraud: false },
  'same-mailbox': { weight: 100, fraud: true },
  'same-phone': { weight: 100, fraud: true },
  'same-payment': { weight: 90, fraud: true },
  'recommended-each-other': { weight: 100, fraud: true },
  'closed-loop': { weight: 60, fraud: true },
  'same-device': { weight: 50, fraud: true },
  'known-customer': { weight: 60, fraud: true },
  'disposable-address': { weight: 40, fraud: true },
  'too-many-in-an-hour': { weight: 50, fraud: true },
  'too-many-in-a-day': { weight: 50, fraud: true },
  'crowded-device': { weight: 60, fraud: true },
  'near-zero-order': { weight: 40, fraud: true },
  'same-address': { weight: 20, fraud: false, flag: true },
} as const satisfies Record<string, { weight: number; fraud: boolean; fixed?: true; flag?: true }>;

export type FraudReason = keyof typeof fraudReasons;

const isReason = (name: string): name is FraudReason => Object.hasOwn(fraudReasons, name);

/** All reasons, in the order in which they are told. */
export const fraudReasonNames: readonly FraudReason[] = Object.keys(fraudReasons).filter(isReason);

/** Those whose weight a shop may set. */
export const weighedReasons: readonly FraudReason[] = fraudReasonNames.filter(
  (name) => !('fixed' in fraudReasons[name]),
);
