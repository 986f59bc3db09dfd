import { isJsonObject, type Json, own } from '../json.ts';
import { normaliseEmail } from '../messages/mail-address.ts';
import { normalisePhone } from '../messages/phone.ts';
import type { Profile } from '../profiles/profile.ts';
import { wordsOf } from './words.ts';

/** The traits by whose words a person is found. */
const named = ['firstName', 'lastName', 'name', 'username', 'company', 'title'] as const;

const wordsMax = 60;
/** The digits of a number that people type without the prefix of its country. */
const nationalDigits = 9;

const textIn = (value: Json | undefined): readonly string[] => {
  if (typeof value === 'string') return [value];
  const name = isJsonObject(value) ? own(value, 'name') : undefined;
  return typeof name === 'string' ? [name] : [];
};

const ofEmail = (text: string): readonly string[] => {
  const email = normaliseEmail(text);
  if (email === undefined) return [];
  const at = email.lastIndexOf('@');
  return [email, email.slice(at), ...wordsOf(email.slice(0, at))];
};

const ofPhone = (text: string): readonly string[] => {
  const digits = normalisePhone(text)?.replace('+', '');
  return digits === undefined ? [] : [digits, digits.slice(-nationalDigits)];
};

/** Identities that say nothing to anyone who searches: devices and the like are no names of a person. */
const ofIdentity = (identity: string): readonly string[] => {
  const at = identity.indexOf(':');
  const [kind, value] = [identity.slice(0, at), identity.slice(at + 1)];
  if (kind === 'email') return ofEmail(value);
  if (kind === 'phone') return ofPhone(value);
  return kind === 'user' ? wordsOf(value, 10) : [];
};

/**
 * What a person is found by: words of their names and company, whole addresses (`ana@shop.test`) with the words before the `@` and the
 * domain (`@shop.test`), numbers with and without the prefix of the country, and the user id. At most 60, each once.
 */
export const personWords = ({ traits, ids }: Pick<Profile, 'traits' | 'ids'>): readonly string[] => {
  const words = [
    ...named.flatMap((name) => textIn(own(traits, name)).flatMap((text) => wordsOf(text, 20))),
    ...ids.flatMap(ofIdentity),
    ...textIn(own(traits, 'email')).flatMap(ofEmail),
    ...textIn(own(traits, 'phone')).flatMap(ofPhone),
  ];
  return [...new Set(words)].slice(0, wordsMax);
};

/** The traits that a name is made of. */
export const nameTraits = ['firstName', 'lastName', 'name', 'email'] as const;

/** What somebody is called: their name, else an address, else a user id; undefined for a visitor who left none. */
export const personName = ({ traits, ids }: Pick<Profile, 'traits' | 'ids'>): string | undefined => {
  const text = (name: (typeof nameTraits)[number]): string => textIn(own(traits, name)).join('').trim();
  const full = `${text('firstName')} ${text('lastName')}`.trim();
  const id = (kind: string): string | undefined =>
    ids.find((one) => one.startsWith(`${kind}:`))?.slice(kind.length + 1);
  return [full, text('name'), text('email'), id('email'), id('phone'), id('user')].find(
    (one) => one !== undefined && one !== '',
  );
};
