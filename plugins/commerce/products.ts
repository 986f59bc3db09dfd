import { type InboundProduct, toMinor } from '../contract.ts';
import { type Money, toNumber } from './amounts.ts';
import { compact } from './fields.ts';

/** A product as a shop has it now; what is left out stays as it is. */
export type ShopProduct = {
  readonly id: string;
  /** ISO 8601, on the shop's clock. */
  readonly updatedAt?: string | undefined;
  readonly sku?: string | undefined;
  readonly title?: string | undefined;
  readonly url?: string | undefined;
  readonly image?: string | undefined;
  readonly brand?: string | undefined;
  readonly categories?: readonly string[] | undefined;
  /** Amounts count only with the currency that they are in. */
  readonly currency?: string | undefined;
  readonly price?: Money | undefined;
  /** The price that is crossed out; null for none. */
  readonly compareAt?: Money | null | undefined;
  /** How many there are; null when nobody counts. */
  readonly stock?: number | null | undefined;
  readonly removed?: boolean | undefined;
};

const cut = (text: string | undefined, most: number): string | undefined => {
  const kept = text?.trim().slice(0, most).trim();
  return kept === '' ? undefined : kept;
};

const webAddress = (text: string | undefined): string | undefined => {
  const full = text?.startsWith('//') === true ? `https:${text}` : text;
  const isOne = full !== undefined && /^https?:\/\//.test(full) && full.length <= 2000 && URL.canParse(full);
  return isOne ? full : undefined;
};

/** A product of a shop for the catalog. What does not fit there is cut or left out, so that none is lost. */
export const productChange = (of: ShopProduct): InboundProduct => {
  const currency = of.currency?.toUpperCase();
  const money = (amount: Money | undefined) => {
    if (amount === undefined || amount < 0n || currency === undefined) return undefined;
    const minor = toMinor({ amount: toNumber(amount), currency });
    return minor === undefined ? undefined : { minor, currency };
  };
  const categories = of.categories?.flatMap((one) => cut(one, 200) ?? []).slice(0, 20);
  const product = compact({
    id: of.id,
    updatedAt: of.updatedAt,
    sku: cut(of.sku, 100),
    title: cut(of.title, 300),
    url: webAddress(of.url),
    image: webAddress(of.image),
    brand: cut(of.brand, 200),
    categories,
    price: money(of.price),
    compareAtPrice: of.compareAt === null ? null : money(of.compareAt),
    stock: of.stock === null || of.stock === undefined ? of.stock : Math.trunc(of.stock),
    removed: of.removed,
  });
  return { type: 'product', product: { ...product, id: of.id } };
};
