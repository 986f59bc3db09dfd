import { z } from 'zod';
import { maybe, text, toNumber, track } from '../commerce.ts';
import type { InboundEvent } from '../contract.ts';
import { stripeMoney } from './amounts.ts';
import { at, detailsOf, ref, type StripeEvent, told } from './event.ts';

const item = z.object({
  quantity: maybe(z.number()),
  current_period_end: at,
  price: maybe(
    z.object({
      id: text,
      product: ref,
      nickname: text,
      unit_amount: maybe(z.number()),
      currency: text,
      recurring: maybe(z.object({ interval: text, interval_count: maybe(z.number()) })),
    }),
  ),
});

const subscription = z.object({
  id: z.string().min(1),
  customer: ref,
  status: z.string(),
  created: at,
  cancel_at_period_end: maybe(z.boolean()),
  cancel_at: at,
  ended_at: at,
  trial_end: at,
  // Newer versions of the API have it with the items.
  current_period_end: at,
  items: maybe(z.object({ data: z.array(item) })),
  cancellation_details: maybe(z.object({ feedback: text, reason: text })),
});
type Subscription = z.output<typeof subscription>;

const propertiesOf = (of: Subscription): Record<string, unknown> => {
  const [first] = of.items?.data ?? [];
  const price = first?.price;
  return {
    subscription_id: of.id,
    status: of.status,
    product_id: price?.product,
    price_id: price?.id,
    plan: price?.nickname,
    amount:
      price?.unit_amount === undefined || price.currency === undefined
        ? undefined
        : toNumber(stripeMoney(price.unit_amount, price.currency)),
    currency: price?.currency?.toUpperCase(),
    quantity: first?.quantity,
    interval: price?.recurring?.interval,
    interval_count: price?.recurring?.interval_count,
    renews_at: of.current_period_end ?? first?.current_period_end,
    trial_ends_at: of.trial_end,
    cancels_at: of.cancel_at,
    ended_at: of.ended_at,
    reason: of.cancellation_details?.reason,
    feedback: of.cancellation_details?.feedback,
  };
};

/** Not begun: the first payment is open, or was never made. */
const notBegun: ReadonlySet<string> = new Set(['incomplete', 'incomplete_expired']);

const started = (event: StripeEvent, of: Subscription): readonly InboundEvent[] => {
  if (notBegun.has(of.status)) return [];
  return [
    track({
      ...detailsOf(event, { customerId: of.customer }),
      event: 'Subscription Started',
      messageId: `subscription-started:${of.id}`,
      properties: propertiesOf(of),
    }),
  ];
};

/** `customer.subscription.created`: begun, unless its first payment is still open. */
export const subscriptionCreated = (event: StripeEvent): readonly InboundEvent[] =>
  started(event, subscription.parse(event.object));

/** What of a change has a name of its own. */
const namesOf = (event: StripeEvent, of: Subscription): readonly string[] => {
  const { before } = event;
  const names: string[] = [];
  const isEnding = of.cancel_at_period_end === true || of.cancel_at !== undefined;
  const said = ['cancel_at_period_end', 'cancel_at'].some((field) => Object.hasOwn(before, field));
  if (said)
    names.push(isEnding ? 'Subscription Cancellation Scheduled' : 'Subscription Cancellation Withdrawn');
  if (Object.hasOwn(before, 'status') && of.status === 'past_due') names.push('Subscription Past Due');
  return names;
};

/** `customer.subscription.updated`: that it changed, and what of it has a name. */
export const subscriptionUpdated = (event: StripeEvent): readonly InboundEvent[] => {
  const of = subscription.parse(event.object);
  const isBegun = before(event) === 'incomplete';
  return [
    ...(isBegun ? started(event, of) : []),
    ...['Subscription Updated', ...namesOf(event, of)].map((name) =>
      told(event, {
        who: { customerId: of.customer },
        name,
        properties: { ...propertiesOf(of), changed: Object.keys(event.before).slice(0, 50) },
      }),
    ),
  ];
};

const before = (event: StripeEvent): unknown => event.before['status'];

/** `customer.subscription.deleted`, `.paused`, `.resumed` and `.trial_will_end`. */
export const subscriptionTold =
  (name: 'Subscription Cancelled' | 'Subscription Paused' | 'Subscription Resumed' | 'Trial Ending') =>
  (event: StripeEvent): readonly InboundEvent[] => {
    const of = subscription.parse(event.object);
    return [told(event, { who: { customerId: of.customer }, name, properties: propertiesOf(of) })];
  };
