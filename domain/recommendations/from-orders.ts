import { associate } from './association.ts';
import type { ProductFacts } from './product-facts.ts';
import { type Candidate, dueAgain, type Owned, weightOf } from './rank.ts';

/** What goes with the things a person had, by how often others bought both. `basketsWith` says in how many baskets a product is. */
export const boughtTogether = (input: {
  owned: readonly Owned[];
  facts: ReadonlyMap<string, ProductFacts>;
  basketsWith: (product: string) => number;
  all: number;
  now: number;
}): readonly Candidate[] => {
  const { owned, facts, basketsWith, all, now } = input;
  return owned.flatMap(({ product, at }) => {
    const known = facts.get(product);
    if (known === undefined) return [];
    return known.together.flatMap((other): readonly Candidate[] => {
      const found = associate({
        together: other.count,
        withA: known.baskets,
        withB: basketsWith(other.product),
        all,
      });
      if (found === undefined) return [];
      const { score, lift, confidence, support } = found;
      const because = { kind: 'bought-together', product, lift, confidence, support } as const;
      return [{ product: other.product, score: score * weightOf({ at, now }), because }];
    });
  });
};

/** What a person is likely to have used up. */
export const toReorder = (input: {
  owned: readonly Owned[];
  facts: ReadonlyMap<string, ProductFacts>;
  now: number;
}): readonly Candidate[] =>
  input.owned.flatMap(({ product, at }): readonly Candidate[] => {
    const days = input.facts.get(product)?.reorder?.days;
    const due = days === undefined ? undefined : dueAgain({ at, now: input.now, days });
    if (days === undefined || due === undefined) return [];
    const because = { kind: 'reorder', product, days, daysSince: due.daysSince } as const;
    return [{ product, score: due.score, because }];
  });
