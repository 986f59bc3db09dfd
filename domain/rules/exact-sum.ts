/** The sixth decimal: to it numbers count in sums. */
export const sumScale = 1_000_000;

/** A number in millionths, rounded half up. */
const millionths = (amount: number): number => Math.floor(amount * sumScale + 0.5);

/** A number to the sixth decimal, so that a product such as 1.1 x 3 has no noise behind it. */
export const toSixDecimals = (amount: number): number => millionths(amount) / sumScale;

/**
 * The sum of numbers, each to the sixth decimal. Amounts are added as whole millionths, so that 0.1 and 0.2 are 0.3, and a database that adds in
 * another order comes to the same: exactly, for sums up to nine billion.
 */
export const exactSum = (amounts: readonly number[]): number =>
  amounts.reduce((sum, amount) => sum + millionths(amount), 0) / sumScale;
