import type { Interval } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/proportions.ts';

/** How many people, and the interval that holds the true number. Everybody looked at: both ends are the number itself. */
export type Counted = Interval & { readonly people: number };

/** With what confidence the interval of an estimate holds the true number. */
export const sampleConfidence = 0.95;

/**
 * How many of all `matched` people are of a kind, when `hits` of the `of` that were looked at are. Those looked at must be drawn at
 * random, without repetition: Wilson's interval, with the correction for a finite number of people (W. G. Cochran, "Sampling
 * Techniques", 3rd ed., 1977, 2.6), never below those seen, nor above those who may still be of the kind.
 */
export const scaleSample = (input: { hits: number; of: number; matched: number }): Counted => {
  const { hits, of, matched } = input;
  if (of >= matched) return { people: hits, low: hits, high: hits };
  if (of === 0) return { people: 0, low: 0, high: matched };
  // The variance shrinks as the sample comes near to everybody, as if so many had been drawn from endlessly many.
  const weight = (matched - 1) / (matched - of);
  const interval = wilsonInterval({ hits: hits * weight, of: of * weight, confidence: sampleConfidence });
  return {
    people: Math.round((hits / of) * matched),
    low: Math.max(hits, Math.floor(interval.low * matched)),
    high: Math.min(matched - (of - hits), Math.ceil(interval.high * matched)),
  };
};
