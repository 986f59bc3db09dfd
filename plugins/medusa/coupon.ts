import { z } from 'zod';
import { type CouponInput, id, maybe, money } from '../commerce.ts';
import { type ActionContext, type Outcome, providerFailure } from '../contract.ts';
import { callApi, type MedusaConfig, readRows } from './api.ts';

type Context = ActionContext<MedusaConfig, undefined>;
type Made = { id: string; code: string; existed: boolean };

const promotion = z.object({
  id,
  code: z.string(),
  application_method: maybe(z.object({ type: z.string(), target_type: z.string(), value: maybe(money) })),
});

/** What the promotion takes off: percent or an amount of the order, or all of the shipping. */
const methodOf = ({ kind, value = 0, currency }: CouponInput, fallback: string | undefined) => {
  if (kind === 'free-shipping') {
    return { type: 'percentage', target_type: 'shipping_methods', allocation: 'across', value: 100 };
  }
  const of = (currency ?? fallback)?.toLowerCase();
  return {
    type: kind === 'percentage' ? 'percentage' : 'fixed',
    target_type: 'order',
    allocation: 'across',
    value,
    ...(of === undefined ? {} : { currency_code: of }),
  };
};

const bodyOf = (input: CouponInput, fallback: string | undefined) => {
  const { code, name, uses = 1, expiresAt, minOrder } = input;
  return {
    code,
    type: 'standard',
    status: 'active',
    is_automatic: false,
    application_method: methodOf(input, fallback),
    ...(minOrder === undefined
      ? {}
      : { rules: [{ attribute: 'item_subtotal', operator: 'gte', values: [String(minOrder)] }] }),
    // How often, and until when, are said by its campaign.
    campaign: {
      name: name ?? code,
      campaign_identifier: code,
      budget: { type: 'usage', limit: uses },
      ...(expiresAt === undefined ? {} : { ends_at: new Date(expiresAt).toISOString() }),
    },
  };
};

const findCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made> | 'absent'> => {
  const answer = await readRows(ctx, {
    path: 'promotions',
    query: { code: input.code, fields: 'id,code,*application_method' },
  });
  if (answer.kind !== 'done') return answer;
  const one = answer.rows
    .flatMap((row) => promotion.safeParse(row).data ?? [])
    .find(({ code }) => code.toLowerCase() === input.code.toLowerCase());
  if (one === undefined) return 'absent';
  const wanted = methodOf(input, ctx.config.currency);
  const method = one.application_method;
  const isSame =
    method?.type === wanted.type &&
    method.target_type === wanted.target_type &&
    method.value === money.parse(wanted.value);
  return isSame
    ? { kind: 'done', output: { id: one.id, code: input.code, existed: true }, providerId: one.id }
    : { kind: 'rejected', code: 'code-taken', message: 'The shop has this code for another discount.' };
};

/** Makes a promotion with a code, unless the shop has it. It is looked up first, and again when the shop refuses it. */
export const createCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made>> => {
  if (input.kind === 'amount' && input.currency === undefined && ctx.config.currency === undefined) {
    const message = 'An amount needs its currency: in the input, or as `currency` of the instance.';
    return { kind: 'rejected', code: 'no-currency', message };
  }
  const before = await findCoupon(ctx, input);
  if (before !== 'absent') return before;
  const answer = await callApi(ctx, { path: 'promotions', json: bodyOf(input, ctx.config.currency) });
  const made = z.object({ promotion }).safeParse(answer.json).data?.promotion;
  if (answer.status === 200 && made !== undefined) {
    return { kind: 'done', output: { id: made.id, code: input.code, existed: false }, providerId: made.id };
  }
  if (answer.status === 400 || answer.status === 409) {
    const again = await findCoupon(ctx, input);
    if (again !== 'absent') return again;
  }
  return providerFailure({ ctx, answer });
};
