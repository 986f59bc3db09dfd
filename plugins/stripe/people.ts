import { z } from 'zod';
import { customerDeletedEvent, customerEvents, maybe, type PersonTraits, text } from '../commerce.ts';
import type { InboundEvent } from '../contract.ts';
import { at, detailsOf, type StripeEvent } from './event.ts';

export const address = maybe(
  z.object({ line1: text, city: text, state: text, postal_code: text, country: text }),
);

/** Stripe has one name: the first word is the first name. */
export const traitsOf = (of: {
  name?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  locale?: string | undefined;
  address?: z.output<typeof address>;
}): PersonTraits => {
  const [first, ...rest] = (of.name ?? '').trim().split(/\s+/);
  return {
    email: of.email,
    phone: of.phone,
    firstName: first === '' ? undefined : first,
    lastName: rest.length === 0 ? undefined : rest.join(' '),
    locale: of.locale,
    address: {
      street: of.address?.line1,
      city: of.address?.city,
      state: of.address?.state,
      postalCode: of.address?.postal_code,
      country: of.address?.country,
    },
  };
};

const customer = z.object({
  id: z.string().min(1),
  email: text,
  name: text,
  phone: text,
  created: at,
  address,
  preferred_locales: maybe(z.array(z.string())),
});

/** `customer.created` and `customer.updated`. */
export const customerChanged = (event: StripeEvent): readonly InboundEvent[] => {
  const of = customer.parse(event.object);
  const traits = traitsOf({ ...of, locale: of.preferred_locales?.[0] });
  return customerEvents({
    ...detailsOf(event, {}),
    customer: { ...traits, id: of.id, createdAt: of.created, updatedAt: event.at },
  });
};

/** `customer.deleted`. */
export const customerDeleted = (event: StripeEvent): readonly InboundEvent[] => [
  customerDeletedEvent({ ...detailsOf(event, {}), id: customer.parse(event.object).id }),
];
