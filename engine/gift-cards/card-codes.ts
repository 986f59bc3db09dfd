import { codeFor, normaliseCode } from '../../domain/offers/code.ts';
import type { Keyring } from '../access/keyring-port.ts';

/** Twelve random characters of 22: 53 bits, and none that is taken for another. */
const pattern = 'GIFT-####-####-####';

const length = pattern.replaceAll('-', '').length;

/** A code as it is compared: dashes that were left out, or typed as spaces, stand where they belong. */
const cardCode = (text: string): string => {
  const code = normaliseCode(text);
  const characters = code.replaceAll('-', '');
  return characters.length === length ? (characters.match(/.{4}/gsu) ?? []).join('-') : code;
};

/**
 * The code of a card that is issued under a key, the same each time: under the current secret first, then under those before.
 * Only its keyed hash is stored.
 */
export const codesFor = (input: {
  keyring: Pick<Keyring, 'macs'>;
  tenant: string;
  key: string;
}): readonly string[] => {
  const { keyring, tenant, key } = input;
  const data = JSON.stringify([tenant, key]);
  return keyring.macs({ purpose: 'gift-card-code', data }).map((seed) => codeFor({ pattern, seed }));
};

/** The ids under which the card of a code may be stored, that under the current secret first. */
export const cardIds = (input: {
  keyring: Pick<Keyring, 'macs'>;
  tenant: string;
  code: string;
}): readonly [string, ...string[]] => {
  const { keyring, tenant, code } = input;
  return keyring.macs({ purpose: 'gift-card', data: JSON.stringify([tenant, cardCode(code)]) });
};
