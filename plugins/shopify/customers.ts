import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { consentEvents } from './consent.ts';
import { type Delivery, identify, readBody, track } from './delivery.ts';
import { id, text } from './fields.ts';
import { consent, customer, traitsOf } from './person.ts';

/** `customers/create` and `customers/update`: the traits, the event, and the consents where they are there. */
export const customerChanged =
  (kind: 'create' | 'update') =>
  (given: Delivery): readonly InboundEvent[] => {
    const { of, delivery } = readBody(customer, given);
    const who = { customerId: of.id, email: of.email, phone: of.phone };
    const at = (kind === 'create' ? of.created_at : of.updated_at) ?? delivery.triggeredAt;
    const key = kind === 'create' ? of.id : `${of.id}:${delivery.hash}`;
    const details = { delivery, who, at };
    const said = { delivery, who, since: of.created_at };
    return [
      identify({
        ...details,
        messageId: `identify:customer-${kind}:${key}`,
        traits: traitsOf({ customer: of }),
      }),
      track({
        ...details,
        event: kind === 'create' ? 'Customer Created' : 'Customer Updated',
        messageId: `customer-${kind}:${key}`,
        properties: { customer_id: of.id },
      }),
      ...consentEvents({ ...said, channel: 'email', said: of.email_marketing_consent }),
      ...consentEvents({ ...said, channel: 'sms', said: of.sms_marketing_consent }),
    ];
  };

/** Fields that only bodies of other topics have, which the signature does not tell apart. */
const ofOthers = ['created_at', 'domain', 'sms_marketing_consent'] as const;

/** `customers/delete` has nothing but the id. */
export const customerDeleted = (delivery: Delivery): readonly InboundEvent[] => {
  const of = z.looseObject({ id }).parse(delivery.json);
  if (ofOthers.some((field) => of[field] !== undefined))
    throw new TypeError('The body is not that of a deletion.');
  return [
    track({
      delivery,
      who: { customerId: of.id },
      at: delivery.triggeredAt,
      event: 'Customer Deleted',
      messageId: `customer-deleted:${of.id}`,
      properties: { customer_id: of.id },
    }),
  ];
};

/** `customers_email_marketing_consent/update`: where API versions since 2025-01 say it. */
export const emailConsentChanged = (delivery: Delivery): readonly InboundEvent[] => {
  const of = z
    .object({ customer_id: id, email_address: text, email_marketing_consent: consent })
    .parse(delivery.json);
  const who = { customerId: of.customer_id, email: of.email_address };
  const said = of.email_marketing_consent;
  return consentEvents({ delivery, who, channel: 'email', said, since: undefined });
};

/** `customers_marketing_consent/update`: the same for SMS. */
export const smsConsentChanged = (delivery: Delivery): readonly InboundEvent[] => {
  const of = z.object({ id, phone: text, sms_marketing_consent: consent }).parse(delivery.json);
  const who = { customerId: of.id, phone: of.phone };
  return consentEvents({ delivery, who, channel: 'sms', said: of.sms_marketing_consent, since: undefined });
};
