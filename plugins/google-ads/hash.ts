import { createHash } from 'node:crypto';
import type { HashedPerson, PersonToHash } from '../contract.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const gmail: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/** An e-mail address as Google normalises it: lower case, no blanks; of Gmail without dots and what follows a plus. */
const emailOf = (text: string): string | undefined => {
  const bare = text.replaceAll(/\s/g, '').toLowerCase();
  const at = bare.lastIndexOf('@');
  const [local, domain] = [bare.slice(0, at), bare.slice(at + 1)];
  if (at < 1 || domain === '') return undefined;
  if (!gmail.has(domain)) return bare;
  const [mailbox = ''] = local.replaceAll('.', '').split('+', 1);
  return mailbox === '' ? undefined : `${mailbox}@${domain}`;
};

/** A phone number as E.164 writes it, with its plus; undefined without a country code, since Google could not match it. */
const phoneOf = (text: string): string | undefined => {
  const bare = text.replaceAll(/[^\d+]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(bare) ? bare : undefined;
};

/** A name in lower case, without punctuation and blanks around it. */
const nameOf = (text: string): string | undefined => {
  const bare = text
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}]/gu, '')
    .trim();
  return bare === '' ? undefined : bare;
};

const hashOf = (text: string | undefined, normal: (text: string) => string | undefined) => {
  const value = text === undefined ? undefined : normal(text);
  return value === undefined ? undefined : sha256(value);
};

const present = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );

/** The address of a person: Google takes one that is whole only. Region and postal code stay plain. */
const addressOf = (person: PersonToHash): Record<string, string> => {
  const givenName = hashOf(person.firstName, nameOf);
  const familyName = hashOf(person.lastName, nameOf);
  const regionCode = person.country?.trim().toUpperCase();
  const postalCode = person.postcode?.trim();
  const isWhole = givenName !== undefined && familyName !== undefined && postalCode !== undefined;
  if (!isWhole || regionCode === undefined || !/^[A-Z]{2}$/.test(regionCode) || postalCode === '') return {};
  return { givenName, familyName, regionCode, postalCode };
};

/** What Google matches a person by, as developers.google.com/data-manager/api/devguides/concepts/formatting asks for. */
export const hashPerson = (person: PersonToHash): HashedPerson => ({
  identifiers: present({
    email: hashOf(person.email, emailOf),
    phone: hashOf(person.phone, phoneOf),
  }),
  details: addressOf(person),
});
