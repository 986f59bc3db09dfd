import type { Computed } from './computed.ts';
import type { Profile } from './profile.ts';

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
});

const told: readonly (keyof Profile)[] = [
  'id',
  'ids',
  'traits',
  'consents',
  'computed',
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
  'createdAt',
  'lastSeenAt',
  'restricted',
];

/** The fields of a profile that say something of the person. */
export const profileNames: readonly string[] = told;
