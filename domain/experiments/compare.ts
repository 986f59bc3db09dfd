import { anyTimeInterval } from '../statistics/any-time.ts';
import type { Estimate, Interval } from '../statistics/interval.ts';
import {
  differenceOfMeans,
  meanInterval,
  meanOf,
  ratioOfMeans,
  type Sample,
  varianceOf,
} from '../statistics/means.ts';
import {
  detectableDifference,
  differenceOfProportions,
  ratioOfProportions,
  wilsonInterval,
} from '../statistics/proportions.ts';
import type { ArmDesign } from './design.ts';

/** What was counted of the people of one arm; money in minor units of one currency. */
export type ArmCount = {
  readonly arm: string;
  readonly people: number;
  readonly converted: number;
  readonly value: number;
  /** The sum of the squares of what each person was worth. */
  readonly squares: number;
};

export type ArmReadOut = {
  readonly arm: string;
  readonly isControl: boolean;
  readonly people: number;
  readonly converted: number;
  /** Converted by people, with Wilson's interval. */
  readonly rate: Estimate;
  /** In all, and per person with Student's interval; minor units. */
  readonly revenue: { readonly total: number; readonly perPerson: Estimate | undefined };
};

/** An arm against the control. */
export type Comparison = {
  readonly arm: string;
  readonly against: string;
  readonly conversion: {
    readonly difference: Estimate;
    /** How many times as high; undefined while one of the two is 0. */
    readonly ratio: Estimate | undefined;
  };
  /** Undefined while nothing can be said: fewer than two people, or no money at all. */
  readonly revenue: { readonly difference: Estimate | undefined; readonly ratio: Estimate | undefined };
  /** The smallest difference in conversion that so many people would show four times out of five. */
  readonly detectable: number;
};

/**
 * How often the numbers are looked at. `once`: at a moment fixed before anybody took part, so plain intervals hold.
 * `any-time`: again and again, so intervals have to hold at all looks together.
 */
export type Looks = 'once' | 'any-time';

const sampleOf = ({ people, value, squares }: ArmCount): Sample => ({ count: people, sum: value, squares });

/** Nobody yet. */
export const emptyArm = (arm: string): ArmCount => ({ arm, people: 0, converted: 0, value: 0, squares: 0 });

const around = (value: number, interval: Interval | undefined): Estimate | undefined =>
  interval === undefined ? undefined : { value, ...interval };

/** One arm by itself. */
export const readArm = (input: { design: ArmDesign; count: ArmCount; confidence: number }): ArmReadOut => {
  const { count, confidence } = input;
  const { people, converted, value } = count;
  const sample = sampleOf(count);
  return {
    arm: count.arm,
    isControl: input.design.isControl,
    people,
    converted,
    rate: {
      value: people === 0 ? 0 : converted / people,
      ...wilsonInterval({ hits: converted, of: people, confidence }),
    },
    revenue: { total: value, perPerson: around(meanOf(sample), meanInterval({ sample, confidence })) },
  };
};

/** Conversion as a sample of zeros and ones. */
const asSample = ({ people, converted }: ArmCount): Sample => ({
  count: people,
  sum: converted,
  squares: converted,
});

const compareOnce = (input: { arm: ArmCount; control: ArmCount; confidence: number }) => {
  const { arm, control, confidence } = input;
  const of = { hits: arm.converted, of: arm.people };
  const from = { hits: control.converted, of: control.people };
  const worth = { of: sampleOf(arm), from: sampleOf(control), confidence };
  return {
    conversion: {
      difference: differenceOfProportions({ of, from, confidence }),
      ratio: ratioOfProportions({ of, from, confidence }),
    },
    revenue: { difference: differenceOfMeans(worth), ratio: ratioOfMeans(worth) },
  };
};

/** The difference of two means, and the ratio on its logarithm, with intervals that hold at every look. */
const compareAnyTime = (input: { of: Sample; from: Sample; confidence: number }) => {
  const { of: one, from: two, confidence } = input;
  const sizes: [number, number] = [one.count, two.count];
  const [mean1, mean2] = [meanOf(one), meanOf(two)];
  const [share1, share2] = [varianceOf(one) / one.count, varianceOf(two) / two.count];
  const difference = anyTimeInterval({ value: mean1 - mean2, variance: share1 + share2, sizes, confidence });
  const logarithm =
    mean1 > 0 && mean2 > 0
      ? anyTimeInterval({
          value: Math.log(mean1 / mean2),
          variance: share1 / mean1 ** 2 + share2 / mean2 ** 2,
          sizes,
          confidence,
        })
      : undefined;
  const ratio =
    logarithm === undefined
      ? undefined
      : { value: mean1 / mean2, low: Math.exp(logarithm.low), high: Math.exp(logarithm.high) };
  return { difference: around(mean1 - mean2, difference), ratio };
};

const rateOf = ({ people, converted }: ArmCount): number => (people === 0 ? 0 : converted / people);

const compareLater = (input: { arm: ArmCount; control: ArmCount; confidence: number }) => {
  const { arm, control, confidence } = input;
  const conversion = compareAnyTime({ of: asSample(arm), from: asSample(control), confidence });
  const unknown = { value: rateOf(arm) - rateOf(control), low: -1, high: 1 };
  return {
    conversion: { difference: conversion.difference ?? unknown, ratio: conversion.ratio },
    revenue: compareAnyTime({ of: sampleOf(arm), from: sampleOf(control), confidence }),
  };
};

/** An arm against the control, with intervals of the confidence asked for. */
export const compare = (input: {
  arm: ArmCount;
  control: ArmCount;
  confidence: number;
  looks: Looks;
}): Comparison => {
  const { arm, control, confidence, looks } = input;
  const people = arm.people + control.people;
  const rate = people === 0 ? 0.5 : (arm.converted + control.converted) / people;
  return {
    arm: arm.arm,
    against: control.arm,
    ...(looks === 'once' ? compareOnce(input) : compareLater(input)),
    detectable: detectableDifference({ rate, sizes: [arm.people, control.people], confidence }),
  };
};
