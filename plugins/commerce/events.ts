import { createHash } from 'node:crypto';
import type { InboundEvent } from '../contract.ts';
import { compact } from './fields.ts';

type Known = string | undefined;

/** Whose event it is: every identity that a shop gives for a person. */
export type Shopper = {
  readonly customerId?: Known;
  readonly email?: Known;
  readonly phone?: Known;
  /** An order belongs to one person, so it identifies them where nothing else is said: in a refund. */
  readonly orderId?: Known;
  readonly anonymousId?: Known;
};

/** Where events come from. */
export type Shop = {
  /** `shopify`: names the kinds of ids (`shopify_customer_id`), and is `context.source`. */
  readonly source: string;
  /** The shop's own name. */
  readonly shop?: Known;
  readonly topic?: Known;
};

export type Details = {
  readonly from: Shop;
  readonly who: Shopper;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** From what happened alone, so that a copy, or a poll that finds the same, is the same event. */
  readonly messageId?: string;
  readonly test?: boolean | undefined;
  readonly ignored?: InboundEvent['ignored'];
};

const identityOf = ({ source }: Shop, who: Shopper) => {
  const externalIds = [
    { kind: `${source}_customer_id`, value: who.customerId },
    { kind: 'email', value: who.email },
    { kind: 'phone', value: who.phone },
    { kind: `${source}_order_id`, value: who.orderId },
  ].flatMap(({ kind, value }) => (value === undefined ? [] : [{ kind, value }]));
  return {
    ...(externalIds.length === 0 ? {} : { externalIds }),
    ...(who.anonymousId === undefined ? {} : { anonymousId: who.anonymousId }),
  };
};

/** True when somebody can be meant by these identities. */
export const isKnown = (who: Shopper): boolean => Object.values(who).some((value) => value !== undefined);

const common = ({ from, who, at, messageId, test, ignored }: Details) => ({
  ...identityOf(from, who),
  ...(messageId === undefined ? {} : { messageId }),
  timestamp: at,
  context: compact({
    source: from.source,
    shop: from.shop,
    topic: from.topic,
    test: test === true ? true : undefined,
  }),
  ...(ignored === undefined ? {} : { ignored }),
});

/** A `track` event of a shop. */
export const track = (
  details: Details & { readonly event: string; readonly properties: Record<string, unknown> },
): InboundEvent => ({
  type: 'track',
  event: details.event,
  properties: compact(details.properties),
  ...common(details),
});

/** What a shop says of a person. */
export const identify = (details: Details & { readonly traits: Record<string, unknown> }): InboundEvent => ({
  type: 'identify',
  traits: compact(details.traits),
  ...common(details),
});

/** A short hash of a value: what is told again unchanged is the same event. */
export const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
