import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { compact } from './fields.ts';

/** A verified delivery: its body and what the headers say about it. */
export type Delivery = {
  readonly topic: string;
  readonly shop: string;
  readonly json: unknown;
  /** A hash of the body: two updates of one object with other contents are two events. */
  readonly hash: string;
  /** When Shopify says it happened, or else when it arrived. */
  readonly triggeredAt: string;
  /** Fields of the body that are there and could not be read. */
  readonly ignored?: NonNullable<InboundEvent['ignored']>;
};

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');

const body = z.record(z.string(), z.unknown());

/**
 * Reads the body of a delivery. What an event can do without and could not be read is noted, for the events that are made of
 * it. Throws for what is not what its topic says.
 */
export const readBody = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  given: Delivery,
): { readonly of: z.output<z.ZodObject<Shape>>; readonly delivery: Delivery } => {
  const of = schema.parse(given.json);
  const raw = body.parse(given.json);
  const read = new Map<string, unknown>(Object.entries(of));
  const unread = Object.keys(schema.shape).filter((field) => {
    const value = read.get(field);
    const isLost = value === undefined || (Array.isArray(value) && !Array.isArray(raw[field]));
    return isLost && isThere(raw[field]);
  });
  if (unread.length === 0) return { of, delivery: given };
  const ignored = unread.map((path) => ({
    path,
    message: `\`${path}\` could not be read, and was left out.`,
  }));
  return { of, delivery: { ...given, ignored } };
};

type Known = string | undefined;

/** Whose event it is: every identity Shopify gives for a person. */
export type Who = {
  readonly customerId?: Known;
  readonly email?: Known;
  readonly phone?: Known;
  /** An order belongs to one person, so it identifies them where nothing else is said: in a refund. */
  readonly orderId?: Known;
  readonly anonymousId?: Known;
};

type Details = {
  readonly delivery: Delivery;
  readonly who: Who;
  readonly at: string;
  /** From the signed body alone, so that a copy under other headers is the same event. */
  readonly messageId?: string;
  readonly test?: boolean | undefined;
};

const identityOf = (who: Who) => {
  const externalIds = [
    { kind: 'shopify_customer_id', value: who.customerId },
    { kind: 'email', value: who.email },
    { kind: 'phone', value: who.phone },
    { kind: 'shopify_order_id', value: who.orderId },
  ].flatMap(({ kind, value }) => (value === undefined ? [] : [{ kind, value }]));
  return {
    ...(externalIds.length === 0 ? {} : { externalIds }),
    ...(who.anonymousId === undefined ? {} : { anonymousId: who.anonymousId }),
  };
};

/** True when somebody can be meant by these identities. */
export const isKnown = (who: Who): boolean => Object.keys(identityOf(who)).length > 0;

const common = ({ delivery, who, at, messageId, test }: Details) => ({
  ...identityOf(who),
  ...(messageId === undefined ? {} : { messageId }),
  timestamp: at,
  context: compact({
    source: 'shopify',
    shop: delivery.shop,
    topic: delivery.topic,
    test: test === true ? true : undefined,
  }),
  ...(delivery.ignored === undefined ? {} : { ignored: delivery.ignored }),
});

export const track = (
  details: Details & { readonly event: string; readonly properties: Record<string, unknown> },
): InboundEvent => ({
  type: 'track',
  event: details.event,
  properties: compact(details.properties),
  ...common(details),
});

export const identify = (details: Details & { readonly traits: Record<string, unknown> }): InboundEvent => ({
  type: 'identify',
  traits: compact(details.traits),
  ...common(details),
});
