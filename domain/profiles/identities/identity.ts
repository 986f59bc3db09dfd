import type { AcceptedEvent, Trust } from '../../events/event.ts';
import type { Ignored } from '../../events/ignored.ts';
import { normaliseEmail } from '../../messages/mail-address.ts';
import { normalisePhone } from '../../messages/phone.ts';
import { isKnown, isStrongKind, kindOf, rankOf, strongConflict } from './identity-kinds.ts';
import { isPlaceholder } from './placeholder.ts';
import { profileLimits as limits } from '../profile-limits.ts';

const normalise = (input: { kind: string; value: string }): string | undefined => {
  const value = input.value.trim();
  if (value === '' || value.length > 320) return undefined;
  if (input.kind === 'email') return normaliseEmail(value);
  if (input.kind === 'phone') return normalisePhone(value);
  return value;
};

type Given = { readonly kind: string; readonly value: string; readonly path: string };

type Naming = Pick<AcceptedEvent, 'userId' | 'anonymousId' | 'externalIds' | 'traits' | 'type'> &
  Partial<Pick<AcceptedEvent, 'previousId'>>;

const givenBy = (event: Naming): readonly Given[] => {
  const { userId, anonymousId, previousId, traits, type } = event;
  const { email } = traits;
  const one = (kind: string, path: string, value: unknown): readonly Given[] =>
    typeof value === 'string' ? [{ kind, value, path }] : [];
  return [
    ...one('user', 'userId', userId),
    ...event.externalIds.map((id, index) => ({ ...id, path: `externalIds[${index}]` })),
    ...(type === 'identify' ? one('email', 'traits.email', email) : []),
    ...one('anon', 'anonymousId', anonymousId),
    // The id of `alias` is the visitor's before; one that is a user's is looked at by `resolveIdentity`.
    ...(type === 'alias' ? one('anon', 'previousId', previousId) : []),
  ];
};

/** The identities an event brings, and what it brings that is none. */
export type Identities = { readonly ids: readonly string[]; readonly ignored: readonly Ignored[] };

/**
 * Reads the identities an event brings, as `kind:value`, the surest first. Of a kind of which a person has one only the
 * first is taken. Placeholders such as `undefined` are none.
 */
export const readIdentities = (event: Naming): Identities => {
  const ids = new Set<string>();
  const strong = new Map<string, string>();
  const ignored: Ignored[] = [];
  for (const { path, ...given } of givenBy(event)) {
    const value = normalise(given);
    if (value === undefined) continue;
    const id = `${given.kind}:${value}`;
    if (isPlaceholder({ ...given, value })) {
      ignored.push({ path, message: 'This is a placeholder and no identity; it was left out.' });
      continue;
    }
    if (isStrongKind(given.kind)) {
      const first = strong.get(given.kind) ?? id;
      strong.set(given.kind, first);
      if (first !== id) {
        const message = `A person has one \`${given.kind}\`; the first was taken and this one left out.`;
        ignored.push({ path, message });
        continue;
      }
    }
    ids.add(id);
  }
  return { ids: [...ids].toSorted((a, b) => rankOf(a) - rankOf(b)), ignored };
};

/** The identities an event brings, the surest first. */
export const identitiesOf = (event: Naming): readonly string[] => readIdentities(event).ids;

/** What a profile is to identity resolution. */
export type Candidate = {
  readonly id: string;
  readonly ids: readonly string[];
  readonly createdAt: string;
  /** Profiles it was split from. */
  readonly apartFrom?: readonly string[];
};

/** A profile that shares an identity and is kept apart all the same, and why. */
export type KeptApart = {
  readonly profileId: string;
  readonly reason: 'strong-conflict' | 'not-proven' | 'too-many-merges' | 'was-split';
  /** Of a conflict: the kind of which both have an identity of their own. */
  readonly kind?: string;
};

/** Whom an event is about. */
export type IdentityPlan = { readonly apart: readonly KeptApart[] } & (
  | { readonly kind: 'create'; readonly ids: readonly string[] }
  | { readonly kind: 'use'; readonly profileId: string; readonly add: readonly string[] }
  | {
      readonly kind: 'merge';
      readonly into: string;
      readonly from: readonly string[];
      readonly add: readonly string[];
    }
);

type Question = {
  readonly ids: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly trust: Trust;
};

const wereSplit = (a: Candidate, b: Candidate): boolean =>
  a.apartFrom?.includes(b.id) === true || b.apartFrom?.includes(a.id) === true;

