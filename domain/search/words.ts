import { normaliseEmail } from '../messages/mail-address.ts';
import { normalisePhone } from '../messages/phone.ts';

const wordMax = 40;
const marks = /\p{M}+/gu;
const word = /[\p{L}\p{N}]+/gu;

/**
 * The words of a text as the search compares them: lower case, without accents, at most 40 characters each, every word once and
 * at most `max` of them.
 *
 * @example wordsOf('Ana María, ana@shop.test') // ['ana', 'maria', 'shop', 'test']
 */
export const wordsOf = (text: string, max = 200): readonly string[] => {
  const plain = text.normalize('NFKD').replaceAll(marks, '').toLowerCase();
  const found = new Set<string>();
  for (const [one] of plain.matchAll(word)) {
    if (found.size === max) break;
    found.add(Array.from(one).slice(0, wordMax).join(''));
  }
  return [...found];
};

/** The address that a whole text is, as an identity (`email:...`, `phone:...`); undefined when it is none. */
export const addressIn = (text: string): string | undefined => {
  if (text.includes('@')) {
    const email = normaliseEmail(text);
    return email === undefined ? undefined : `email:${email}`;
  }
  const phone = /^(?:\+|00)[\d\s().\-/]{6,}$/.test(text.trim()) ? normalisePhone(text) : undefined;
  return phone === undefined ? undefined : `phone:${phone}`;
};
