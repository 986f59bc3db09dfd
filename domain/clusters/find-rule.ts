import type { BuyerFacts } from './facts.ts';

/** One condition on a fact. `olderThan` and `newerThan` count full days since the last order. */
export type Test =
  | { readonly fact: 'recency' | 'orders' | 'revenue'; readonly is: 'least' | 'most'; readonly value: number }
  | { readonly fact: 'category'; readonly is: 'has' | 'lacks'; readonly value: string };

/** Whether somebody passes a test. */
export const passes = (test: Test, person: BuyerFacts): boolean => {
  if (test.fact === 'category') return person.categories.has(test.value) === (test.is === 'has');
  const value = person[test.fact];
  return test.is === 'least' ? value >= test.value : value <= test.value;
};

/** How well tests find the people of a cluster: what part of those found are of it, and what part of it is found. */
export type Quality = { readonly precision: number; readonly recall: number };

type Labelled = { readonly person: BuyerFacts; readonly isIn: boolean };

/** The quality of tests, all of which must pass. Nobody found is a precision of 0. */
export const qualityOf = (tests: readonly Test[], people: readonly Labelled[]): Quality => {
  const found = people.filter(({ person }) => tests.every((test) => passes(test, person)));
  return qualityIn({ found: found.length, hits: countIn(found), all: countIn(people) });
};

const countIn = (people: readonly Labelled[]): number =>
  people.reduce((count, { isIn }) => count + (isIn ? 1 : 0), 0);

const qualityIn = (counts: { found: number; hits: number; all: number }): Quality => {
  const { found, hits, all } = counts;
  return { precision: found === 0 ? 0 : hits / found, recall: all === 0 ? 0 : hits / all };
};

/** The quality of one more test on those whom the tests before it found; `all` are those of the cluster. */
const qualityWith = (test: Test, before: readonly Labelled[], all: number): Quality => {
  let found = 0;
  let hits = 0;
  for (const { person, isIn } of before) {
    if (!passes(test, person)) continue;
    found += 1;
    if (isIn) hits += 1;
  }
  return qualityIn({ found, hits, all });
};

/** The harmonic mean of precision and recall. */
const f1 = ({ precision, recall }: Quality): number =>
  precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);

const cutsMost = 20;

/** Values at which a fact may be cut: quantiles of those there are. */
const cutsOf = (values: readonly number[]): readonly number[] => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [...new Set(Array.from({ length: cutsMost + 1 }, (_one, n) => at(n / cutsMost)))];
};

/** Amounts are cut at round numbers, which people can read. */
const rounded = (value: number): number => {
  if (value < 10) return Math.round(value);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / step) * step;
};

const candidates = (people: readonly Labelled[], categories: readonly string[]): readonly Test[] => {
  const numbers = (['recency', 'orders', 'revenue'] as const).flatMap((fact) => {
    const cuts = cutsOf(people.map(({ person }) => person[fact]));
    const values = fact === 'orders' ? cuts : [...new Set(cuts.map(rounded))];
    return values.flatMap((value): Test[] => [
      { fact, is: 'least', value },
      { fact, is: 'most', value },
    ]);
  });
  const names = categories.flatMap((value): Test[] => [
    { fact: 'category', is: 'has', value },
    { fact: 'category', is: 'lacks', value },
  ]);
  return [...numbers, ...names];
};

const testsMost = 4;
const gainLeast = 0.01;

/**
 * A few conditions that find the people of a cluster, grown one by one: each time the one that makes precision and recall together the best, as long
 * as that helps. It is one branch of a decision tree, so that it can be read and be the conditions of a segment.
 */
export const findRule = (input: {
  people: readonly Labelled[];
  categories: readonly string[];
}): readonly Test[] => {
  const { people, categories } = input;
  const offered = candidates(people, categories);
  const all = countIn(people);
  const tests: Test[] = [];
  let found = people;
  let best = 0;
  while (tests.length < testsMost) {
    let next: { readonly test: Test | undefined; readonly score: number } = { test: undefined, score: best };
    for (const test of offered) {
      const score = f1(qualityWith(test, found, all));
      if (score > next.score) next = { test, score };
    }
    const { test } = next;
    if (test === undefined || next.score < best + gainLeast) break;
    tests.push(test);
    found = found.filter(({ person }) => passes(test, person));
    best = next.score;
  }
  return tests;
};

/** The conditions of a segment that the tests say. */
export const conditionsOf = (
  tests: readonly Test[],
): { readonly all: readonly Readonly<Record<string, unknown>>[] } => ({
  all: tests.map((test) => {
    if (test.fact === 'category') {
      const operator = test.is === 'has' ? 'contains' : 'doesNotContain';
      return { fact: 'profile', path: '$.computed.categories', operator, value: test.value };
    }
    if (test.fact === 'recency') {
      // So many full days and less than another day are still within them.
      const [operator, days] =
        test.is === 'least' ? ['olderThan', test.value] : ['newerThan', test.value + 1];
      return {
        fact: 'profile',
        path: '$.computed.lastOrderAt',
        operator,
        value: days === 1 ? '1 day' : `${days} days`,
      };
    }
    const operator = test.is === 'least' ? 'greaterThanInclusive' : 'lessThanInclusive';
    return { fact: 'profile', path: `$.computed.${test.fact}`, operator, value: test.value };
  }),
});
