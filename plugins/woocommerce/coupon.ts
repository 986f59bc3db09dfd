import { z } from 'zod';
import { type CouponInput, id, money, type Money } from '../commerce.ts';
import { type ActionContext, type HttpAnswer, type Outcome, providerFailure } from '../contract.ts';
import { callApi, type WooConfig } from './api.ts';

type Context = ActionContext<WooConfig, undefined>;
type Made = { id: string; code: string; existed: boolean };

const coupon = z.object({ id, code: z.string(), discount_type: z.string(), amount: money });
const refusal = z.object({ code: z.string(), message: z.string() });

const noKey: Outcome<Made> = {
  kind: 'retry',
  code: 'auth-failed',
  message: 'The instance has no `url`, `key` and `secret` of the REST API.',
  afterMs: 60_000,
};

const typeOf = ({ kind }: CouponInput): string => (kind === 'percentage' ? 'percent' : 'fixed_cart');
const amountOf = ({ kind, value = 0 }: CouponInput): string =>
  kind === 'free-shipping' ? '0' : String(value);

const bodyOf = (input: CouponInput) => ({
  code: input.code,
  discount_type: typeOf(input),
  amount: amountOf(input),
  usage_limit: input.uses ?? 1,
  individual_use: false,
  ...(input.kind === 'free-shipping' ? { free_shipping: true } : {}),
  ...(input.minOrder === undefined ? {} : { minimum_amount: String(input.minOrder) }),
  ...(input.expiresAt === undefined
    ? {}
    : { date_expires_gmt: new Date(input.expiresAt).toISOString().slice(0, 19) }),
  ...(input.name === undefined ? {} : { description: input.name }),
});

const failed = (ctx: Context, answer: HttpAnswer): Outcome<Made> =>
  providerFailure({ ctx, answer, reason: refusal.safeParse(answer.json).data?.message });

/** The coupon of this code, if the shop has one. Codes are compared as WooCommerce does, without regard to case. */
const findCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made> | 'absent'> => {
  const answer = await callApi(ctx, { path: 'coupons', query: { code: input.code } });
  if (answer === undefined) return noKey;
  const found = z.array(coupon).safeParse(answer.json);
  if (answer.status !== 200 || !found.success) return failed(ctx, answer);
  const one = found.data.find(({ code }) => code.toLowerCase() === input.code.toLowerCase());
  if (one === undefined) return 'absent';
  const wanted: Money = money.parse(amountOf(input));
  if (one.discount_type !== typeOf(input) || one.amount !== wanted) {
    return { kind: 'rejected', code: 'code-taken', message: 'The shop has this code for another discount.' };
  }
  return { kind: 'done', output: { id: one.id, code: input.code, existed: true }, providerId: one.id };
};

/** Makes a coupon, unless the shop has it. It is looked up first, and again when the shop says that it has it. */
export const createCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made>> => {
  const before = await findCoupon(ctx, input);
  if (before !== 'absent') return before;
  const answer = await callApi(ctx, { path: 'coupons', json: bodyOf(input) });
  if (answer === undefined) return noKey;
  const made = coupon.safeParse(answer.json);
  if (answer.status === 201 && made.success) {
    const output = { id: made.data.id, code: input.code, existed: false };
    return { kind: 'done', output, providerId: made.data.id };
  }
  if (refusal.safeParse(answer.json).data?.code === 'woocommerce_rest_coupon_code_already_exists') {
    const again = await findCoupon(ctx, input);
    if (again !== 'absent') return again;
  }
  return failed(ctx, answer);
};
