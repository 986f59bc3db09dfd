import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mergeProduct } from './merge-product.ts';
import type { Product, ProductChange } from './product.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const start: ProductChange = { id: '1', at: 0, details: { title: 'Fern' }, price: eur(900), stock: 3 };

const after = (changes: readonly ProductChange[]): Product => {
  let product: Product | undefined;
  for (const change of changes) {
    const merged = mergeProduct({ before: product, change });
    if (merged.kind !== 'unknown') product = merged.product;
  }
  if (product === undefined) throw new Error('There is no product.');
  return product;
};

const later = fc.uniqueArray(
  fc.record({
    at: fc.integer({ min: 1, max: 50 }),
    title: fc.option(fc.constantFrom('Fern', 'Boston fern', 'Big fern'), { nil: undefined }),
    minor: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    stock: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  }),
  { selector: ({ at }) => at, maxLength: 12 },
);

describe('a product of several sources', () => {
  it('is the same in whatever order they report, but for what was to be told meanwhile', () => {
    fc.assert(
      fc.property(later, fc.func(fc.nat()), (given, rank) => {
        const changes = given.map(({ at, title, minor, stock }): ProductChange => ({
          id: '1',
          at,
          ...(title === undefined ? {} : { details: { title } }),
          ...(minor === undefined ? {} : { price: eur(minor) }),
          stock,
        }));
        const shuffled = changes.toSorted((a, b) => rank(a) - rank(b));
        const said = ({ title, price, stock }: Product) => ({ title, price, stock });
        const inOrder = changes.toSorted((a, b) => a.at - b.at);
        expect(said(after([start, ...shuffled]))).toEqual(said(after([start, ...inOrder])));
      }),
    );
  });

  it('has news once: that it is back, that it costs less', () => {
    const changes: ProductChange[] = [
      start,
      { id: '1', at: 1, stock: 0 },
      { id: '1', at: 2, stock: 0 },
      { id: '1', at: 3, stock: 5, price: eur(700) },
      { id: '1', at: 3, stock: 5, price: eur(700) },
      { id: '1', at: 4, price: eur(800) },
    ];
    const { news } = after(changes);
    expect(news.map(({ kind, at, since, from }) => ({ kind, at, since, from: from?.minor }))).toEqual([
      { kind: 'back-in-stock', at: 3, since: 1, from: undefined },
      { kind: 'price-dropped', at: 3, since: undefined, from: 900 },
    ]);
    expect(new Set(news.map(({ id }) => id)).size).toBe(2);
  });

  it('is not made of a stock or a price alone', () => {
    expect(mergeProduct({ before: undefined, change: { id: '2', at: 0, stock: 4 } }).kind).toBe('unknown');
  });

  it('does not change by what is older than what is known of the same part', () => {
    const product = after([
      start,
      { id: '1', at: 9, stock: 1 },
      { id: '1', at: 5, stock: 8, price: eur(850) },
    ]);
    expect(product.stock).toBe(1);
    expect(product.price).toEqual(eur(850));
  });
});
