import { createHash, timingSafeEqual } from 'node:crypto';
import type { FindKey, Key } from '../ports/keys.ts';

const longest = 500;

/** SHA-256 of the text of a key, in hex: the form in which keys are kept and compared. */
export const hashKey = (text: string): string => createHash('sha256').update(text).digest('hex');

const sameHash = (one: string, other: string): boolean => {
  const left = Buffer.from(one, 'hex');
  const right = Buffer.from(other, 'hex');
  return left.length === 32 && right.length === 32 && timingSafeEqual(left, right);
};

/** The key with this text, compared in constant time; undefined when there is none. */
export const lookUpKey = async (input: { text: string; findKey: FindKey }): Promise<Key | undefined> => {
  if (input.text === '' || input.text.length > longest) return undefined;
  const sha256 = hashKey(input.text);
  const key = await input.findKey(sha256);
  return key !== undefined && sameHash(key.sha256, sha256) ? key : undefined;
};

/** Finds keys among a few that are known at start, comparing with every one of them. */
export const createKeyring = (keys: readonly Key[]): FindKey => {
  const find = (sha256: string): Key | undefined => {
    let found: Key | undefined;
    for (const key of keys) {
      if (sameHash(key.sha256, sha256)) found = key;
    }
    return found;
  };
  return (sha256) => Promise.resolve(find(sha256));
};
