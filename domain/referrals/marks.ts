import { addressOf } from '../gate/reach.ts';
import type { Json, JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import { mailboxKey } from '../messages/mail-address.ts';
import type { Profile } from '../profiles/profile.ts';

/** What two accounts of one person have in common. */
export const markKinds = ['mailbox', 'phone', 'payment', 'device', 'address'] as const;
export type MarkKind = (typeof markKinds)[number];

/** What marks a person, in its one form. It is personal: keep it under a keyed hash only. */
export type MarkText = { readonly kind: MarkKind; readonly text: string };

const textMax = 200;
/** So many of one kind count: nobody has more by chance. */
const perKindMax = 20;

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, textMax) : '';

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const firstOf = (object: JsonObject, names: readonly string[]): string =>
  names.map((name) => fold(textOf(object[name]))).find((text) => text !== '') ?? '';

/**
 * A postal address in its one form: street, postal code or city, and country, without case, accents and punctuation. Undefined
 * for what names no street and place.
 */
export const addressKey = (value: Json | undefined): string | undefined => {
  if (!isJsonObject(value)) return undefined;
  const street = firstOf(value, ['street', 'address1', 'line1']);
  const place = firstOf(value, ['postalCode', 'postal_code', 'zip', 'city']);
  const country = firstOf(value, ['country_code', 'countryCode', 'country']);
  return street === '' || place === '' ? undefined : [street, place, country].join('|');
};

const known = (profile: Profile, kinds: readonly string[]): readonly string[] =>
  profile.ids.flatMap((id) => {
    const at = id.indexOf(':');
    return kinds.includes(id.slice(0, at)) ? [id.slice(at + 1)] : [];
  });

const listed = (kind: MarkKind, texts: readonly (string | undefined)[]): readonly MarkText[] =>
  [...new Set(texts.filter((text) => text !== undefined && text !== ''))]
    .slice(-perKindMax)
    .map((text) => ({ kind, text: text ?? '' }));

/**
 * What marks a person: mailboxes and phone numbers they are known by, devices, postal addresses, and the fingerprint of the
 * card that an order was paid with (`payment_fingerprint`).
 */
export const marksOf = (input: {
  profile: Profile;
  /** An event of theirs, which may bring more. */
  event?: { readonly properties: JsonObject; readonly context: JsonObject };
}): readonly MarkText[] => {
  const { profile, event } = input;
  const properties = event?.properties ?? {};
  const device = event?.context['device'];
  const email = addressOf({ profile, channel: 'email' });
  return [
    ...listed(
      'mailbox',
      [email, ...known(profile, ['email'])].map((one) => mailboxKey(one ?? '')),
    ),
    ...listed('phone', [addressOf({ profile, channel: 'sms' }), ...known(profile, ['phone'])]),
    ...listed('payment', [textOf(properties['payment_fingerprint'])]),
    ...listed('device', [
      ...known(profile, ['anon', 'device']),
      textOf(isJsonObject(device) ? device['id'] : undefined),
    ]),
    ...listed('address', [addressKey(profile.traits['address']), addressKey(properties['shipping_address'])]),
  ];
};

/** The addresses of e-mail a person is known by. */
export const emailsOf = (profile: Profile): readonly string[] => {
  const email = addressOf({ profile, channel: 'email' });
  return [...new Set([...(email === undefined ? [] : [email]), ...known(profile, ['email'])])];
};
