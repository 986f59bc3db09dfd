import type { z } from 'zod';
import {
  identify as identifyOf,
  isKnown,
  readBody as readFields,
  type Shopper,
  track as trackOf,
} from '../commerce.ts';
import type { InboundEvent } from '../contract.ts';

export { isKnown };

/** A verified delivery: its body and what the headers say about it. */
export type Delivery = {
  readonly topic: string;
  readonly shop: string;
  readonly json: unknown;
  /** A hash of the body: two updates of one object with other contents are two events. */
  readonly hash: string;
  /** When Shopify says it happened, or else when it arrived. */
  readonly triggeredAt: string;
  /** The currency of the shop's products, where it is configured. */
  readonly currency?: string | undefined;
  /** Fields of the body that are there and could not be read. */
  readonly ignored?: NonNullable<InboundEvent['ignored']>;
};

/** Reads the body of a delivery, and notes in it what could not be read. Throws for what is not what its topic says. */
export const readBody = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  given: Delivery,
): { readonly of: z.output<z.ZodObject<Shape>>; readonly delivery: Delivery } => {
  const { of, ignored } = readFields(schema, given.json);
  return { of, delivery: ignored === undefined ? given : { ...given, ignored } };
};

/** Whose event it is: every identity Shopify gives for a person. */
export type Who = Shopper;

type Details = {
  readonly delivery: Delivery;
  readonly who: Who;
  readonly at: string;
  /** From the signed body alone, so that a copy under other headers is the same event. */
  readonly messageId?: string;
  readonly test?: boolean | undefined;
};

const ofShop = ({ delivery, ...details }: Details) => ({
  who: details.who,
  at: details.at,
  test: details.test,
  ...(details.messageId === undefined ? {} : { messageId: details.messageId }),
  ignored: delivery.ignored,
  from: { source: 'shopify', shop: delivery.shop, topic: delivery.topic },
});

export const track = (
  details: Details & { readonly event: string; readonly properties: Record<string, unknown> },
): InboundEvent => trackOf({ ...ofShop(details), event: details.event, properties: details.properties });

export const identify = (details: Details & { readonly traits: Record<string, unknown> }): InboundEvent =>
  identifyOf({ ...ofShop(details), traits: details.traits });
