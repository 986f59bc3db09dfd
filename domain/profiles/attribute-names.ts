import type { Activity } from './activity.ts';
import type { Computed } from './computed.ts';
import type { Profile } from './profile.ts';
import type { Predictions } from '../value/predictions.ts';

/** Names of all fields of a type, held to it by the compiler. */
const namesOf = <T>(names: Readonly<Record<keyof T & string, true>>): readonly string[] => Object.keys(names);

/** The fields of what is worked out of a person's orders. */
export const computedNames = namesOf<Required<Computed>>({
  orders: true,
  revenue: true,
  averageOrder: true,
  refunded: true,
  money: true,
  firstOrderAt: true,
  lastOrderAt: true,
  products: true,
  purchases: true,
  daysBetweenOrders: true,
  categories: true,
  preferredCategory: true,
  value: true,
  rfm: true,
});

/** The fields of how a person reads and visits. */
export const activityNames = namesOf<Required<Activity>>({
  opens: true,
  clicks: true,
  sessions: true,
  channels: true,
  preferredChannel: true,
});

/** The fields of what is expected of a person. */
export const predictionNames = namesOf<Required<Predictions>>({
  alive: true,
  churn: true,
  churnRisk: true,
  orders90: true,
  orders365: true,
  averageOrder: true,
  value90: true,
  value365: true,
  money: true,
});

const told: readonly (keyof Profile)[] = [
  'id',
  'ids',
  'traits',
  'consents',
  'computed',
  'predictions',
  'loyalty',
  'tags',
  'stage',
  'stageAt',
  'scores',
  'points',
  'segments',
  'referredBy',
  'referredAt',
  'referralCode',
  'reads',
  'activity',
  'createdAt',
  'lastSeenAt',
  'restricted',
];

/** The fields of a profile that say something of the person. */
export const profileNames: readonly string[] = told;
