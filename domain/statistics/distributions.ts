import { incompleteBeta, upperGamma } from './special-functions.ts';

/** The probability that a standard normal variable is at most z. */
export const normalCdf = (z: number): number => {
  const tail = upperGamma({ a: 0.5, x: (z * z) / 2 }) / 2;
  return z < 0 ? tail : 1 - tail;
};

/** The probability that a variable of Student's t with `df` degrees of freedom (also a fraction) is at most t. */
export const studentCdf = (input: { t: number; df: number }): number => {
  const { t, df } = input;
  const tail = incompleteBeta({ a: df / 2, b: 0.5, x: df / (df + t * t) }) / 2;
  return t < 0 ? tail : 1 - tail;
};

/** The probability that a chi-square variable with `df` degrees of freedom is above x: the p-value of a test. */
export const chiSquareTail = (input: { x: number; df: number }): number =>
  upperGamma({ a: input.df / 2, x: input.x / 2 });

const bisections = 200;

/** Where a distribution function that is symmetric about 0 reaches p, 0.5 <= p < 1, by bisection. */
const upperQuantile = (input: { p: number; cdf: (x: number) => number }): number => {
  const { p, cdf } = input;
  let high = 1;
  while (cdf(high) < p && high < 1e15) high *= 2;
  let low = 0;
  for (let n = 0; n < bisections; n += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

const quantile = (input: { p: number; cdf: (x: number) => number }): number => {
  const { p, cdf } = input;
  if (!(p > 0 && p < 1)) throw new RangeError(`A quantile is asked for between 0 and 1, not at ${p}.`);
  return p < 0.5 ? -upperQuantile({ p: 1 - p, cdf }) : upperQuantile({ p, cdf });
};

/** The value a standard normal variable stays below with probability p. Throws RangeError outside (0, 1). */
export const normalQuantile = (p: number): number => quantile({ p, cdf: normalCdf });

/** The value Student's t with `df` degrees of freedom stays below with probability p. Throws RangeError outside (0, 1). */
export const studentQuantile = (input: { p: number; df: number }): number =>
  quantile({ p: input.p, cdf: (t) => studentCdf({ t, df: input.df }) });

/** The z of a two-sided interval: 1.96 for a confidence of 0.95. */
export const twoSidedZ = (confidence: number): number => normalQuantile((1 + confidence) / 2);
