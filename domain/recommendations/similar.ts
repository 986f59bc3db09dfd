import type { Attributes } from '../catalog/product.ts';

/** What of a product says what it is like. */
export type Content = {
  readonly categories: readonly string[];
  readonly brand?: string | undefined;
  readonly attributes: Attributes;
};

const weights = { category: 3, brand: 1, attribute: 1 } as const;

const features = ({ categories, brand, attributes }: Content): ReadonlyMap<string, number> =>
  new Map([
    ...categories.map((one): [string, number] => [`category:${one}`, weights.category]),
    ...(brand === undefined ? [] : [[`brand:${brand}`, weights.brand] as const]),
    ...Object.entries(attributes).map(([name, value]): [string, number] => [
      `${name}=${String(value)}`,
      weights.attribute,
    ]),
  ]);

/** How alike two products are by category, brand and attributes: weighted Jaccard, from 0 (nothing in common) to 1. */
export const similarity = (one: Content, other: Content): number => {
  const [a, b] = [features(one), features(other)];
  let shared = 0;
  let all = 0;
  for (const [name, weight] of new Map([...a, ...b])) {
    all += weight;
    if (a.has(name) && b.has(name)) shared += weight;
  }
  return all === 0 ? 0 : shared / all;
};
