import { changeOfInput } from '../../domain/catalog/product-input.ts';
import type { ProductChange } from '../../domain/catalog/product.ts';
import type { InboundProduct } from '../../plugins/contract/inbound/product.ts';

/** What products that a connector found change in the catalog; `now` (epoch ms) stands for a time that is not said. */
export const changesOf = (input: {
  products: readonly InboundProduct[];
  now: number;
}): readonly ProductChange[] =>
  input.products.map(({ product }) => changeOfInput({ given: product, now: input.now }));
