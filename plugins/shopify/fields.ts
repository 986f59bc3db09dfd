import { z } from 'zod';
import { readSaidTime } from '../contract.ts';

/**
 * A field that an event can do without. Shopify leaves it out or sends null, and what is there and cannot be read is the
 * same to us: no helper field loses an order.
 */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);

/** Ids are numbers, and strings once they are too long for one. */
export const id = z.union([z.string().min(1), z.int().transform(String)]);

const withOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Shopify's times carry the shop's offset; ours are in UTC. Undefined for what is no time: the delivery's stands in. */
export const time = z
  .unknown()
  .optional()
  .transform((value) => {
    const at = typeof value === 'string' && withOffset.test(value) ? readSaidTime(value) : undefined;
    return at === undefined ? undefined : new Date(at).toISOString();
  });

export const text = maybe(z.union([z.string(), z.number().transform(String)])).transform((value) =>
  value === undefined || value.trim() === '' ? undefined : value,
);

/** How many: a whole number, also as text; 1 when it cannot be read. */
export const count = z.coerce.number().int().catch(1);

const SCALE = 6;

/** Money as the exact decimal it was written as: an integer of millionths. */
export type Money = bigint;

/**
 * Reads a decimal such as `"10.00"`. Refunds have some amounts as numbers, with the noise of floats: what is beyond the
 * sixth place is rounded away.
 */
export const money = z
  .union([z.string().trim(), z.number().transform((amount) => amount.toFixed(SCALE))])
  .pipe(z.string().regex(/^-?\d{1,18}(?:\.\d+)?$/, 'a decimal amount'))
  .transform((decimal): Money => {
    const [whole = '0', fraction = ''] = decimal.split('.');
    const kept = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, '0'));
    const isUp = Number(fraction[SCALE] ?? 0) >= 5;
    return isUp ? kept + (decimal.startsWith('-') ? -1n : 1n) : kept;
  });

/** The nearest number, as Segment has amounts. The division of two exact integers rounds once. */
export const toNumber = (amount: Money): number => Number(amount) / 10 ** SCALE;

export const sum = (amounts: readonly Money[]): Money => amounts.reduce((total, one) => total + one, 0n);

/** `{ shop_money: { amount, currency_code } }`: an amount in the shop's own currency, and in that of the buyer. */
const amountOf = z.object({ amount: money, currency_code: z.string() });
export const moneySet = maybe(z.object({ shop_money: amountOf, presentment_money: maybe(amountOf) }));

/** The amount in the shop's currency: that of the set, or else the plain one, which is in the shop's currency too. */
export const shopMoney = (set: z.output<typeof moneySet>, plain: Money | undefined): Money =>
  set?.shop_money.amount ?? plain ?? 0n;

/** A plain object without the keys that have no value. */
export const compact = (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
