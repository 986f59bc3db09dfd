import { z } from 'zod';

import type { AcceptedEvent } from '../events/event.ts';
import { hashId } from '../hash.ts';

/** A browser gives its push subscription, and takes it back. A public key may say both for its own browser. */
export const pushSubscribed = 'Push Subscribed';
export const pushUnsubscribed = 'Push Unsubscribed';

/** A browser of a person that shows notifications. */
export type PushDevice = {
  /** The same for the same subscription, no matter who has it. */
  readonly id: string;
  /** What messages are sent to: the subscription as JSON, with its endpoint and keys. */
  readonly address: string;
  /** When the browser gave it first and last, epoch milliseconds. */
  readonly since: number;
  readonly seen: number;
};

/** So many a person has at most; of more than that the ones that were given longest ago are forgotten. */
export const pushDevicesMax = 10;

const key = (length: { min: number; max: number }) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${length.min},${length.max}}=*$`));

/** `PushSubscription.toJSON()` (Push API of the W3C), as far as it is needed. */
const subscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(1_000),
  keys: z.object({ p256dh: key({ min: 86, max: 88 }), auth: key({ min: 22, max: 24 }) }),
});

type Subscription = z.output<typeof subscription>;

/** What is kept of the properties of `Push Subscribed`; undefined for what is no subscription of a browser. */
export const readPushSubscription = (properties: unknown): Subscription | undefined =>
  subscription.safeParse(properties).data;

const endpointOf = z.object({ endpoint: z.string().min(1).max(1_000) });

const idOf = (endpoint: string): string => hashId('push-device', endpoint);

/** What an event says of a device. */
export type PushNews =
  | { readonly kind: 'subscribed'; readonly device: PushDevice }
  | { readonly kind: 'unsubscribed'; readonly id: string; readonly at: number };

/** Reads what an event says of a device; undefined for other events, and for what cannot be read. */
export const readPushNews = (
  event: Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp'>,
): PushNews | undefined => {
  const { name, properties, timestamp: at } = event;
  if (name === pushUnsubscribed) {
    const read = endpointOf.safeParse(properties).data;
    return read === undefined ? undefined : { kind: 'unsubscribed', id: idOf(read.endpoint), at };
  }
  const read = name === pushSubscribed ? readPushSubscription(properties) : undefined;
  if (read === undefined) return undefined;
  const { endpoint, keys } = read;
  const address = JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  return { kind: 'subscribed', device: { id: idOf(endpoint), address, since: at, seen: at } };
};

/** The host of the push service of a device. */
export const pushServiceOf = ({ address }: PushDevice): string => {
  const read = endpointOf.safeParse(JSON.parse(address)).data;
  return read === undefined ? '' : new URL(read.endpoint).host;
};

const join = (a: PushDevice, b: PushDevice): PushDevice => {
  const newer = b.seen >= a.seen ? b : a;
  return { ...newer, since: Math.min(a.since, b.since) };
};

/** Unites devices, each once, the one given last first, as many as a person may have. */
export const joinPushDevices = (
  a: readonly PushDevice[],
  b: readonly PushDevice[],
): readonly PushDevice[] => {
  const all = new Map(a.map((one) => [one.id, one]));
  for (const one of b) {
    const known = all.get(one.id);
    all.set(one.id, known === undefined ? one : join(known, one));
  }
  return [...all.values()]
    .toSorted((one, other) => other.seen - one.seen || (one.id < other.id ? -1 : 1))
    .slice(0, pushDevicesMax);
};

/** Whether an event gives a browser that the person had before: a page gives it again at each visit. */
export const isGivenAgain = (input: {
  readonly event: Parameters<typeof readPushNews>[0];
  /** The devices as they are with the event. */
  readonly devices: readonly PushDevice[] | undefined;
}): boolean => {
  const news = readPushNews(input.event);
  if (news?.kind !== 'subscribed') return false;
  const { id, since } = news.device;
  return (input.devices ?? []).some((one) => one.id === id && one.since < since);
};

type WithDevices = { readonly pushDevices?: readonly PushDevice[] };

/** The same without a device; one that was given again after `at` stays. */
export const withoutPushDevice = <T extends WithDevices>(input: {
  profile: T;
  id: string;
  /** Epoch milliseconds. */
  at: number;
}): T => {
  const { profile, id, at } = input;
  const kept = (profile.pushDevices ?? []).filter((one) => one.id !== id || one.seen > at);
  if (kept.length === (profile.pushDevices ?? []).length) return profile;
  return { ...profile, pushDevices: kept };
};

/** Applies what an event says of a device. Other events change nothing. */
export const applyPushNews = <T extends WithDevices>(
  profile: T,
  event: Parameters<typeof readPushNews>[0],
): T => {
  const news = readPushNews(event);
  if (news === undefined) return profile;
  if (news.kind === 'unsubscribed') return withoutPushDevice({ profile, ...news });
  return { ...profile, pushDevices: joinPushDevices(profile.pushDevices ?? [], [news.device]) };
};
