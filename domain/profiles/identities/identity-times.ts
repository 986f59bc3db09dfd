import type { AcceptedEvent } from '../../events/event.ts';
import { identitiesOf } from './identity.ts';
import { isDeviceKind, kindOf } from './identity-kinds.ts';

/**
 * Who named an identity: `shop` (a server key, a verified webhook, an import), `proof` (a page of somebody who proved who they are), `page` (a page about its
 * own visitor), `link` (its owner, by a link in a mail that went there).
 */
export type IdentityWord = 'shop' | 'proof' | 'page' | 'link';

/** Since when an identity is known of a person, by the times of the events that named it, epoch milliseconds. */
export type SeenIdentity = {
  readonly id: string;
  readonly first: number;
  readonly last: number;
  /** In their order as text. */
  readonly by: readonly IdentityWord[];
};

type Known = {
  readonly ids: readonly string[];
  readonly identityTimes?: readonly SeenIdentity[] | undefined;
};

/** Joins what two say of an identity; in whatever order, and however often. */
const joined = (one: SeenIdentity, other: SeenIdentity): SeenIdentity => ({
  id: one.id,
  first: Math.min(one.first, other.first),
  last: Math.max(one.last, other.last),
  by: [...new Set([...one.by, ...other.by])].toSorted(),
});

/** The times of the identities that a person has, in the order of these, with more that was heard of them. */
export const joinIdentityTimes = (
  known: Known,
  more: readonly SeenIdentity[],
): { readonly identityTimes?: readonly SeenIdentity[] } => {
  const times = new Map((known.identityTimes ?? []).map((one) => [one.id, one]));
  for (const one of more) {
    const before = times.get(one.id);
    times.set(one.id, before === undefined ? one : joined(before, one));
  }
  const kept = known.ids.flatMap((id) => times.get(id) ?? []);
  return kept.length === 0 ? {} : { identityTimes: kept };
};

/** The source of the event by which the owner of an address confirms it: see `confirmRoutes`. */
export const confirmationSource = 'confirmation';

const wordOf = (event: Pick<AcceptedEvent, 'trust' | 'source'>, id: string): IdentityWord => {
  if (event.trust === 'engine' && event.source === confirmationSource) return 'link';
  if (event.trust !== 'public') return 'shop';
  // A page names a customer with a proof only; a device is its own.
  return isDeviceKind(kindOf(id)) ? 'page' : 'proof';
};

/** What an event says of identities. */
export const seenBy = (event: AcceptedEvent): readonly SeenIdentity[] => {
  const { timestamp: at } = event;
  return identitiesOf(event).map((id) => ({ id, first: at, last: at, by: [wordOf(event, id)] }));
};

/**
 * By what an identity is verified; undefined when it is not. An address is, when its owner acted by a link that went there, or the shop vouched for it in a token:
 * that the shop names it is not enough. A device never is.
 */
export const verifiedBy = (seen: SeenIdentity): IdentityWord | undefined => {
  const kind = kindOf(seen.id);
  if (isDeviceKind(kind)) return undefined;
  const isAddress = kind === 'email' || kind === 'phone';
  const counts: readonly IdentityWord[] = isAddress ? ['link', 'proof'] : ['link', 'proof', 'shop'];
  return counts.find((word) => seen.by.includes(word));
};
