import { twoSidedZ } from '../statistics/distributions.ts';
import type { Estimate } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/proportions.ts';

/** How many people gave a score. */
export type ScoreCount = { readonly score: number; readonly count: number };

const total = (counts: readonly ScoreCount[], fits: (score: number) => boolean): number =>
  counts.reduce((sum, { score, count }) => (fits(score) ? sum + count : sum), 0);

/** A Net Promoter Score, from -100 to 100, with its groups. */
export type Nps = Estimate & {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
};

/**
 * The Net Promoter Score of scores from 0 to 10: percent of promoters (9, 10) less percent of detractors (0 to 6), after F. F. Reichheld,
 * "The one number you need to grow", Harvard Business Review, 2003. Its interval is the normal approximation with the variance of a
 * difference of two shares of one sample, p + d - (p - d)^2. Undefined without an answer.
 */
export const netPromoterScore = (input: {
  counts: readonly ScoreCount[];
  confidence: number;
}): Nps | undefined => {
  const { counts, confidence } = input;
  const promoters = total(counts, (score) => score >= 9);
  const passives = total(counts, (score) => score === 7 || score === 8);
  const detractors = total(counts, (score) => score <= 6);
  const n = promoters + passives + detractors;
  if (n === 0) return undefined;
  const [p, d] = [promoters / n, detractors / n];
  const reach = twoSidedZ(confidence) * Math.sqrt((p + d - (p - d) ** 2) / n);
  return {
    value: 100 * (p - d),
    low: 100 * Math.max(-1, p - d - reach),
    high: 100 * Math.min(1, p - d + reach),
    promoters,
    passives,
    detractors,
  };
};

/** The share of satisfied people. */
export type Csat = Estimate & { readonly satisfied: number };

/** The share, in percent, of people who gave a 4 or a 5 of 5, with Wilson's interval. Undefined without an answer. */
export const satisfactionScore = (input: {
  counts: readonly ScoreCount[];
  confidence: number;
}): Csat | undefined => {
  const { counts, confidence } = input;
  const satisfied = total(counts, (score) => score >= 4);
  const of = total(counts, () => true);
  if (of === 0) return undefined;
  const { low, high } = wilsonInterval({ hits: satisfied, of, confidence });
  return { value: (100 * satisfied) / of, low: 100 * low, high: 100 * high, satisfied };
};
