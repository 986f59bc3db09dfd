import { z } from 'zod';
import { compact, id, maybe, text, time } from './fields.ts';

export const address = maybe(
  z.object({
    first_name: text,
    last_name: text,
    address1: text,
    city: text,
    province: text,
    zip: text,
    country_code: text,
  }),
);

export const consent = maybe(z.object({ state: z.string(), opt_in_level: text, consent_updated_at: time }));

/** A customer, on its own or within an order or checkout. Newer API versions leave tags and consents out. */
export const customer = z.object({
  id,
  email: text,
  phone: text,
  first_name: text,
  last_name: text,
  tags: text,
  created_at: time,
  updated_at: time,
  state: text,
  verified_email: maybe(z.boolean()),
  default_address: address,
  email_marketing_consent: consent,
  sms_marketing_consent: consent,
});

export type Customer = z.output<typeof customer>;
type Address = z.output<typeof address>;

const addressTraits = (place: Address) =>
  place === undefined
    ? undefined
    : compact({
        street: place.address1,
        city: place.city,
        state: place.province,
        postalCode: place.zip,
        country: place.country_code,
      });

/** What Shopify knows of a person, as Segment's traits. What is not known is not there, so it erases nothing. */
export const traitsOf = (input: {
  customer?: Customer | undefined;
  address?: Address;
  email?: string | undefined;
  phone?: string | undefined;
  locale?: string | undefined;
}): Record<string, unknown> => {
  const { customer: person } = input;
  const place = person?.default_address ?? input.address;
  return compact({
    email: person?.email ?? input.email,
    phone: person?.phone ?? input.phone,
    firstName: person?.first_name ?? place?.first_name,
    lastName: person?.last_name ?? place?.last_name,
    locale: input.locale,
    address: addressTraits(place),
    createdAt: person?.created_at,
    shopifyTags: person?.tags?.split(',').map((tag) => tag.trim()),
    shopifyState: person?.state,
    verifiedEmail: person?.verified_email,
  });
};
