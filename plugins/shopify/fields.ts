import { z } from 'zod';
import { maybe, money, type Money } from '../commerce.ts';

export { compact, count, id, maybe, money, type Money, sum, text, time, toNumber } from '../commerce.ts';

/** `{ shop_money: { amount, currency_code } }`: an amount in the shop's own currency, and in that of the buyer. */
const amountOf = z.object({ amount: money, currency_code: z.string() });
export const moneySet = maybe(z.object({ shop_money: amountOf, presentment_money: maybe(amountOf) }));

/** The amount in the shop's currency: that of the set, or else the plain one, which is in the shop's currency too. */
export const shopMoney = (set: z.output<typeof moneySet>, plain: Money | undefined): Money =>
  set?.shop_money.amount ?? plain ?? 0n;
