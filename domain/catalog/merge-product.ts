import { hashId } from '../hash.ts';
import { addPrice } from './prices.ts';
import type { Product, ProductChange, ProductNews, ProductPart } from './product.ts';

/** So much is kept to be told; of more the oldest goes untold. */
const newsMax = 10;

type Given = { readonly before: Product | undefined; readonly change: ProductChange };

/** What a change makes of a product; `unknown`: it says nothing of a product that is not known but price or stock. */
export type MergedProduct =
  | { readonly kind: 'created' | 'changed' | 'unchanged'; readonly product: Product }
  | { readonly kind: 'unknown' };

const isCurrent = ({ before, change }: Given, part: ProductPart): boolean =>
  change.at >= (before?.clocks[part] ?? Number.NEGATIVE_INFINITY);

const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) Object.assign(kept, { [name]: value });
  }
  return kept;
};

const without = <T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Omit<T, K> => {
  const copy = { ...value };
  for (const name of names) delete copy[name];
  return copy;
};

const withDetails = (product: Product, { change }: Given): Product => {
  const { details = {}, at } = change;
  const { isRemoved, ...rest } = details;
  const told = { ...product, ...given(rest), clocks: { ...product.clocks, details: at } };
  if (isRemoved === undefined) return told;
  return isRemoved ? { ...told, removedAt: product.removedAt ?? at } : without(told, 'removedAt');
};

const withPrice = (product: Product, input: Given): Product => {
  const { change } = input;
  const { price, compareAt, at } = change;
  const prices =
    price === undefined ? product.prices : addPrice({ prices: product.prices, point: { at, ...price } });
  if (!isCurrent(input, 'price')) return { ...product, prices };
  const told = { ...product, ...given({ price }), prices, clocks: { ...product.clocks, price: at } };
  if (compareAt === undefined) return told;
  return compareAt === null ? without(told, 'compareAt') : { ...told, compareAt };
};

const withStock = (product: Product, { change }: Given): Product => {
  const { stock, at } = change;
  const told = { ...product, clocks: { ...product.clocks, stock: at } };
  if (stock === undefined || stock === null) return without(told, 'stock', 'outSince');
  if (stock > 0) return { ...without(told, 'outSince'), stock };
  return { ...told, stock, outSince: product.outSince ?? at };
};

const newsOf = (before: Product | undefined, product: Product, at: number): readonly ProductNews[] => {
  const made = (one: Omit<ProductNews, 'id' | 'at'>): ProductNews => ({
    ...one,
    at,
    id: hashId('product-news', product.id, one.kind, String(at)),
  });
  if (before === undefined) return [];
  const { outSince: since } = before;
  const [was, is] = [before.price, product.price];
  const isBack = since !== undefined && (product.stock === undefined || product.stock > 0);
  const isCheaper =
    was !== undefined && is !== undefined && was.currency === is.currency && is.minor < was.minor;
  return [
    ...(isBack ? [made({ kind: 'back-in-stock', since })] : []),
    ...(isCheaper ? [made({ kind: 'price-dropped', from: was })] : []),
  ];
};

const newProduct = ({ id, at, details }: ProductChange, title: string): Product => ({
  id,
  title,
  categories: details?.categories ?? [],
  attributes: details?.attributes ?? {},
  addedAt: at,
  updatedAt: at,
  clocks: {},
  prices: [],
  news: [],
});

const plain = ({ updatedAt: _at, clocks: _clocks, prices: _prices, news: _news, ...rest }: Product): string =>
  JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Joins what a source says into what is known of a product. Details, price and stock have a clock each: what is older than what
 * is known of the part changes nothing but the history of prices, so sources may come in any order. What follows is
 * noted as news: it is back in stock, it costs less.
 */
export const mergeProduct = (input: Given): MergedProduct => {
  const { before, change } = input;
  const start =
    before ?? (change.details?.title === undefined ? undefined : newProduct(change, change.details.title));
  if (start === undefined) return { kind: 'unknown' };
  let product = start;
  if (change.details !== undefined && isCurrent(input, 'details')) product = withDetails(product, input);
  if (change.price !== undefined || change.compareAt !== undefined) product = withPrice(product, input);
  if (change.stock !== undefined && isCurrent(input, 'stock')) product = withStock(product, input);
  const news = [...product.news, ...newsOf(before, product, change.at)].slice(-newsMax);
  const updatedAt = Math.max(product.updatedAt, change.at);
  const isChanged = before === undefined || plain(before) !== plain(product);
  return {
    kind: before === undefined ? 'created' : isChanged ? 'changed' : 'unchanged',
    product: { ...product, news, updatedAt: isChanged ? updatedAt : start.updatedAt },
  };
};
