import { z } from 'zod';
import { maybe, text } from './fields.ts';

/** Where a checkout or an order came from. Checkouts have `{}` for no attributes. */
export const origin = {
  landing_site: text,
  referring_site: text,
  source_name: text,
  note_attributes: z.array(z.object({ name: z.string(), value: maybe(z.coerce.string()) })).catch([]),
};

type Attribute = { readonly name: string; readonly value: string | undefined };

const attributeOf = (attributes: readonly Attribute[], names: readonly string[]): string | undefined =>
  attributes.find(
    ({ name, value }) => names.includes(name.toLowerCase()) && value !== undefined && value !== '',
  )?.value;

const queryOf = (landingSite: string | undefined, names: readonly string[]): string | undefined => {
  const base = 'https://shop.invalid';
  if (landingSite === undefined || !URL.canParse(landingSite, base)) return undefined;
  const { searchParams } = new URL(landingSite, base);
  return (
    names.map((name) => searchParams.get(name)).find((value) => value !== null && value !== '') ?? undefined
  );
};

const referralNames = ['ref', 'referral', 'referral_code'];

/** The advocate's code: from a note attribute the theme sets, or from the link that brought the visitor. */
export const referralCode = (of: {
  landing_site: string | undefined;
  note_attributes: readonly Attribute[];
}): string | undefined =>
  attributeOf(of.note_attributes, referralNames) ?? queryOf(of.landing_site, referralNames);

/** The id a tracker in the shop's pages knows the visitor by, when the theme hands it over. */
export const anonymousId = (of: { note_attributes: readonly Attribute[] }): string | undefined =>
  attributeOf(of.note_attributes, ['ciclo_anonymous_id', 'anonymous_id']);
