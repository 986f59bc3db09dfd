import { twoSidedZ } from './distributions.ts';
import type { Estimate, Interval } from './interval.ts';

/** So many out of so many. */
export type Proportion = { readonly hits: number; readonly of: number };

const rateOf = ({ hits, of }: Proportion): number => (of === 0 ? 0 : hits / of);

/**
 * Wilson's score interval of a proportion (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22, 1927), which stays within 0 and 1 and is good also for few people and rare events. Nobody
 * counted says nothing: 0 to 1.
 */
export const wilsonInterval = (input: Proportion & { confidence: number }): Interval => {
  const { hits, of } = input;
  if (of === 0) return { low: 0, high: 1 };
  const z = twoSidedZ(input.confidence);
  const p = hits / of;
  const middle = p + (z * z) / (2 * of);
  const reach = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  // At the ends the limit is exactly 0 or 1; rounding must not move it.
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - reach) / scale),
    high: hits === of ? 1 : Math.min(1, (middle + reach) / scale),
  };
};

/**
 * The difference of two independent proportions, `of` minus `from`, with Newcombe's hybrid score interval (R. G.
 * Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
 * Statistics in Medicine 17, 1998, 873-890; his method 10).
 */
export const differenceOfProportions = (input: {
  of: Proportion;
  from: Proportion;
  confidence: number;
}): Estimate => {
  const { confidence } = input;
  const p1 = rateOf(input.of);
  const p2 = rateOf(input.from);
  const one = wilsonInterval({ ...input.of, confidence });
  const two = wilsonInterval({ ...input.from, confidence });
  const value = p1 - p2;
  return {
    value,
    low: Math.max(-1, value - Math.hypot(p1 - one.low, two.high - p2)),
    high: Math.min(1, value + Math.hypot(one.high - p1, p2 - two.low)),
  };
};

/**
 * How many times as high one proportion is as another, with Katz' log interval (D. Katz et al., "Obtaining confidence
 * intervals for the risk ratio in cohort studies", Biometrics 34, 1978). Undefined while one of them is 0.
 */
export const ratioOfProportions = (input: {
  of: Proportion;
  from: Proportion;
  confidence: number;
}): Estimate | undefined => {
  const { of: one, from: two } = input;
  if (one.hits === 0 || two.hits === 0) return undefined;
  const value = rateOf(one) / rateOf(two);
  const spread = Math.sqrt(1 / one.hits - 1 / one.of + 1 / two.hits - 1 / two.of);
  const factor = Math.exp(twoSidedZ(input.confidence) * spread);
  return { value, low: value / factor, high: value * factor };
};

/**
 * The smallest difference of proportions that samples of these sizes show four times out of five, at a base rate:
 * (z(1 - a/2) + z(0.8)) sqrt(p (1 - p) (1/n1 + 1/n2)), the normal approximation behind Lehr's rule of 16 (R. Lehr,
 * "Sixteen s-squared over d-squared", Statistics in Medicine 11, 1992).
 */
export const detectableDifference = (input: {
  rate: number;
  sizes: readonly [number, number];
  confidence: number;
}): number => {
  const [one, two] = input.sizes;
  if (one === 0 || two === 0) return 1;
  const zs = twoSidedZ(input.confidence) + twoSidedZ(0.6);
  return Math.min(1, zs * Math.sqrt(input.rate * (1 - input.rate) * (1 / one + 1 / two)));
};
