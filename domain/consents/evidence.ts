import ipaddr from 'ipaddr.js';

import type { AcceptedEvent } from '../events/event.ts';
import { isObject, type JsonObject, own } from '../json.ts';

/** What shows that a person really said it; every part is bounded, and none is there that the event did not bring. */
export type Evidence = {
  /** Where it was said: a form or a page, without what follows `?` or `#`. */
  readonly form?: string;
  readonly order?: string;
  /** The message whose link was followed. */
  readonly message?: string;
  /** The network it came from, never the address itself: `203.0.113.0/24`, `2001:db8:1::/48`. */
  readonly network?: string;
  readonly userAgent?: string;
  /** The event that asked for a confirmed opt-in, and when it did (epoch milliseconds). */
  readonly request?: { readonly event: string; readonly at: number };
};

const idMax = 200;

const textAt = (object: JsonObject, name: string, max: number = idMax): string | undefined => {
  const value = own(object, name);
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, max) : undefined;
};

/**
 * The network of an address: the first 24 bits of IPv4, 48 of IPv6. Enough to see from where somebody agreed, and not who
 * they are. Undefined for what is no address.
 */
export const networkOf = (address: string): string | undefined => {
  if (!ipaddr.isValid(address)) return undefined;
  const read = ipaddr.process(address);
  const bits = read instanceof ipaddr.IPv4 ? 24 : 48;
  const kind = read instanceof ipaddr.IPv4 ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${read.toString()}/${bits}`).toString()}/${bits}`;
};

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');

const formOf = ({ properties, context }: Pick<AcceptedEvent, 'properties' | 'context'>) => {
  const page = own(context, 'page');
  const url = textAt(properties, 'url', 2000) ?? (isObject(page) ? textAt(page, 'url', 2000) : undefined);
  const form = textAt(properties, 'form') ?? url;
  return form === undefined ? undefined : withoutQuery(form).slice(0, idMax);
};

const networkIn = (context: JsonObject): string | undefined => {
  const text = textAt(context, 'ip');
  // What the engine's own pages tell is a network already.
  return text === undefined ? undefined : networkOf(text.replace(/\/\d{1,3}$/, ''));
};

const requestOf = (properties: JsonObject): Evidence['request'] => {
  const event = textAt(properties, 'request_id', 400);
  const at = own(properties, 'requested_at');
  return event === undefined || typeof at !== 'number' ? undefined : { event, at };
};

/** Reads what an event brings to show that a consent was given or withdrawn. */
export const evidenceOf = (event: Pick<AcceptedEvent, 'properties' | 'context'>): Evidence => {
  const { properties, context } = event;
  const form = formOf(event);
  const order = textAt(properties, 'order_id');
  const message = textAt(properties, 'message_id');
  const network = networkIn(context);
  const userAgent = textAt(context, 'userAgent');
  const request = requestOf(properties);
  return {
    ...(form === undefined ? {} : { form }),
    ...(order === undefined ? {} : { order }),
    ...(message === undefined ? {} : { message }),
    ...(network === undefined ? {} : { network }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(request === undefined ? {} : { request }),
  };
};
