import { z } from 'zod';
import { readSaidTime } from '../contract.ts';

/** Templates write numbers as text, and nothing as blank. */
const blank = z.literal('').transform((): undefined => undefined);
const amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,9}(?:\.\d{1,6})?$/)
      .transform(Number),
  ])
  .pipe(z.number().positive().max(1_000_000_000));
const orBlank = <T extends z.ZodType>(schema: T) => z.union([blank, schema]).optional();

const instant = z
  .union([z.string(), z.number()])
  .transform((value, ctx) => {
    const at = readSaidTime(value);
    if (at !== undefined) return at;
    ctx.addIssue({ code: 'custom', message: 'must be a time such as `2026-12-24T10:00:00Z`' });
    return z.NEVER;
  })
  .pipe(z.number());

/**
 * The coupon that a shop is to make, with the amounts of the offer as decimals: what the step `offer` gives (`steps.<id>.code`, `kind`, `value`,
 * `currency`, `minOrder`, `expiresAt`) fits it.
 */
export const couponInput = z
  .strictObject({
    code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{2,49}$/, 'letters, digits and dashes, 3 to 50'),
    kind: z.enum(['percentage', 'amount', 'free-shipping']),
    /** Percent, or a decimal amount in the currency of the shop. */
    value: orBlank(amount),
    currency: orBlank(z.string().regex(/^[A-Za-z]{3}$/)),
    minOrder: orBlank(amount),
    /** When it ends; ISO 8601, or what else says a time. */
    expiresAt: orBlank(instant),
    /** How often it can be used: once by default. */
    uses: orBlank(amount.pipe(z.number().int().max(1_000_000))),
    /** What the team of the shop sees beside it. */
    name: orBlank(z.string().max(40)),
  })
  .refine(({ kind, value }) => kind === 'free-shipping' || value !== undefined, {
    error: 'is needed: percent, or an amount',
    path: ['value'],
  })
  .refine(({ kind, value = 0 }) => kind !== 'percentage' || value <= 100, {
    error: 'is a percentage above 100',
    path: ['value'],
  });
export type CouponInput = z.output<typeof couponInput>;

/** What came of it: the shop's id of it, and whether it was there already. */
export const couponOutput = z.object({ id: z.string(), code: z.string(), existed: z.boolean() });
