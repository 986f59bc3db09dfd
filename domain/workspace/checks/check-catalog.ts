import { nearest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import type { Catalog } from '../catalog.ts';

/** What is wrong with a catalogue beyond its shape: products of one id, and what goes with nothing there is. */
export const checkCatalog = (catalog: Catalog): readonly Problem[] => {
  const first = new Map<string, number>();
  const names = new Set(
    catalog.products
      .flatMap(({ product_id, sku, category }) => [product_id, sku, category])
      .filter((name) => name !== undefined),
  );
  return catalog.products.flatMap((product, index): Problem[] => {
    const problems = product.goesWith.flatMap((name, item): Problem[] => {
      if (names.has(name)) return [];
      const near = nearest({ word: name, known: names });
      return [
        {
          code: 'unknown-product',
          path: `products[${index}].goesWith[${item}]`,
          message: `\`${name}\` is no product id, SKU or category of this catalogue.`,
          hint: near === undefined ? 'Correct it, or remove it.' : `Did you mean \`${near}\`?`,
          severity: 'warning',
        },
      ];
    });
    const before = first.get(product.product_id);
    first.set(product.product_id, before ?? index);
    if (before === undefined) return problems;
    const message = `The product \`${product.product_id}\` stands at ${before + 1} already.`;
    return [
      {
        code: 'duplicate-product',
        path: `products[${index}].product_id`,
        message,
        hint: 'Keep one.',
        severity: 'error',
      },
      ...problems,
    ];
  });
};
