import type { Interval } from './interval.ts';

/** Intervals are narrowest when this many people are compared with as many; fixed before anybody took part. */
const narrowestAt = 1000;

/**
 * An interval around a difference of two means that holds at every look together, however often and whenever one looks:
 * the asymptotic confidence sequence of I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas,
 * "Time-uniform central limit theory and asymptotic confidence sequences" (Annals of Statistics 52, 2024), with Robbins'
 * normal mixture. `variance` is that of the difference. Wider than an interval for one look: that is its price.
 * Undefined for fewer than two on a side, or when nothing varies.
 */
export const anyTimeInterval = (input: {
  value: number;
  variance: number;
  sizes: readonly [number, number];
  confidence: number;
}): Interval | undefined => {
  const { value, variance, confidence } = input;
  const [one, two] = input.sizes;
  if (one < 2 || two < 2 || !(variance > 0)) return undefined;
  // Two groups tell as much as one of this size, whose variance is that of the difference times the size.
  const size = (one * two) / (one + two);
  const spread = Math.sqrt(variance * size);
  const alpha = 1 - confidence;
  const log = -2 * Math.log(alpha);
  const rho = (log + Math.log(log + 1)) / (narrowestAt / 2);
  const scaled = size * rho + 1;
  const reach =
    spread * Math.sqrt(((2 * scaled) / (size * size * rho)) * Math.log(Math.sqrt(scaled) / alpha));
  return { low: value - reach, high: value + reach };
};
