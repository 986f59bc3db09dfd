/** What an identity is worth, the surest first. */
const classes = ['user', 'customer', 'order', 'email', 'phone', 'device'] as const;
type Class = (typeof classes)[number];

/** Last words of kinds that name something a person has many of, and nobody else has. */
const orders =
  /(^|[._-])(order|invoice|payment|receipt|subscription|ticket|booking)s?([._-]?(id|no|number))?$/;

/** Last words of kinds that name a device, a browser or a visit: it has several users, and anybody makes it up. */
const devices =
  /(^|[._-])(anon|anonymous|device|browser|visitor|session|visit|cookie|ip|push|cart|checkout|client|idfa|idfv|gaid|aaid|fbp|fbc|fbclid|gclid|msclkid|cross_domain|token)s?([._-]?(id|token|key))?$/;

const classOf = (kind: string): Class => {
  const plain = kind.toLowerCase();
  if (plain === 'user' || plain === 'email' || plain === 'phone') return plain;
  if (orders.test(plain)) return 'order';
  return devices.test(plain) || plain === 'android.id' || plain === 'ios.id' ? 'device' : 'customer';
};

/** The kind of an identity `kind:value`. */
export const kindOf = (id: string): string => id.slice(0, id.indexOf(':'));

/**
 * Whether a person has at most one identity of this kind: a user id, and the customer id of any shop or system. Two
 * people who each have another one are never the same person, whatever else they share. Of addresses, numbers,
 * orders and devices a person has several, and shares some with others.
 */
export const isStrongKind = (kind: string): boolean => ['user', 'customer'].includes(classOf(kind));

/** Kinds that name an order or the like, which is of one person. */
export const isOrderKind = (kind: string): boolean => classOf(kind) === 'order';

/** How sure an identity is: the user id first, then customer ids, orders, addresses, numbers, devices. */
export const rankOf = (id: string): number => classes.indexOf(classOf(kindOf(id)));

/** Kinds that anybody makes up, in their own browser or app. */
export const isDeviceKind = (kind: string): boolean => classOf(kind) === 'device';

/** Whether a profile is of somebody who is known by more than a device. */
export const isKnown = (ids: readonly string[]): boolean => ids.some((id) => !isDeviceKind(kindOf(id)));

/** The first kind of which both have a strong identity, but none in common; undefined when the two may be one person. */
export const strongConflict = (a: readonly string[], b: readonly string[]): string | undefined =>
  a
    .map(kindOf)
    .filter(isStrongKind)
    .find((kind) => {
      const ofB = b.filter((id) => kindOf(id) === kind);
      return ofB.length > 0 && !ofB.some((id) => a.includes(id));
    });
