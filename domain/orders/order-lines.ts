import { isObject } from '../json.ts';
import { readAmount, toMinor } from '../money.ts';
import { returnedProducts } from './order-refunds.ts';
import { type Order, type OrderLine, refundedOfOrder } from './orders.ts';

/** What the catalogue says of a product; `cost` is a decimal amount of `currency`. */
export type CatalogProduct = {
  readonly product_id: string;
  readonly sku?: string | undefined;
  readonly category?: string | undefined;
  readonly currency: string;
  readonly cost?: number | undefined;
};

const linesMax = 500;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const readLine = (input: { line: unknown; currency: string }): OrderLine | undefined => {
  const { line, currency } = input;
  if (!isObject(line)) return undefined;
  const known = {
    productId: text(line['product_id']),
    sku: text(line['sku']),
    name: text(line['name']),
    category: text(line['category']),
    price: toMinor({ amount: line['price'], currency }),
    cost: toMinor({ amount: line['cost'], currency }),
  };
  const given: Partial<OrderLine> = Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== undefined),
  );
  return { ...given, quantity: readAmount(line['quantity']) ?? 1 };
};

/** The products of these lines by id and by SKU; of two under one name the first counts. */
const productsOf = (input: {
  lines: readonly OrderLine[];
  catalog: readonly CatalogProduct[];
}): ReadonlyMap<string, CatalogProduct> => {
  const wanted = new Set(input.lines.flatMap(({ productId, sku }) => [productId, sku]));
  const found = new Map<string, CatalogProduct>();
  for (const product of input.catalog) {
    for (const name of [product.product_id, product.sku]) {
      if (name !== undefined && wanted.has(name) && !found.has(name)) found.set(name, product);
    }
  }
  return found;
};

/**
 * Reads the lines of an order, the first 500, with amounts in minor units of `currency`. What a line does not say of its
 * product (category, cost) is taken from the catalogue; a cost in another currency counts as none.
 */
export const readLines = (input: {
  products: readonly unknown[];
  currency: string;
  catalog?: readonly CatalogProduct[] | undefined;
}): readonly OrderLine[] => {
  const { products, currency, catalog = [] } = input;
  const lines = products.slice(0, linesMax).flatMap((line) => readLine({ line, currency }) ?? []);
  if (catalog.length === 0) return lines;
  const known = productsOf({ lines, catalog });
  return lines.map((line): OrderLine => {
    const product = known.get(line.productId ?? '') ?? known.get(line.sku ?? '');
    if (product === undefined) return line;
    const { category } = product;
    const cost = product.currency === currency ? toMinor({ amount: product.cost, currency }) : undefined;
    return {
      ...(category === undefined ? {} : { category }),
      ...(cost === undefined ? {} : { cost }),
      ...line,
    };
  });
};

/**
 * The lines of which the customer still has something, with the quantity that did not come back. Nothing is kept of an
 * order that was refunded whole.
 */
export const keptLines = (order: Order): readonly OrderLine[] => {
  const revenue = order.money?.revenue ?? 0;
  if (revenue > 0 && refundedOfOrder(order) >= revenue) return [];
  const back = new Map(returnedProducts(order.refunds));
  return (order.goods?.lines ?? []).flatMap((line) => {
    const product = line.productId ?? line.sku ?? '';
    const returned = Math.min(back.get(product) ?? 0, line.quantity);
    if (returned > 0) back.set(product, (back.get(product) ?? 0) - returned);
    const quantity = line.quantity - returned;
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
};
