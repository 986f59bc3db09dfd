import type { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { type Delivery, track, type Who } from './delivery.ts';
import type { consent } from './person.ts';

type Consent = z.output<typeof consent>;

const ofState = (said: NonNullable<Consent>): 'Consent Granted' | 'Consent Withdrawn' | undefined => {
  if (said.state === 'subscribed') return 'Consent Granted';
  const isTakenBack = said.state === 'unsubscribed' || said.state === 'not_subscribed';
  // Without a time it was never given. `pending` waits for the second opt-in.
  return isTakenBack && said.consent_updated_at !== undefined ? 'Consent Withdrawn' : undefined;
};

/**
 * What a customer's consent on one channel says, at the time it was said: Shopify repeats it in every update of
 * the customer, and an old yes must not undo a newer no.
 */
export const consentEvents = (input: {
  delivery: Delivery;
  who: Who & { readonly customerId: string };
  channel: 'email' | 'sms';
  said: Consent;
  /** When the customer was made: the time of a yes that has none. */
  since: string | undefined;
}): readonly InboundEvent[] => {
  const { delivery, who, channel, said } = input;
  const event = said === undefined ? undefined : ofState(said);
  if (said === undefined || event === undefined) return [];
  const at = said.consent_updated_at ?? input.since ?? delivery.triggeredAt;
  return [
    track({
      delivery,
      who,
      at,
      event,
      messageId: `consent:${channel}:${who.customerId}:${said.state}:${at}`,
      properties: {
        channel,
        topic: '*',
        source: 'shopify',
        textVersion: said.opt_in_level === undefined ? undefined : `shopify:${said.opt_in_level}`,
        confirmed: said.opt_in_level === 'confirmed_opt_in' ? true : undefined,
      },
    }),
  ];
};

/** A ticked box at the checkout. A box left alone is silence: it takes nothing back. */
export const checkoutConsent = (input: {
  delivery: Delivery;
  who: Who;
  channel: 'email' | 'sms';
  isTicked: boolean | undefined;
  at: string;
  /** What the box belongs to: an order or a checkout. */
  of: string;
}): readonly InboundEvent[] => {
  const { delivery, who, channel, at } = input;
  const address = channel === 'email' ? who.email : who.phone;
  if (input.isTicked !== true || address === undefined) return [];
  return [
    track({
      delivery,
      who,
      at,
      event: 'Consent Granted',
      messageId: `consent:${channel}:${input.of}`,
      properties: { channel, topic: '*', source: 'shopify', textVersion: 'shopify:checkout' },
    }),
  ];
};
