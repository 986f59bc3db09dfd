import { createHash } from 'node:crypto';
import type { HashedPerson, PersonToHash } from '../contract.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const bare = (text: string): string => text.trim().toLowerCase();

/** Digits with the country code and without a plus; undefined where nobody knows the country. */
const phoneOf = (text: string): string | undefined => {
  const digits = text.replaceAll(/[^\d+]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits.slice(1) : undefined;
};

const emailOf = (text: string): string | undefined => {
  const email = bare(text);
  return /^[^\s@]+@[^\s@]+$/.test(email) ? email : undefined;
};

/** Letters and blanks of a name, without punctuation. */
const nameOf = (text: string): string =>
  bare(text)
    .replaceAll(/[\p{P}\p{S}]/gu, '')
    .trim();

/** Letters of a place alone. */
const placeOf = (text: string): string => bare(text).replaceAll(/[\d\s\p{P}\p{S}]/gu, '');

/** Without blanks, and of US codes the first part. */
const postcodeOf = (text: string): string | undefined => {
  const [first = ''] = bare(text).replaceAll(/\s/g, '').split('-', 1);
  return first.length < 2 ? undefined : first;
};

const countryOf = (text: string): string | undefined => {
  const country = bare(text);
  return /^[a-z]{2}$/.test(country) ? country : undefined;
};

/** The columns of Meta's schema, and how each value is normalised before it is hashed. */
const identifying = { EMAIL: ['email', emailOf], PHONE: ['phone', phoneOf] } as const;
const helping = {
  FN: ['firstName', nameOf],
  LN: ['lastName', nameOf],
  CT: ['city', placeOf],
  ST: ['region', placeOf],
  ZIP: ['postcode', postcodeOf],
  COUNTRY: ['country', countryOf],
} as const;

/** The columns in which people are sent. */
export const columns: readonly string[] = [...Object.keys(identifying), ...Object.keys(helping)];

type Rule = readonly [keyof PersonToHash, (text: string) => string | undefined];

const hashed = (person: PersonToHash, rules: Readonly<Record<string, Rule>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(rules).flatMap(([column, [field, normal]]) => {
      const value = person[field];
      const normalised = value === undefined ? undefined : normal(value);
      return normalised === undefined || normalised === '' ? [] : [[column, sha256(normalised)] as const];
    }),
  );

/** What Meta matches a person by, as its guide "Customer File Custom Audiences" asks for. */
export const hashPerson = (person: PersonToHash): HashedPerson => ({
  identifiers: hashed(person, identifying),
  details: hashed(person, helping),
});
