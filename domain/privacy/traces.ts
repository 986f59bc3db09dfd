import { channelNames, channelType } from '../messages/channels.ts';
import type { AcceptedEvent } from '../events/event.ts';
import { isObject } from '../json.ts';
import { normaliseEmail } from '../messages/mail-address.ts';
import { normalisePhone } from '../messages/phone.ts';
import { identitiesOf } from '../profiles/identities/identity.ts';
import { isOrderKind, kindOf } from '../profiles/identities/identity-kinds.ts';
import type { Profile } from '../profiles/profile.ts';

/** What a person can be named by: identities as `kind:value`, and ids of orders. */
export type Named = { readonly ids: readonly string[]; readonly orders: readonly string[] };

/**
 * An address by its keyed hashes: the current one, under which it is written, then those of earlier secrets, under
 * which it may have been.
 */
export type HashedAddress = {
  readonly tenant: string;
  readonly channel: string;
  readonly addressHashes: readonly [string, ...string[]];
  /** The same of the mailbox, where the address is a form of another one (`ana+1@`): what reaches it is counted there as well. */
  readonly mailboxHashes?: readonly [string, ...string[]];
};

/** What is known of a person whose data is to go, beyond their profiles. */
export type Traces = {
  readonly named: Named;
  readonly addresses: readonly HashedAddress[];
};

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one: unknown) =>
    typeof one === 'string' && one !== '' ? [one] : typeof one === 'number' ? [String(one)] : [],
  );

/** The addresses among traits, as identities. */
const addressesIn = (traits: unknown): readonly string[] => {
  if (!isObject(traits)) return [];
  const emails = texts(traits['email']).flatMap((one) => normaliseEmail(one) ?? []);
  const phones = texts(traits['phone']).flatMap((one) => normalisePhone(one) ?? []);
  return [...emails.map((one) => `email:${one}`), ...phones.map((one) => `phone:${one}`)];
};

/** Addresses of several parts among traits, such as a postal one. They are no identities: events are not met by them. */
const composedIn = (traits: Readonly<Record<string, unknown>>): readonly string[] =>
  channelNames.flatMap((channel) => {
    const { address, composed } = channelType(channel);
    const read = composed?.readIn(traits);
    return read?.ok === true ? [`${address}:${read.address}`] : [];
  });

/** Ids of orders among identities: a source may name whose an event is by an order alone. */
const ordersIn = (ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => (isOrderKind(kindOf(id)) ? [id.slice(id.indexOf(':') + 1)] : []));

type Call = Pick<
  AcceptedEvent,
  'type' | 'userId' | 'anonymousId' | 'previousId' | 'externalIds' | 'traits' | 'context' | 'properties'
>;

/** Everybody and everything an event names: whom it is about, whom it was, addresses among traits, the order. */
export const namedBy = (event: Call): Named => {
  const previous =
    event.previousId === undefined ? [] : [`user:${event.previousId}`, `anon:${event.previousId}`];
  const ids = [
    ...identitiesOf(event),
    ...previous,
    ...addressesIn(event.traits),
    ...addressesIn(event.context['traits']),
  ];
  const orders = [
    ...texts(event.properties['order_id']),
    ...texts(event.properties['order_ids']),
    ...ordersIn(ids),
  ];
  return { ids: [...new Set(ids)], orders: [...new Set(orders)] };
};

type Known = Pick<Profile, 'ids' | 'mergedIds' | 'traits'>;

/** What the profiles of one person, their orders, and the person who asks name. */
export const namedByAll = (input: {
  profiles: readonly Known[];
  orders: readonly string[];
  asked: Named;
}): Named => {
  const { profiles, orders, asked } = input;
  const ids = [
    ...asked.ids,
    ...profiles.flatMap(({ ids: own, mergedIds = [], traits }) => [
      ...own,
      ...mergedIds,
      ...addressesIn(traits),
      ...composedIn(traits),
    ]),
  ];
  return { ids: [...new Set(ids)], orders: [...new Set([...asked.orders, ...orders, ...ordersIn(ids)])] };
};

/** Kinds of identity that nobody is written to by. */
const isNoAddress = (kind: string): boolean => kind === 'user' || kind === 'anon' || isOrderKind(kind);

/** The addresses among identities, by the channels they are written to on. */
export const addressesOf = ({
  ids,
}: Named): readonly { readonly channel: string; readonly address: string }[] =>
  ids.flatMap((id) => {
    const kind = kindOf(id);
    const address = id.slice(kind.length + 1);
    if (isNoAddress(kind)) return [];
    const channels = channelNames.filter((channel) => channelType(channel).address === kind);
    return [...new Set([kind, ...channels])].map((channel) => ({
      channel,
      address,
    }));
  });

const shortest = 5;
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Makes the look for a person in a text that nobody can read in another way, such as a request that no plugin understood:
 * whether one of their identities or orders stands in it as a word. Values of fewer than five characters are not looked for,
 * since they would be found in everything.
 */
export const createMentions = ({ ids, orders }: Named): ((text: string) => boolean) => {
  const values = [...ids.map((id) => id.slice(id.indexOf(':') + 1)), ...orders];
  const words = [...new Set(values)].filter((value) => value.length >= shortest);
  if (words.length === 0) return () => false;
  const pattern = new RegExp(`(?<![\\w@])(?:${words.map(escaped).join('|')})(?![\\w@])`, 'i');
  const phones = ids.filter((id) => id.startsWith('phone:')).map((id) => id.slice('phone:'.length));
  return (text) => {
    if (pattern.test(text)) return true;
    const digits = phones.length === 0 ? '' : text.replaceAll(/[\s().\-/]/g, '');
    return phones.some((phone) => phone.length > shortest && digits.includes(phone));
  };
};
