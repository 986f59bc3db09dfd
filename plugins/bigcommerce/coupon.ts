import { z } from 'zod';
import { type CouponInput, id, money } from '../commerce.ts';
import { type ActionContext, type HttpAnswer, type Outcome, providerFailure } from '../contract.ts';
import { type BigCommerceConfig, callApi, readRows } from './api.ts';

type Context = ActionContext<BigCommerceConfig, undefined>;
type Made = { id: string; code: string; existed: boolean };

const coupon = z.object({ id, code: z.string(), type: z.string(), amount: money });

const types = {
  percentage: 'percentage_discount',
  amount: 'per_total_discount',
  'free-shipping': 'free_shipping',
} as const;
const amountOf = ({ kind, value = 0 }: CouponInput): string =>
  kind === 'free-shipping' ? '0' : String(value);

const bodyOf = (input: CouponInput) => ({
  name: input.name ?? input.code,
  code: input.code,
  type: types[input.kind],
  amount: amountOf(input),
  enabled: true,
  max_uses: input.uses ?? 1,
  // Category 0 is the whole shop.
  applies_to: { entity: 'categories', ids: [0] },
  ...(input.minOrder === undefined ? {} : { min_purchase: String(input.minOrder) }),
  ...(input.expiresAt === undefined ? {} : { expires: new Date(input.expiresAt).toUTCString() }),
});

const findCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made> | 'absent'> => {
  const answer = await readRows(ctx, { path: 'v2/coupons', query: { code: input.code } });
  if (answer.kind !== 'done') return answer;
  const one = answer.rows
    .flatMap((row) => coupon.safeParse(row).data ?? [])
    .find(({ code }) => code.toLowerCase() === input.code.toLowerCase());
  if (one === undefined) return 'absent';
  if (one.type !== types[input.kind] || one.amount !== money.parse(amountOf(input))) {
    return { kind: 'rejected', code: 'code-taken', message: 'The shop has this code for another discount.' };
  }
  return { kind: 'done', output: { id: one.id, code: input.code, existed: true }, providerId: one.id };
};

const failed = (ctx: Context, answer: HttpAnswer): Outcome<Made> => providerFailure({ ctx, answer });

/** Makes a coupon, unless the shop has it. It is looked up first, and again when the shop says that it has it. */
export const createCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made>> => {
  const before = await findCoupon(ctx, input);
  if (before !== 'absent') return before;
  const answer = await callApi(ctx, { path: 'v2/coupons', json: bodyOf(input) });
  const made = coupon.safeParse(answer.json);
  if ((answer.status === 200 || answer.status === 201) && made.success) {
    const output = { id: made.data.id, code: input.code, existed: false };
    return { kind: 'done', output, providerId: made.data.id };
  }
  if (answer.status === 400 || answer.status === 409) {
    const again = await findCoupon(ctx, input);
    if (again !== 'absent') return again;
  }
  return failed(ctx, answer);
};
