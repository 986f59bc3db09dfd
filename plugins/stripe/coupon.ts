import { z } from 'zod';
import { type CouponInput, maybe } from '../commerce.ts';
import { type ActionContext, type HttpAnswer, type Outcome, providerFailure } from '../contract.ts';
import { digitsOf } from './amounts.ts';
import { callStripe, type StripeConfig } from './api.ts';

type Context = ActionContext<StripeConfig, undefined>;
type Made = { id: string; code: string; existed: boolean };

const coupon = z.object({
  id: z.string(),
  percent_off: maybe(z.number()),
  amount_off: maybe(z.number()),
  currency: maybe(z.string()),
});
const promotion = z.object({ id: z.string(), promotion: maybe(z.object({ coupon })) });
const refusal = z.object({ error: z.object({ code: maybe(z.string()), message: maybe(z.string()) }) });

const failed = (ctx: Context, answer: HttpAnswer): Outcome<Made> =>
  providerFailure({ ctx, answer, reason: refusal.safeParse(answer.json).data?.error.message });

const minor = (amount: number, currency: string): number => Math.round(amount * 10 ** digitsOf(currency));

type Terms = { percent_off: number } | { amount_off: number; currency: string };

/** What the coupon takes off, as Stripe writes it; a refusal for what Stripe cannot do. */
const termsOf = (input: CouponInput): Terms | Extract<Outcome<Made>, { kind: 'rejected' }> => {
  const { kind, value = 0, currency } = input;
  const rejected = (message: string) => ({ kind: 'rejected' as const, code: 'invalid', message });
  if (kind === 'free-shipping') return rejected('Stripe has no coupon for free shipping.');
  if (kind === 'percentage') return { percent_off: value };
  if (currency === undefined) return rejected('Stripe needs the `currency` of an amount.');
  return { amount_off: minor(value, currency), currency: currency.toLowerCase() };
};

const isSame = (terms: Terms, of: z.output<typeof coupon>): boolean =>
  'percent_off' in terms
    ? of.percent_off === terms.percent_off
    : of.amount_off === terms.amount_off && of.currency === terms.currency;

/** The promotion code that customers type in, if there is one that works. */
const findCode = async (
  ctx: Context,
  input: CouponInput,
  terms: Terms,
): Promise<Outcome<Made> | 'absent'> => {
  const query = new URLSearchParams({
    code: input.code,
    active: 'true',
    limit: '1',
    'expand[0]': 'data.promotion.coupon',
  });
  const answer = await callStripe(ctx, { path: `/v1/promotion_codes?${query.toString()}` });
  const found = z.object({ data: z.array(promotion) }).safeParse(answer.json);
  if (answer.status !== 200 || !found.success) return failed(ctx, answer);
  const [one] = found.data.data;
  if (one === undefined) return 'absent';
  if (one.promotion === undefined || !isSame(terms, one.promotion.coupon)) {
    return { kind: 'rejected', code: 'code-taken', message: 'Stripe has this code for another discount.' };
  }
  return { kind: 'done', output: { id: one.id, code: input.code, existed: true }, providerId: one.id };
};

const couponForm = (input: CouponInput, terms: Terms): Record<string, string> => ({
  // The id is the code: a payment says which coupon it used, and not which code.
  id: input.code,
  duration: 'once',
  ...Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, String(value)])),
  ...(input.name === undefined ? {} : { name: input.name }),
});

const codeForm = (input: CouponInput): Record<string, string> => ({
  code: input.code,
  'promotion[type]': 'coupon',
  'promotion[coupon]': input.code,
  max_redemptions: String(input.uses ?? 1),
  ...(input.expiresAt === undefined ? {} : { expires_at: String(Math.floor(input.expiresAt / 1_000)) }),
  ...(input.minOrder === undefined || input.currency === undefined
    ? {}
    : {
        'restrictions[minimum_amount]': String(minor(input.minOrder, input.currency)),
        'restrictions[minimum_amount_currency]': input.currency.toLowerCase(),
      }),
});

/** Makes a coupon and the code for it, unless they are there. Both are made with a key that Stripe keeps, and looked up when it says that it has them. */
export const createCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made>> => {
  const terms = termsOf(input);
  if ('kind' in terms) return terms;
  const before = await findCode(ctx, input, terms);
  if (before !== 'absent') return before;
  const made = await callStripe(ctx, { path: '/v1/coupons', form: couponForm(input, terms), key: 'coupon' });
  const isThere = refusal.safeParse(made.json).data?.error.code === 'resource_already_exists';
  if (made.status !== 200 && !isThere) return failed(ctx, made);
  const answer = await callStripe(ctx, { path: '/v1/promotion_codes', form: codeForm(input), key: 'code' });
  const code = promotion.safeParse(answer.json);
  if (answer.status === 200 && code.success) {
    const output = { id: code.data.id, code: input.code, existed: false };
    return { kind: 'done', output, providerId: code.data.id };
  }
  if (answer.status === 400) {
    const again = await findCode(ctx, input, terms);
    if (again !== 'absent') return again;
  }
  return failed(ctx, answer);
};
