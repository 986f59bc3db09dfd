import { hashId } from '../hash.ts';
import { toMinor } from '../money.ts';
import type { Catalog } from '../workspace/catalog.ts';
import type { ProductChange } from './product.ts';

type Listed = Catalog['products'][number];

/** Tells entries of `catalog.json` apart. */
export const listedHash = (product: Listed): string => hashId('listed-product', JSON.stringify(product));

/** What `catalog.json` of a publication at `at` (epoch ms) says of a product. */
export const changeOfCatalog = (input: { product: Listed; at: number }): ProductChange => {
  const { product, at } = input;
  const { currency } = product;
  const minor = (amount: number | undefined) => {
    const value = toMinor({ amount, currency });
    return value === undefined ? undefined : { minor: value, currency };
  };
  return {
    id: product.product_id,
    at,
    details: {
      sku: product.sku,
      title: product.title,
      url: product.url,
      image: product.image_url,
      ...(product.category === undefined ? {} : { categories: [product.category] }),
      cost: minor(product.cost),
      listed: listedHash(product),
    },
    price: minor(product.price),
  };
};
