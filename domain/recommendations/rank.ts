/** The ways to recommend. `best` asks all of them and fills up with what is popular. */
export const recommendKinds = [
  'bought-together',
  'similar',
  'next-in-category',
  'reorder',
  'new-arrivals',
  'popular',
  'best',
] as const;
export type RecommendKind = (typeof recommendKinds)[number];

/** Something a person had: which product, and when they bought it last. */
export type Owned = { readonly product: string; readonly at: number };

/** Why something is recommended: the kind, and the product or category of the person it goes back to. */
export type Because = {
  readonly kind: Exclude<RecommendKind, 'best'>;
  readonly product?: string;
  readonly category?: string;
  readonly lift?: number;
  readonly confidence?: number;
  readonly support?: number;
  /** For a reorder: the usual days between two purchases, and how many have passed. */
  readonly days?: number;
  readonly daysSince?: number;
};

export type Candidate = { readonly product: string; readonly score: number; readonly because: Because };

/** The last products of a person that are looked at. */
export const ownedMax = 20;

const dayMs = 86_400_000;
/** What was bought half a year ago counts half. */
const halfLifeDays = 180;

/** How much a purchase still says of a person. */
export const weightOf = (input: { at: number; now: number }): number =>
  0.5 ** (Math.max(0, input.now - input.at) / dayMs / halfLifeDays);

/** The candidates, each product once with its best reason and the sum of its scores, the best first. */
export const combine = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const found = new Map<string, { sum: number; best: Candidate }>();
  for (const candidate of candidates) {
    const known = found.get(candidate.product);
    if (known === undefined) {
      found.set(candidate.product, { sum: candidate.score, best: candidate });
      continue;
    }
    known.sum += candidate.score;
    if (candidate.score > known.best.score) known.best = candidate;
  }
  return [...found.values()]
    .map(({ sum, best }) => ({ ...best, score: sum }))
    .toSorted((a, b) => b.score - a.score || (a.product < b.product ? -1 : 1));
};

/** When somebody is likely to need a product again; undefined while it is too early, or so late that they buy elsewhere. */
export const dueAgain = (input: {
  at: number;
  now: number;
  days: number;
}): { readonly daysSince: number; readonly score: number } | undefined => {
  const daysSince = Math.floor((input.now - input.at) / dayMs);
  const share = daysSince / input.days;
  return share < 0.8 || share > 3 ? undefined : { daysSince, score: 1 / (1 + Math.abs(share - 1)) };
};
