import { describe, expect, it } from 'vitest';

import { catalogSchema, complementsOf } from './catalog.ts';
import { checkCatalog } from './checks/check-catalog.ts';

const product = (id: string, goesWith: readonly string[], category = 'tea'): string =>
  `{ "product_id": "${id}", "sku": "SKU-${id}", "title": "Product ${id}", "url": "https://a.example/${id}", "price": 5,
     "currency": "EUR", "category": "${category}", "goesWith": ${JSON.stringify(goesWith)} }`;

const catalog = catalogSchema.parse(
  JSON.parse(
    `{ "products": [${[product('1', ['SKU-2', 'cups']), product('2', []), product('3', ['1'], 'cups'), product('4', [], 'cups')].join(',')}] }`,
  ),
);

const ids = (products: readonly unknown[], owned: readonly string[] = []): string[] =>
  complementsOf({ catalog, products, owned }).map(({ product_id }) => product_id);

describe('what goes with a product', () => {
  it('is what the product at hand names, by id, SKU or category, in that order', () => {
    expect(ids([{ product_id: '1' }])).toEqual(['2', '3', '4']);
    expect(ids([{ sku: 'SKU-3' }])).toEqual(['1']);
    expect(ids([{ product_id: 3 }])).toEqual(['1']);
  });

  it('is nothing that is at hand or owned already', () => {
    expect(ids([{ product_id: '1' }, { product_id: '2' }])).toEqual(['3', '4']);
    expect(ids([{ product_id: '1' }], ['SKU-2', '3'])).toEqual(['4']);
  });

  it('is nothing for products nobody knows', () => {
    expect(complementsOf({ catalog, products: [{ product_id: '9' }, 'x', null], owned: [] })).toEqual([]);
  });
});

it('refuses two products of one id, and doubts what goes with nothing', () => {
  const twice = catalogSchema.parse(
    JSON.parse(`{ "products": [${product('1', ['cup'], 'cups')}, ${product('1', [])}] }`),
  );
  expect(checkCatalog(twice).map(({ code, path, severity }) => `${severity} ${code} ${path}`)).toEqual([
    'warning unknown-product products[0].goesWith[0]',
    'error duplicate-product products[1].product_id',
  ]);
});
