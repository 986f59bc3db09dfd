import { z } from 'zod';

import { isObject } from '../../json.ts';
import { countryCode, neededIn } from './countries.ts';

const lineMax = 200;

/** One line of an address: no line break, no control character. */
const line = z.string().trim().min(1).max(lineMax);

/** Where a letter goes. Its fields stand in one order, so that one address is one text. */
export const postalAddressSchema = z.strictObject({
  name: line,
  line1: line,
  line2: line.optional(),
  city: line.optional(),
  region: line.optional(),
  postalCode: line.optional(),
  /** ISO 3166-1, two capitals. */
  country: z.string().regex(/^[A-Z]{2}$/),
});

export type PostalAddress = z.infer<typeof postalAddressSchema>;

/** A postal address that was read, or the parts it lacks. */
type PostalReading =
  | { readonly ok: true; readonly address: PostalAddress }
  | { readonly ok: false; readonly missing: readonly string[] };

type Bag = Readonly<Record<string, unknown>>;

const textAt = (bag: Bag, names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = Object.hasOwn(bag, name) ? bag[name] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = String(value)
      .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
      .replaceAll(/ {2,}/g, ' ')
      .trim();
    if (text !== '') return text.slice(0, lineMax);
  }
  return undefined;
};

const joined = (parts: readonly (string | undefined)[]): string | undefined => {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(' ').slice(0, lineMax);
};

/**
 * Reads an address as shops and Segment write it: `street`, `city`, `postalCode`, `state`, `country`, and the other names in
 * use. `person` has the name where the address has none.
 */
export const readPostalAddress = (place: Bag, person: Bag = {}): PostalReading => {
  const country = countryCode(
    textAt(place, ['country', 'countryCode', 'country_code']) ?? textAt(person, ['country']) ?? '',
  );
  const known = {
    name:
      textAt(place, ['name']) ??
      textAt(person, ['name']) ??
      joined([textAt(person, ['firstName']), textAt(person, ['lastName'])]),
    line1: textAt(place, ['street', 'line1', 'address1']),
    line2: textAt(place, ['line2', 'street2', 'address2']),
    city: textAt(place, ['city']),
    region: textAt(place, ['state', 'region', 'province']),
    postalCode: textAt(place, ['postalCode', 'postal_code', 'postcode', 'zip']),
  };
  const needed = ['name', 'line1', ...(country === undefined ? [] : neededIn(country))] as const;
  const missing = [
    ...needed.filter((part) => known[part] === undefined),
    ...(country === undefined ? ['country'] : []),
  ];
  const read = postalAddressSchema.safeParse({ ...known, country }).data;
  return missing.length > 0 || read === undefined ? { ok: false, missing } : { ok: true, address: read };
};

/** The address among the traits of a person, `address`; undefined where there is none. */
export const postalAddressOf = (traits: Bag): PostalReading | undefined => {
  const place = Object.hasOwn(traits, 'address') ? traits['address'] : undefined;
  if (!isObject(place) || Object.keys(place).length === 0) return undefined;
  return readPostalAddress(place, traits);
};

/** A postal address as one text, which `parsePostalText` reads again. */
export const postalText = (address: PostalAddress): string => JSON.stringify(address);

/** The address that a text holds, as JSON with the names that `readPostalAddress` knows; undefined for what is none. */
export const parsePostalText = (text: string): PostalAddress | undefined => {
  let place: unknown;
  try {
    place = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(place)) return undefined;
  const read = readPostalAddress(place);
  return read.ok ? read.address : undefined;
};

/** A postal address as people read it, in one line. */
export const postalLine = (address: PostalAddress): string => {
  const { name, line1, line2, postalCode, city, region, country } = address;
  const place = [postalCode, city, region].filter((part) => part !== undefined).join(' ');
  return [name, line1, line2, place, country].filter((part) => part !== undefined && part !== '').join(', ');
};

const fold = (text = ''): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What two spellings of one recipient at one address have in common: without case, accents and punctuation. */
export const postalKey = (text: string): string | undefined => {
  const address = parsePostalText(text);
  if (address === undefined) return undefined;
  const { name, line1, line2, city, postalCode, country } = address;
  return [name, line1, line2, postalCode ?? city, country].map(fold).join('|');
};
