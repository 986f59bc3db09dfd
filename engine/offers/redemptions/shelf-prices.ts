import { isShownReduced, priorPriceOf } from '../../../domain/catalog/prior-price.ts';
import type { Cart, CartLine } from '../../../domain/offers/discount/cart.ts';
import type { Discount } from '../../../domain/offers/discount/work-out.ts';
import type { ProductRow, ProductStore } from '../../catalog/ports.ts';
import type { Clock } from '../../clock/clock.ts';

/** A line of a cart as the catalog knows its product. Amounts in minor units of the cart's currency. */
type ShelfLine = {
  readonly id: string;
  readonly productId: string;
  /** The lowest price of the 30 days before the present reduction. */
  readonly lowestPrice: number;
  /** Whether the shop shows it as reduced without any offer. */
  readonly isReduced: boolean;
};

/** What the catalog says of the prices of a cart's lines; a line whose product it does not know, or knows in another currency, is not there. */
export type ShelfPrices = (input: {
  readonly tenant: string;
  readonly cart: Cart;
  /** The instant it is about, in epoch ms; now by default. */
  readonly now?: number | undefined;
}) => Promise<readonly ShelfLine[]>;

/** A line whose price is reduced, with what the EU wants beside it. Amounts in minor units. */
export type ReducedLine = Pick<ShelfLine, 'id' | 'productId' | 'lowestPrice'>;

const productOf = (products: readonly ProductRow[], line: CartLine): ProductRow | undefined =>
  products.find(({ id }) => id === line.productId) ??
  products.find(({ id, sku }) => line.sku !== undefined && (sku === line.sku || id === line.sku)) ??
  products.find(({ sku }) => sku !== undefined && sku === line.productId);

/** Makes the look at the catalog for the lines of a cart: one read, none when no line names a product. */
export const createShelfPrices = (deps: {
  products: Pick<ProductStore, 'named'>;
  clock: Pick<Clock, 'now'>;
}): ShelfPrices => {
  return async ({ tenant, cart, now = deps.clock.now(tenant) }) => {
    const names = cart.lines.flatMap(({ productId, sku }) =>
      [productId, sku].filter((one) => one !== undefined),
    );
    const products = await deps.products.named({ tenant, names });
    return cart.lines.flatMap((line): ShelfLine[] => {
      const product = productOf(products, line);
      const lowest = product === undefined ? undefined : priorPriceOf({ product, now });
      if (product === undefined || lowest === undefined || lowest.currency !== cart.currency) return [];
      const isReduced = isShownReduced({ product, now });
      return [{ id: line.id, productId: product.id, lowestPrice: lowest.minor, isReduced }];
    });
  };
};

/** The lines that cost less than the shelf says, by an offer or in the shop itself. */
export const reducedLines = (input: {
  shelf: readonly ShelfLine[];
  discounts: readonly { readonly lines: Discount['lines'] }[];
}): readonly ReducedLine[] => {
  const less = new Set(
    input.discounts.flatMap(({ lines }) => lines.filter(({ discount }) => discount > 0).map(({ id }) => id)),
  );
  return input.shelf
    .filter(({ id, isReduced }) => isReduced || less.has(id))
    .map(({ id, productId, lowestPrice }) => ({ id, productId, lowestPrice }));
};
