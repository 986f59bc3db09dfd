import type { Content } from './similar.ts';
import { similarity } from './similar.ts';
import { type Candidate, type Owned, weightOf } from './rank.ts';

/** A product of the catalog with what recommendations look at. */
export type Listed = Content & { readonly id: string; readonly addedAt: number };

const dayMs = 86_400_000;
/** So long a product is new. */
export const newDays = 30;
const similarMin = 0.2;

/** The categories of what a person had, the more of it and the later, the more weight; the heaviest first. */
export const likedCategories = (input: {
  owned: readonly Owned[];
  listed: ReadonlyMap<string, Listed>;
  now: number;
}): readonly { readonly category: string; readonly weight: number }[] => {
  const { owned, listed, now } = input;
  const weights = new Map<string, number>();
  for (const { product, at } of owned) {
    for (const category of listed.get(product)?.categories ?? []) {
      weights.set(category, (weights.get(category) ?? 0) + weightOf({ at, now }));
    }
  }
  return [...weights]
    .map(([category, weight]) => ({ category, weight }))
    .toSorted((a, b) => b.weight - a.weight || (a.category < b.category ? -1 : 1));
};

type Shelf = { readonly candidates: readonly Listed[]; readonly now: number };
type Had = Shelf & { readonly owned: readonly Owned[]; readonly listed: ReadonlyMap<string, Listed> };

const alike = (input: Had, kind: 'similar' | 'new-arrivals'): readonly Candidate[] => {
  const { owned, listed, candidates, now } = input;
  return candidates.flatMap((candidate) =>
    owned.flatMap(({ product, at }): readonly Candidate[] => {
      const had = listed.get(product);
      const score = had === undefined || product === candidate.id ? 0 : similarity(had, candidate);
      return score < similarMin
        ? []
        : [{ product: candidate.id, score: score * weightOf({ at, now }), because: { kind, product } }];
    }),
  );
};

/** What is like something the person had, by category, brand and attributes. */
export const similarTo = (input: Had): readonly Candidate[] => alike(input, 'similar');

/** What came in the last 30 days and is like something the person had. */
export const newFor = (input: Had): readonly Candidate[] =>
  alike(
    {
      ...input,
      candidates: input.candidates.filter(({ addedAt }) => addedAt > input.now - newDays * dayMs),
    },
    'new-arrivals',
  );

/** What others buy most in the categories the person likes. `sold`: how often each product was bought of late. */
export const nextInCategory = (
  input: Shelf & {
    liked: readonly { readonly category: string; readonly weight: number }[];
    sold: ReadonlyMap<string, number>;
  },
): readonly Candidate[] => {
  const { candidates, liked, sold } = input;
  const most = Math.max(1, ...candidates.map(({ id }) => sold.get(id) ?? 0));
  const total = Math.max(1e-9, ...liked.map(({ weight }) => weight));
  return candidates.flatMap((candidate): readonly Candidate[] => {
    const by = liked.find(({ category }) => candidate.categories.includes(category));
    if (by === undefined) return [];
    const score = ((by.weight / total) * (1 + (sold.get(candidate.id) ?? 0) / most)) / 2;
    const because = { kind: 'next-in-category', category: by.category } as const;
    return [{ product: candidate.id, score, because }];
  });
};
