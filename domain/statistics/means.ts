import { studentQuantile, twoSidedZ } from './distributions.ts';
import type { Estimate, Interval } from './interval.ts';

/** What is known of a sample of numbers: how many, their sum, and the sum of their squares. */
export type Sample = { readonly count: number; readonly sum: number; readonly squares: number };

/** The mean; 0 for nobody. */
export const meanOf = ({ count, sum }: Sample): number => (count === 0 ? 0 : sum / count);

/** The unbiased variance; 0 for fewer than two. */
export const varianceOf = ({ count, sum, squares }: Sample): number =>
  count < 2 ? 0 : Math.max(0, (squares - (sum * sum) / count) / (count - 1));

/** The interval of a mean by Student's t (Student, "The probable error of a mean", Biometrika 6, 1908). Undefined for fewer than two. */
export const meanInterval = (input: { sample: Sample; confidence: number }): Interval | undefined => {
  const { sample } = input;
  if (sample.count < 2) return undefined;
  const t = studentQuantile({ p: (1 + input.confidence) / 2, df: sample.count - 1 });
  const reach = t * Math.sqrt(varianceOf(sample) / sample.count);
  return { low: meanOf(sample) - reach, high: meanOf(sample) + reach };
};

/**
 * The difference of two means, `of` minus `from`, with Welch's interval, which does not ask that the two vary alike
 * (B. L. Welch, "The generalization of Student's problem when several different population variances are involved",
 * Biometrika 34, 1947; degrees of freedom after Satterthwaite 1946). Undefined for fewer than two on a side, or when
 * neither side varies at all.
 */
export const differenceOfMeans = (input: {
  of: Sample;
  from: Sample;
  confidence: number;
}): (Estimate & { readonly t: number; readonly df: number }) | undefined => {
  const { of: one, from: two } = input;
  if (one.count < 2 || two.count < 2) return undefined;
  const [share1, share2] = [varianceOf(one) / one.count, varianceOf(two) / two.count];
  const variance = share1 + share2;
  if (variance <= 0) return undefined;
  const df = variance ** 2 / (share1 ** 2 / (one.count - 1) + share2 ** 2 / (two.count - 1));
  const value = meanOf(one) - meanOf(two);
  const error = Math.sqrt(variance);
  const reach = studentQuantile({ p: (1 + input.confidence) / 2, df }) * error;
  return { value, low: value - reach, high: value + reach, t: value / error, df };
};

/**
 * How many times as high one mean is as another, by the delta method on the logarithm of the ratio (G. W. Oehlert,
 * "A note on the delta method", The American Statistician 46, 1992). Undefined unless both means are above 0.
 */
export const ratioOfMeans = (input: {
  of: Sample;
  from: Sample;
  confidence: number;
}): Estimate | undefined => {
  const { of: one, from: two } = input;
  const [mean1, mean2] = [meanOf(one), meanOf(two)];
  if (one.count < 2 || two.count < 2 || mean1 <= 0 || mean2 <= 0) return undefined;
  const spread = Math.sqrt(
    varianceOf(one) / one.count / mean1 ** 2 + varianceOf(two) / two.count / mean2 ** 2,
  );
  const factor = Math.exp(twoSidedZ(input.confidence) * spread);
  const value = mean1 / mean2;
  return { value, low: value / factor, high: value * factor };
};
