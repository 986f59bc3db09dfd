import { z } from 'zod';
import { type Details, maybe, type Shop, type Shopper, track } from '../commerce.ts';
import type { InboundEvent } from '../contract.ts';

export const envelope = z.object({
  id: z.string().min(1),
  type: z.string(),
  created: z.number(),
  livemode: maybe(z.boolean()),
  account: maybe(z.string()),
  data: z.object({
    object: z.record(z.string(), z.unknown()),
    previous_attributes: maybe(z.record(z.string(), z.unknown())),
  }),
});

/** An event of Stripe's, as far as all have it in common. */
export type StripeEvent = {
  readonly id: string;
  readonly object: Readonly<Record<string, unknown>>;
  /** What it was before, of the fields that changed. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly from: Shop;
  readonly at: string;
  readonly test: boolean;
  /** Whether payments count as orders of the shop. */
  readonly hasOrders: boolean;
};

/** A reference: an id, or the object itself where it is expanded. */
export const ref = maybe(
  z.union([z.string().min(1), z.object({ id: z.string().min(1) }).transform(({ id }) => id)]),
);

const instant = (value: number): string => new Date(value * 1_000).toISOString();

/** Epoch seconds as ISO 8601. */
export const at = maybe(z.number().positive().transform(instant));

/** What the events of one of Stripe's share. */
export const detailsOf = (event: StripeEvent, who: Shopper): Omit<Details, 'messageId'> => ({
  from: event.from,
  who,
  at: event.at,
  test: event.test,
});

/** A `track` event that is told once for each event of Stripe's. */
export const told = (
  event: StripeEvent,
  input: { who: Shopper; name: string; properties: Record<string, unknown> },
): InboundEvent =>
  track({
    ...detailsOf(event, input.who),
    event: input.name,
    messageId: `${event.id}:${input.name}`,
    properties: input.properties,
  });
