import { countryOf } from '../gate/country-hours.ts';
import { addressOf } from '../gate/reach.ts';
import { isObject, own } from '../json.ts';
import type { Profile } from '../profiles/profile.ts';

/** A person as an advertising service may know them, in plain; only what is known. */
export type AdPerson = {
  readonly email?: string;
  /** As E.164 writes it: `+34600000001`. */
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postcode?: string;
  /** ISO 3166-1, two letters. */
  readonly country?: string;
};

const textMax = 200;

/** The first of some traits that is a text, of the person or of their `address`. */
const textAt = (profile: Profile, names: readonly string[]): string | undefined => {
  const address = own(profile.traits, 'address');
  const values = names.flatMap((name) => [
    own(profile.traits, name),
    isObject(address) ? own(address, name) : undefined,
  ]);
  const texts = values.flatMap((value) =>
    typeof value === 'number' ? [String(value)] : typeof value === 'string' ? [value.trim()] : [],
  );
  return texts.find((text) => text !== '' && text.length <= textMax);
};

/** Reads what of a profile an advertising service can match a person by: their addresses as messages use them, name and place. */
export const adPersonOf = (profile: Profile): AdPerson => {
  const known = {
    email: addressOf({ profile, channel: 'email' }),
    phone: addressOf({ profile, channel: 'sms' }),
    firstName: textAt(profile, ['firstName']),
    lastName: textAt(profile, ['lastName']),
    city: textAt(profile, ['city']),
    region: textAt(profile, ['state', 'region']),
    postcode: textAt(profile, ['postalCode', 'postcode', 'zip']),
    country: countryOf(profile),
  };
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
};
