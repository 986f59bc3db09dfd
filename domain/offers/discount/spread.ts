/**
 * Spreads an integer amount over parts in proportion to their weights, exactly: each part gets its share rounded down, and what is
 * left goes unit by unit to the largest remainders, of equal ones to the first. The parts add up to the amount.
 * Weights are integers of 0 or more; when all are 0 everybody gets 0.
 */
export const spread = (input: { amount: number; weights: readonly number[] }): readonly number[] => {
  const weights = input.weights.map((weight) => BigInt(weight));
  const amount = BigInt(input.amount);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0);
  const shares = weights.map((weight, index) => ({
    index,
    share: (amount * weight) / total,
    rest: (amount * weight) % total,
  }));
  const left = Number(amount - shares.reduce((sum, { share }) => sum + share, 0n));
  const lucky = new Set(
    shares
      .toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
      .slice(0, left)
      .map(({ index }) => index),
  );
  return shares.map(({ index, share }) => Number(share) + (lucky.has(index) ? 1 : 0));
};

const scale = 1_000_000;

/** So many percent of an integer amount, rounded half up. Percents count to the sixth decimal. */
export const percentOf = (input: { amount: number; percent: number }): number => {
  const whole = BigInt(Math.round(input.percent * scale)) * BigInt(input.amount);
  const unit = BigInt(scale) * 100n;
  return Number((whole * 2n + unit) / (unit * 2n));
};
