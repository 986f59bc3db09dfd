import { z } from 'zod';

/** Shopify leaves a field out, or sends null: the same to us. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** Ids are numbers, and strings once they are too long for one. */
export const id = z.union([z.string().min(1), z.int().transform(String)]);

/** Shopify's times carry the shop's offset; ours are in UTC. */
export const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

export const text = maybe(z.string()).transform((value) => (value === '' ? undefined : value));

const SCALE = 6;

/** Money as the exact decimal it was written as: an integer of millionths. */
export type Money = bigint;

/** Reads a decimal such as `"10.00"`; refunds have some amounts as numbers. */
export const money = z
  .union([z.string(), z.number().transform(String)])
  .pipe(z.string().regex(/^-?\d+(?:\.\d{1,6})?$/, 'a decimal amount'))
  .transform((decimal): Money => {
    const [whole = '0', fraction = ''] = decimal.split('.');
    return BigInt(whole + fraction.padEnd(SCALE, '0'));
  });

/** The nearest number, as Segment has amounts. The division of two exact integers rounds once. */
export const toNumber = (amount: Money): number => Number(amount) / 10 ** SCALE;

export const sum = (amounts: readonly Money[]): Money => amounts.reduce((total, one) => total + one, 0n);

/** `{ shop_money: { amount, currency_code } }`, the shop's own currency of an amount. */
export const moneySet = maybe(
  z.object({ shop_money: z.object({ amount: money, currency_code: z.string() }) }),
);

/** A plain object without the keys that have no value. */
export const compact = (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
