import type { Product, ProductNews } from '../../domain/catalog/product.ts';
import type { InterestKind } from '../../domain/catalog/interest.ts';
import type { PageOf } from '../../domain/page.ts';

/** A product as it is stored: with its revision, and how far its news was told. */
export type ProductRow = Product & {
  readonly tenant: string;
  /** 0 for one that is not stored yet. */
  readonly rev: number;
  /** When its news is to be told, in real time; absent without news. */
  readonly due?: number;
  readonly lease?: string;
  /** How far the first news was told: the last person. */
  readonly told?: string;
};

/** What products are listed by. */
export type ProductFilter = {
  readonly category?: string;
  readonly isAvailable?: boolean;
  /** Words as `queryWords` makes them; each has to begin a word of the title, the brand or the SKU. */
  readonly words?: readonly string[];
};

/** The products of all tenants; unique by tenant and id. */
export type ProductStore = {
  readonly get: (input: { tenant: string; id: string }) => Promise<ProductRow | undefined>;
  /** Products by id or SKU, in no order. */
  readonly named: (input: { tenant: string; names: readonly string[] }) => Promise<readonly ProductRow[]>;
  /** Writes a product that still stands at its revision. */
  readonly write: (row: ProductRow) => Promise<'written' | 'conflict'>;
  /** Newest change first: by `updatedAt`, then `id`. */
  readonly list: (input: PageOf & ProductFilter & { tenant: string }) => Promise<readonly ProductRow[]>;
  /** Of a category, what came last first; removed ones too. */
  readonly ofCategory: (input: {
    tenant: string;
    category: string;
    limit: number;
  }) => Promise<readonly ProductRow[]>;
  /** Takes over products with news whose time has come (real time), each under a lease. */
  readonly takeNews: (input: {
    systemTime: number;
    until: number;
    limit: number;
  }) => Promise<readonly ProductRow[]>;
  /** Notes how far the first news of a product was told; false when somebody else has it now. */
  readonly noteTold: (input: { row: ProductRow; told: string; until: number }) => Promise<boolean>;
  /** Takes away news that was told; what is left is due at once. */
  readonly endNews: (input: { row: ProductRow; news: ProductNews; systemTime: number }) => Promise<void>;
};

/** The events by which people showed an interest in products. */
export type InterestReads = {
  /** Those of a kind about any of these ids or SKUs since an instant (epoch ms), the earliest first, strictly behind `after`. */
  readonly page: (input: {
    tenant: string;
    products: readonly string[];
    kind: InterestKind;
    since: number;
    after: { readonly at: number; readonly id: string } | undefined;
    limit: number;
  }) => Promise<
    readonly { readonly id: string; readonly profileId: string | undefined; readonly at: number }[]
  >;
};
