import type { InboundEvent } from '../contract.ts';
import { type Details, digest, identify, track } from './events.ts';
import { compact } from './fields.ts';

/** A place as shops write it. */
export type Place = {
  readonly street?: string | undefined;
  readonly city?: string | undefined;
  readonly state?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly country?: string | undefined;
};

/** What a shop knows of a person. What is not known is not there, so it erases nothing. */
export type PersonTraits = {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly locale?: string | undefined;
  readonly address?: Place | undefined;
  readonly createdAt?: string | undefined;
};

const traitsOf = ({ address, ...traits }: PersonTraits): Record<string, unknown> => {
  const place = compact({ ...address });
  return compact({ ...traits, address: Object.keys(place).length === 0 ? undefined : place });
};

/** The traits of somebody whom an order or a checkout names; once for each version of them. */
export const personEvents = (
  details: Details & { readonly traits: PersonTraits; readonly of: string },
): readonly InboundEvent[] => {
  const traits = traitsOf(details.traits);
  if (Object.keys(traits).length === 0) return [];
  return [identify({ ...details, messageId: `identify:${details.of}:${digest(traits)}`, traits })];
};

/** What somebody said about being written to, and when. */
export type SaidConsent = {
  readonly channel: 'email' | 'sms';
  readonly granted: boolean;
  /** ISO 8601; when it is not known, that of the event. */
  readonly at?: string | undefined;
  /** What they were shown: `checkout`, `account`. */
  readonly by: string;
};

/** The event of a consent: once for each time it was said. `of` is the person, order or checkout it belongs to. */
export const consentEvent = (
  details: Details & { readonly said: SaidConsent; readonly of: string },
): InboundEvent => {
  const { said, from, of } = details;
  return track({
    ...details,
    at: said.at ?? details.at,
    event: said.granted ? 'Consent Granted' : 'Consent Withdrawn',
    messageId: `consent:${said.channel}:${of}:${said.granted ? 'yes' : 'no'}${said.at === undefined ? '' : `:${said.at}`}`,
    properties: {
      channel: said.channel,
      topic: '*',
      source: from.source,
      textVersion: `${from.source}:${said.by}`,
    },
  });
};

/** A customer's account. */
export type ShopCustomer = PersonTraits & {
  readonly id: string;
  readonly updatedAt?: string | undefined;
  readonly consents?: readonly SaidConsent[];
};

/**
 * The events of a customer as the shop has them: the traits, `Customer Created` the first time they are seen, `Customer Updated`
 * once for each version, and what they said of consent.
 */
export const customerEvents = (
  input: Omit<Details, 'who' | 'messageId'> & { readonly customer: ShopCustomer },
): readonly InboundEvent[] => {
  const { id, updatedAt, consents = [], ...traits } = input.customer;
  const who = { customerId: id, email: traits.email, phone: traits.phone };
  const at = updatedAt ?? traits.createdAt ?? input.at;
  const details = { ...input, who, at };
  const version = digest(traitsOf(traits));
  const properties = { customer_id: id };
  return [
    ...personEvents({ ...details, traits, of: `customer:${id}` }),
    track({
      ...details,
      at: traits.createdAt ?? at,
      event: 'Customer Created',
      messageId: `customer-created:${id}`,
      properties,
    }),
    ...(updatedAt === undefined || updatedAt === traits.createdAt
      ? []
      : [
          track({
            ...details,
            event: 'Customer Updated',
            messageId: `customer-updated:${id}:${version}`,
            properties,
          }),
        ]),
    ...consents.map((said) => consentEvent({ ...details, said, of: id })),
  ];
};

/** The event of an account that is no more. */
export const customerDeletedEvent = (
  input: Omit<Details, 'who' | 'messageId'> & { readonly id: string },
): InboundEvent =>
  track({
    ...input,
    who: { customerId: input.id },
    event: 'Customer Deleted',
    messageId: `customer-deleted:${input.id}`,
    properties: { customer_id: input.id },
  });
