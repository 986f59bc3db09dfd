import { logGamma } from '../statistics/special-functions.ts';
import type { Repeats } from './buyer.ts';
import { type Found, nelderMead } from './nelder-mead.ts';

/**
 * The parameters of the BG/NBD model (P. S. Fader, B. G. S. Hardie, K. L. Lee, "Counting your customers the easy way",
 * Marketing Science 24, 2005): purchase rates are gamma (r, alpha), the chance to leave after a purchase is beta (a, b). `alpha` is in
 * the unit of time of the buyers, here weeks.
 */
export type BgNbd = { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number };

/** Buyers with the same history, and how many they are. */
export type CountedRepeats = Repeats & { readonly count: number };

/** What depends on the number of repeat purchases alone, worked out once for each number there is. */
const createByCount = ({ r, alpha, a, b }: BgNbd): ((x: number) => number) => {
  const fixed = r * Math.log(alpha) - logGamma(r) + logGamma(a + b) - logGamma(b);
  const known = new Map<number, number>();
  return (x) => {
    const before = known.get(x);
    if (before !== undefined) return before;
    const value = fixed + logGamma(r + x) + logGamma(b + x) - logGamma(a + b + x);
    known.set(x, value);
    return value;
  };
};

/** The log-likelihood of parameters (equation 6 of the paper, in logarithms). */
export const bgNbdLikelihood = (input: { params: BgNbd; buyers: readonly CountedRepeats[] }): number => {
  const { params, buyers } = input;
  const { r, alpha, a, b } = params;
  const byCount = createByCount(params);
  return buyers.reduce((sum, { x, tx, T, count }) => {
    const stays = -(r + x) * Math.log(alpha + T);
    const left = x === 0 ? -Infinity : Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + tx);
    const most = Math.max(stays, left);
    return sum + count * (byCount(x) + most + Math.log(Math.exp(stays - most) + Math.exp(left - most)));
  }, 0);
};

const fromLogs = (logs: readonly number[]): BgNbd => {
  const [r = 1, alpha = 1, a = 1, b = 1] = logs.map(Math.exp);
  return { r, alpha, a, b };
};

/** Buyers with the same history as one row. */
export const countRepeats = (buyers: readonly Repeats[]): readonly CountedRepeats[] => {
  const rows = new Map<string, CountedRepeats>();
  for (const { x, tx, T } of buyers) {
    const key = `${x} ${tx} ${T}`;
    rows.set(key, { x, tx, T, count: (rows.get(key)?.count ?? 0) + 1 });
  }
  return [...rows.values()];
};

/**
 * Fits the model by maximum likelihood: a simplex over the logarithms of the parameters, begun again once where it ended.
 * Beyond e^12 a parameter means nothing; such a place is as bad as can be.
 */
export function* fitBgNbd(
  buyers: readonly CountedRepeats[],
): Generator<
  void,
  { readonly params: BgNbd; readonly likelihood: number; readonly converged: boolean },
  void
> {
  const of = (logs: readonly number[]): number =>
    logs.some((log) => Math.abs(log) > 12) ? Infinity : -bgNbdLikelihood({ params: fromLogs(logs), buyers });
  const first: Found = yield* nelderMead({ start: [0, 1, 0, 0], of });
  const found: Found = yield* nelderMead({ start: first.at, of });
  return { params: fromLogs(found.at), likelihood: -found.value, converged: found.converged };
}

/**
 * The chance that a buyer still buys at all (equation 11 of Fader, Hardie and Lee's note "Computing P(alive) using the
 * BG/NBD model", 2008). It is 1 for somebody who bought once: in this model people leave after a repeat purchase only.
 */
export const probabilityAlive = (input: { params: BgNbd; repeats: Repeats }): number => {
  const { r, alpha, a, b } = input.params;
  const { x, tx, T } = input.repeats;
  if (x === 0) return 1;
  const odds = (a / (b + x - 1)) * Math.exp((r + x) * Math.log((alpha + T) / (alpha + tx)));
  return 1 / (1 + odds);
};

/** The chance that no purchase comes within `weeks`: the buyer has left, or stays and does not buy. */
export const probabilityOfNone = (input: { params: BgNbd; repeats: Repeats; weeks: number }): number => {
  const { r, alpha } = input.params;
  const { x, T } = input.repeats;
  const alive = probabilityAlive(input);
  const silent = Math.exp((r + x) * Math.log((alpha + T) / (alpha + T + input.weeks)));
  return 1 - alive + alive * silent;
};

const termsMax = 20_000;

/** Gauss' hypergeometric function for 0 <= z < 1 by its series; it converges fast where c is the largest. */
const hypergeometric = (input: { a: number; b: number; c: number; z: number }): number => {
  const { a, b, c, z } = input;
  let term = 1;
  let sum = 1;
  for (let n = 0; n < termsMax; n += 1) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    if (Math.abs(term) <= 1e-14 * Math.abs(sum)) break;
  }
  return sum;
};

/**
 * The purchases to be expected of a buyer within `weeks` (equation 10 of the paper). Euler's transformation takes the powers
 * out of the hypergeometric function, so nothing overflows for somebody with hundreds of purchases.
 */
export const expectedPurchases = (input: { params: BgNbd; repeats: Repeats; weeks: number }): number => {
  const { r, alpha, b } = input.params;
  const { x, T } = input.repeats;
  // At a = 1 the formula is a limit; a step beside it is the same to six digits.
  const a = Math.abs(input.params.a - 1) < 1e-6 ? 1 + 1e-6 : input.params.a;
  const z = input.weeks / (alpha + T + input.weeks);
  const c = a + b + x - 1;
  const grown = (1 - z) ** (a - 1) * hypergeometric({ a: c - r - x, b: a - 1, c, z });
  return (c / (a - 1)) * (1 - grown) * probabilityAlive({ ...input, params: { ...input.params, a } });
};
