import { z } from 'zod';

const SCALE = 6;

/** Money as the exact decimal it was written as: an integer of millionths. */
export type Money = bigint;

/**
 * Reads a decimal such as `"10.00"`. Some amounts come as numbers, with the noise of floats: what is beyond the
 * sixth place is rounded away.
 */
export const money = z
  .union([z.string().trim(), z.number().transform((amount) => amount.toFixed(SCALE))])
  .pipe(z.string().regex(/^-?\d{1,18}(?:\.\d+)?$/, 'a decimal amount'))
  .transform((decimal): Money => {
    const [whole = '0', fraction = ''] = decimal.split('.');
    const kept = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, '0'));
    const isUp = Number(fraction[SCALE] ?? 0) >= 5;
    return isUp ? kept + (decimal.startsWith('-') ? -1n : 1n) : kept;
  });

/** The nearest number, as Segment has amounts. The division of two exact integers rounds once. */
export const toNumber = (amount: Money): number => Number(amount) / 10 ** SCALE;

export const sum = (amounts: readonly Money[]): Money => amounts.reduce((total, one) => total + one, 0n);

/** Money from integer minor units with so many digits behind the point: 1999 with two is 19.99. */
export const ofMinor = (input: { minor: number; digits: number }): Money =>
  BigInt(Math.round(input.minor)) * 10n ** BigInt(SCALE - input.digits);
