import { logGamma } from '../statistics/special-functions.ts';
import { nelderMead } from './nelder-mead.ts';

/**
 * The parameters of the gamma-gamma model of spending (P. S. Fader, B. G. S. Hardie, "The gamma-gamma model of monetary value",
 * 2013). `v` is in the unit of the amounts.
 */
export type GammaGamma = { readonly p: number; readonly q: number; readonly v: number };

/** How often somebody bought, and what they spent on average. */
export type Spending = { readonly x: number; readonly mean: number };

/** The log-likelihood of parameters (equation 1a of the paper). */
export const gammaGammaLikelihood = (input: { params: GammaGamma; buyers: readonly Spending[] }): number => {
  const { p, q, v } = input.params;
  const fixed = q * Math.log(v) - logGamma(q);
  return input.buyers.reduce((sum, { x, mean }) => {
    const shape = p * x;
    const powers = (shape - 1) * Math.log(mean) + shape * Math.log(x) - (shape + q) * Math.log(x * mean + v);
    return sum + fixed + logGamma(shape + q) - logGamma(shape) + powers;
  }, 0);
};

const fromLogs = (logs: readonly number[]): GammaGamma => {
  const [p = 1, q = 1, v = 1] = logs.map(Math.exp);
  return { p, q, v };
};

/** Fits the model by maximum likelihood to buyers who spent something. Amounts are taken by their mean, so their unit does not matter. */
export function* fitGammaGamma(
  buyers: readonly Spending[],
): Generator<void, { readonly params: GammaGamma; readonly converged: boolean }, void> {
  const spent = buyers.filter(({ x, mean }) => x > 0 && mean > 0);
  const unit = spent.reduce((sum, { mean }) => sum + mean, 0) / spent.length;
  const scaled = spent.map(({ x, mean }) => ({ x, mean: mean / unit }));
  const of = (logs: readonly number[]): number =>
    logs.some((log) => Math.abs(log) > 12)
      ? Infinity
      : -gammaGammaLikelihood({ params: fromLogs(logs), buyers: scaled });
  const first = yield* nelderMead({ start: [1, 1, 0], of });
  const found = yield* nelderMead({ start: first.at, of });
  const { p, q, v } = fromLogs(found.at);
  return { params: { p, q, v: v * unit }, converged: found.converged };
}

/** What a purchase of somebody is expected to bring: between their own mean and that of everybody (equation 5). */
export const expectedSpending = (input: { params: GammaGamma; spending: Spending }): number => {
  const { p, q, v } = input.params;
  const { x, mean } = input.spending;
  return (p * (v + x * mean)) / (p * x + q - 1);
};