/** Where among the identities, the surest first, the first one is that a profile has. */
const surest = ({ ids }: Question, candidate: Candidate): number => {
  const index = ids.findIndex((id) => candidate.ids.includes(id));
  return index === -1 ? ids.length : index;
};

/**
 * Why the profile cannot be whom the event is about: it has another identity of a kind that is surer than what they share.
 * An event from a public key proves its user id, but not that the device is theirs: by a device alone it leads to
 * nobody who is known.
 */
const refusal = (input: Question, candidate: Candidate): KeptApart | undefined => {
  const { ids, trust } = input;
  const profileId = candidate.id;
  const kind = strongConflict(ids.slice(0, surest(input, candidate)), candidate.ids);
  if (kind !== undefined) return { profileId, reason: 'strong-conflict', kind };
  if (trust !== 'public' || !isKnown(ids) || !isKnown(candidate.ids)) return undefined;
  const proven = ids.filter((id) => isKnown([id]));
  return proven.some((id) => candidate.ids.includes(id)) ? undefined : { profileId, reason: 'not-proven' };
};

/**
 * Decides whom an event is about. The profile with the surest of its identities is meant; others that share an identity
 * are merged into it, unless both have a strong identity of one kind of their own: two accounts on one device, two
 * customers with one phone, stay two people, also by way of a third, and what they share stays with the one who had it.
 * A less sure identity of the event that does not fit the profile is left out.
 */
export const resolveIdentity = (input: Question): IdentityPlan => {
  const apart: KeptApart[] = [];
  const fitting = input.candidates.filter((candidate) => {
    const refused = refusal(input, candidate);
    if (refused !== undefined) apart.push(refused);
    return refused === undefined;
  });
  const [main, ...others] = fitting.toSorted(
    (a, b) =>
      surest(input, a) - surest(input, b) ||
      a.createdAt.localeCompare(b.createdAt) ||
      a.id.localeCompare(b.id),
  );
  const taken = new Set(input.candidates.flatMap((candidate) => candidate.ids));
  const fits = (id: string): boolean => main === undefined || strongConflict([id], main.ids) === undefined;
  const ids = input.ids.filter(fits);
  const add = ids.filter((id) => !taken.has(id));
  if (main === undefined) return { kind: 'create', ids: add, apart };
  for (const id of input.ids.filter((one) => !fits(one))) {
    apart.push({ profileId: main.id, reason: 'strong-conflict', kind: kindOf(id) });
  }
  const from: string[] = [];
  // Anyone who is joined brings strong identities of their own: the next has to be one with all of them.
  const joined = [...main.ids, ...ids.filter((id) => isStrongKind(kindOf(id)))];
  for (const other of others) {
    const kind = strongConflict(joined, other.ids);
    if (kind !== undefined) {
      apart.push({ profileId: other.id, reason: 'strong-conflict', kind });
      continue;
    }
    const rest = [main, ...others.filter(({ id }) => from.includes(id))];
    if (rest.some((one) => wereSplit(one, other))) {
      apart.push({ profileId: other.id, reason: 'was-split' });
      continue;
    }
    from.push(other.id);
    joined.push(...other.ids);
  }
  return from.length === 0
    ? { kind: 'use', profileId: main.id, add, apart }
    : { kind: 'merge', into: main.id, from, add, apart };
};

/** What support reads on an event about a profile that was kept apart. */
export const sayApart = (apart: KeptApart): Ignored => ({ path: 'identity', message: messageOf(apart) });

const messageOf = ({ profileId, reason, kind }: KeptApart): string => {
  switch (reason) {
    case 'strong-conflict':
      return `The profile ${profileId} shares an identity, but has another \`${kind}\`: it is another person and was not merged.`;
    case 'not-proven':
      return `The profile ${profileId} has this device, but is somebody who is known: only a server key or a verified webhook can say that it is the same person.`;
    case 'was-split':
      return `The profile ${profileId} shares an identity, but was split from this one, and is not merged with it again.`;
    default:
      return `The profile ${profileId} was not merged: a person takes in at most ${limits.mergesPerHour} profiles an hour and ${limits.merges} ever.`;
  }
};

/** What support reads on an event about identities for which the profile has no room. */
export const sayLeft = (ids: readonly string[]): readonly Ignored[] =>
  [...new Set(ids.map(kindOf))].map((kind) => ({
    path: 'identity',
    message: `The profile has no room for one more \`${kind}\`; it was left out.`,
  }));
