import { boughtTogether } from './from-orders.ts';
import { type Basket, type ProductFacts, productFacts } from './product-facts.ts';
import { combine, type Owned, ownedMax } from './rank.ts';
import { seeded } from './seeded.ts';

/** A figure with its 95 % bootstrap interval over people. */
export type Figure = { readonly value: number; readonly low: number; readonly high: number };
export type Scores = { readonly hitRate: Figure; readonly mrr: Figure };

/** What leaving out the last basket of everybody shows. */
export type Evaluation = {
  readonly people: number;
  readonly baskets: number;
  readonly products: number;
  readonly recommended: Scores;
  readonly popular: Scores;
  readonly random: Scores;
  /** By how much the recommendations are better than what is popular, person by person. */
  readonly gain: Scores;
};

type Case = { readonly owned: readonly Owned[]; readonly wanted: ReadonlySet<string>; readonly at: number };
type Score = { readonly hit: number; readonly rank: number };

const top = 10;
const resamples = 1000;
const minimum = 2;

/** Everybody's last basket, of which what they never bought before is to be guessed, and all baskets before. */
const leaveLastOut = (baskets: readonly Basket[]): { cases: readonly Case[]; known: readonly Basket[] } => {
  const byPerson = new Map<string, Basket[]>();
  for (const basket of baskets) {
    const own = byPerson.get(basket.person);
    if (own === undefined) byPerson.set(basket.person, [basket]);
    else own.push(basket);
  }
  const cases: Case[] = [];
  const known: Basket[] = [];
  for (const own of byPerson.values()) {
    const sorted = own.toSorted((a, b) => a.at - b.at);
    const last = sorted.at(-1);
    const before = sorted.length < minimum ? sorted : sorted.slice(0, -1);
    known.push(...before);
    if (last === undefined || sorted.length < minimum) continue;
    const bought = new Map(before.flatMap(({ products, at }) => products.map((one) => [one, at] as const)));
    const wanted = new Set(last.products.filter((one) => !bought.has(one)));
    if (wanted.size === 0) continue;
    cases.push({ owned: [...bought].map(([product, at]) => ({ product, at })), wanted, at: last.at });
  }
  return { cases, known };
};

const scoreOf = (list: readonly string[], wanted: ReadonlySet<string>): Score => {
  const place = list.slice(0, top).findIndex((one) => wanted.has(one));
  return { hit: place < 0 ? 0 : 1, rank: place < 0 ? 0 : 1 / (place + 1) };
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Percentiles of means of people drawn with replacement (Efron 1979). */
const bootstrap = (values: readonly number[], seed: number): Figure => {
  const next = seeded(seed);
  const means = Array.from({ length: values.length === 0 ? 0 : resamples }, () => {
    let sum = 0;
    for (let n = 0; n < values.length; n += 1) sum += values[Math.floor(next() * values.length)] ?? 0;
    return sum / values.length;
  }).toSorted((a, b) => a - b);
  const at = (share: number): number => means[Math.floor(share * (means.length - 1))] ?? 0;
  return { value: mean(values), low: at(0.025), high: at(0.975) };
};

const scoresOf = (scores: readonly Score[], seed: number): Scores => ({
  hitRate: bootstrap(
    scores.map(({ hit }) => hit),
    seed,
  ),
  mrr: bootstrap(
    scores.map(({ rank }) => rank),
    seed,
  ),
});

const factsOf = (known: readonly Basket[]): ReadonlyMap<string, ProductFacts> => {
  const withProduct = new Map<string, Basket[]>();
  for (const basket of known) {
    for (const product of new Set(basket.products)) {
      const own = withProduct.get(product);
      if (own === undefined) withProduct.set(product, [basket]);
      else own.push(basket);
    }
  }
  return new Map(
    [...withProduct].map(([product, own]) => [product, productFacts({ product, baskets: own })]),
  );
};

/** Some products nobody owns yet, drawn one by one. */
const drawn = (products: readonly string[], isOwned: (product: string) => boolean, next: () => number) => {
  const list = new Set<string>();
  for (let tries = 0; tries < products.length * 3 && list.size < top; tries += 1) {
    const one = products[Math.floor(next() * products.length)];
    if (one !== undefined && !isOwned(one)) list.add(one);
  }
  return [...list];
};

/**
 * Measures what is bought together against what is popular and against chance: the last basket of everybody with two or more is left
 * out, ten products are recommended from all the others, and it counts whether one of them (hit rate), and how far up (MRR), is
 * something they then bought for the first time. What is popular fills up, as it does for customers.
 */
export const evaluateBaskets = (input: { baskets: readonly Basket[]; seed: number }): Evaluation => {
  const { baskets, seed } = input;
  const { cases, known } = leaveLastOut(baskets);
  const facts = factsOf(known);
  const products = [...facts.keys()].toSorted();
  const basketsWith = (product: string): number => facts.get(product)?.baskets ?? 0;
  const byCount = products.toSorted((a, b) => basketsWith(b) - basketsWith(a));
  const next = seeded(seed);
  const scores = cases.map(({ owned, wanted, at }) => {
    const had = new Set(owned.map(({ product }) => product));
    const popular = byCount.filter((product) => !had.has(product)).slice(0, top);
    const lately = owned.toSorted((a, b) => b.at - a.at).slice(0, ownedMax);
    const found = combine(boughtTogether({ owned: lately, facts, basketsWith, all: known.length, now: at }))
      .map(({ product }) => product)
      .filter((product) => !had.has(product));
    return {
      recommended: scoreOf([...new Set([...found.slice(0, top), ...popular])], wanted),
      popular: scoreOf(popular, wanted),
      random: scoreOf(
        drawn(products, (one) => had.has(one), next),
        wanted,
      ),
    };
  });
  return {
    people: cases.length,
    baskets: baskets.length,
    products: products.length,
    recommended: scoresOf(
      scores.map((one) => one.recommended),
      seed,
    ),
    popular: scoresOf(
      scores.map((one) => one.popular),
      seed,
    ),
    random: scoresOf(
      scores.map((one) => one.random),
      seed,
    ),
    gain: scoresOf(
      scores.map((one) => ({
        hit: one.recommended.hit - one.popular.hit,
        rank: one.recommended.rank - one.popular.rank,
      })),
      seed,
    ),
  };
};
