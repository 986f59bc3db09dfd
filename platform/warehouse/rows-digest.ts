import { createHash } from 'node:crypto';

import type { Cell } from '../../domain/warehouse/shape.ts';

const modulus = 1n << 256n;

/** Makes a digest of rows that does not depend on their order: the sum of their digests, with what the table is. */
export const createDigest = (table: string) => {
  let sum = 0n;
  let count = 0;
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  return {
    add: (row: readonly Cell[]): void => {
      sum = (sum + BigInt(`0x${hashOf(JSON.stringify(row))}`)) % modulus;
      count += 1;
    },
    hex: (): string => hashOf(`${table} ${count} ${sum.toString(16)}`),
  };
};
