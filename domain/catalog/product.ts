import type { PricePoint } from './prices.ts';

/** An amount: integer minor units of a currency. */
export type Money = { readonly minor: number; readonly currency: string };

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What a product is, besides its price and its stock. */
export type ProductDetails = {
  readonly sku?: string | undefined;
  readonly title?: string | undefined;
  readonly url?: string | undefined;
  readonly image?: string | undefined;
  readonly brand?: string | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly attributes?: Attributes | undefined;
  /** What one of it costs the shop; in no message. */
  readonly cost?: Money | undefined;
  /** Whether the shop still has it on offer at all. */
  readonly isRemoved?: boolean | undefined;
  /** A hash of the entry of `catalog.json` that was brought in last. */
  readonly listed?: string | undefined;
};

/** The parts of a product that each have a clock: what is older than what is known of a part changes nothing. */
export const productParts = ['details', 'price', 'stock'] as const;
export type ProductPart = (typeof productParts)[number];

/** What a source says of a product as of an instant; what it does not say stays as it is. */
export type ProductChange = {
  readonly id: string;
  /** Epoch ms, on the clock of the source. */
  readonly at: number;
  readonly details?: ProductDetails | undefined;
  readonly price?: Money | undefined;
  /** What it cost before, crossed out; null for none. */
  readonly compareAt?: Money | null | undefined;
  /** How many there are; null when nobody counts them. */
  readonly stock?: number | null | undefined;
};

/** What of a product people are told. */
export type NewsKind = 'back-in-stock' | 'price-dropped';

/** What happened to a product, to be told to everybody concerned. */
export type ProductNews = {
  readonly id: string;
  readonly kind: NewsKind;
  readonly at: number;
  /** For a price drop: from what. For back in stock: since when it was out. */
  readonly from?: Money | undefined;
  readonly since?: number | undefined;
};

/** A product as it is known now. */
export type Product = Omit<ProductDetails, 'isRemoved' | 'title'> & {
  readonly id: string;
  readonly title: string;
  readonly categories: readonly string[];
  readonly attributes: Attributes;
  readonly price?: Money | undefined;
  readonly compareAt?: Money | undefined;
  /** Absent when nobody counts them: then it is taken as available. */
  readonly stock?: number | undefined;
  /** Since when there are none. */
  readonly outSince?: number | undefined;
  readonly addedAt: number;
  readonly updatedAt: number;
  readonly removedAt?: number | undefined;
  readonly clocks: Readonly<Partial<Record<ProductPart, number>>>;
  readonly prices: readonly PricePoint[];
  /** What is still to be told, the oldest first. */
  readonly news: readonly ProductNews[];
};

/** Whether it can be bought. */
export const isAvailable = (product: Pick<Product, 'stock' | 'removedAt'>): boolean =>
  product.removedAt === undefined && (product.stock === undefined || product.stock > 0);
