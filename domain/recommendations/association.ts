/**
 * How strongly one product goes with another (Agrawal, Imieliński and Swami 1993): `support` is the share of all baskets that hold
 * both, `confidence` the share of those with the first that hold the second, `lift` how many times more often than by chance.
 */
export type Association = {
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
  /** For an order of several: the cosine of the two, which prefers neither the popular nor the rare. */
  readonly score: number;
};

/** The association of `a` with `b`; undefined when they do not meet more often than by chance. All are numbers of baskets. */
export const associate = (input: {
  together: number;
  withA: number;
  withB: number;
  all: number;
}): Association | undefined => {
  const { together, withA, all } = input;
  const withB = Math.max(input.withB, together);
  if (together === 0 || withA === 0 || all === 0) return undefined;
  const confidence = together / withA;
  const lift = confidence / (withB / all);
  if (lift <= 1) return undefined;
  return { support: together / all, confidence, lift, score: together / Math.sqrt(withA * withB) };
};
