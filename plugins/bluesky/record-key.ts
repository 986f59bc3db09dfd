import { createHash } from 'node:crypto';

const letters = '234567abcdefghijklmnopqrstuvwxyz';

/**
 * The key of a record as AT Protocol wants it (TID: microseconds and ten bits, base32): made of the instant (epoch milliseconds) and
 * the key of the call, so that it is the same for every attempt.
 */
export const recordKey = (input: { since: number; key: string }): string => {
  const bits = createHash('sha256').update(input.key).digest();
  const micros = BigInt(input.since) * 1_000n + BigInt(bits.readUInt16BE(0) % 1_000);
  let left = (micros << 10n) | BigInt(bits.readUInt16BE(2) % 1_024);
  let key = '';
  for (let place = 0; place < 13; place += 1) {
    key = `${letters[Number(left & 31n)] ?? ''}${key}`;
    left >>= 5n;
  }
  return key;
};
