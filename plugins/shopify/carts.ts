import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { type Delivery, readBody, track } from './delivery.ts';
import { maybe, money, moneySet, shopMoney, sum, time, toNumber } from './fields.ts';
import { line, product } from './lines.ts';

const cartLine = z.object({
  ...line.shape,
  line_price: maybe(money),
  line_price_set: moneySet,
  price_set: moneySet,
});

const cart = z.object({
  token: z.string().min(1),
  updated_at: time,
  line_items: z.array(cartLine),
  attributes: z.unknown().optional(),
});

const attribute = z.record(z.string(), z.unknown());

/** A cart names nobody: it is known by the id the theme hands over, or else only by itself. */
const ownerOf = (of: z.output<typeof cart>): string => {
  const attributes = attribute.safeParse(of.attributes).data ?? {};
  const given = attributes['ciclo_anonymous_id'] ?? attributes['anonymous_id'];
  return typeof given === 'string' && given !== '' ? given : `shopify-cart:${of.token}`;
};

/**
 * `carts/create` and `carts/update`: the cart as it now is. Shopify sends no difference, and not every change, so
 * "Product Added" cannot be told from it; the shop's own tracker sends that.
 */
export const cartChanged = (given: Delivery): readonly InboundEvent[] => {
  const { of, delivery } = readBody(cart, given);
  const currency = of.line_items
    .map((one) => (one.price_set ?? one.line_price_set)?.shop_money.currency_code)
    .find((one) => one !== undefined);
  return [
    track({
      delivery,
      who: { anonymousId: ownerOf(of) },
      at: of.updated_at ?? delivery.triggeredAt,
      event: 'Cart Updated',
      messageId: `cart-updated:${of.token}:${delivery.hash}`,
      properties: {
        cart_id: of.token,
        value: toNumber(sum(of.line_items.map((one) => shopMoney(one.line_price_set, one.line_price)))),
        currency,
        products: of.line_items.map((one) => product(one)),
      },
    }),
  ];
};
