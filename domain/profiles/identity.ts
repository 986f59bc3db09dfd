import type { AcceptedEvent } from '../events/event.ts';
import { normaliseEmail } from '../messages/mail-address.ts';

/** Kinds of identity, the surest first. A kind not listed is as sure as a shop's own customer id. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['user', 0],
  ['email', 2],
  ['phone', 3],
  ['anon', 4],
]);

const rankOf = (id: string): number => ranks.get(kindOf(id)) ?? 1;

/** The kind of an identity `kind:value`. */
export const kindOf = (id: string): string => id.slice(0, id.indexOf(':'));

const normalise = (input: { kind: string; value: string }): string | undefined => {
  const value = input.value.trim();
  if (value === '' || value.length > 320) return undefined;
  if (input.kind === 'email') return normaliseEmail(value);
  if (input.kind === 'phone') return value.replaceAll(/[^\d+]/g, '') || undefined;
  return value;
};

/** The identities an event brings, as `kind:value`, the surest first. */
export const identitiesOf = (
  event: Pick<AcceptedEvent, 'userId' | 'anonymousId' | 'externalIds' | 'traits' | 'type'>,
): string[] => {
  const given = [
    ...(event.userId === undefined ? [] : [{ kind: 'user', value: event.userId }]),
    ...event.externalIds,
    ...(event.type === 'identify' && typeof event.traits['email'] === 'string'
      ? [{ kind: 'email', value: event.traits['email'] }]
      : []),
    ...(event.anonymousId === undefined ? [] : [{ kind: 'anon', value: event.anonymousId }]),
  ];
  const ids = given.flatMap((id) => {
    const value = normalise(id);
    return value === undefined ? [] : [`${id.kind}:${value}`];
  });
  return [...new Set(ids)].toSorted((a, b) => rankOf(a) - rankOf(b));
};

/** What a profile is to identity resolution. */
export type Candidate = { readonly id: string; readonly ids: readonly string[]; readonly createdAt: string };

/** Whom an event is about. */
export type IdentityPlan =
  | { readonly kind: 'create'; readonly ids: readonly string[] }
  | { readonly kind: 'use'; readonly profileId: string; readonly add: readonly string[] }
  | {
      readonly kind: 'merge';
      readonly into: string;
      readonly from: readonly string[];
      readonly add: readonly string[];
    };

const usersOf = (ids: readonly string[]): readonly string[] => ids.filter((id) => kindOf(id) === 'user');

const canBeOne = (a: readonly string[], b: readonly string[]): boolean => {
  const usersA = usersOf(a);
  const usersB = usersOf(b);
  return usersA.length === 0 || usersB.length === 0 || usersA.some((id) => usersB.includes(id));
};

/**
 * Decides whom an event is about. The profile with the surest of its identities is meant; others that share
 * an identity are merged into it, unless both have a user id of their own: two accounts on one device, or
 * with one e-mail address, stay two people, and what they share stays with the one who had it.
 */
export const resolveIdentity = (input: {
  ids: readonly string[];
  candidates: readonly Candidate[];
}): IdentityPlan => {
  const { ids } = input;
  const users = usersOf(ids);
  const fitting = input.candidates.filter((candidate) => canBeOne(users, candidate.ids));
  const surest = (candidate: Candidate): number => {
    const index = ids.findIndex((id) => candidate.ids.includes(id));
    return index === -1 ? ids.length : index;
  };
  const [main, ...others] = fitting.toSorted(
    (a, b) => surest(a) - surest(b) || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
  );
  const taken = new Set(input.candidates.flatMap((candidate) => candidate.ids));
  const add = ids.filter((id) => !taken.has(id));
  if (main === undefined) return { kind: 'create', ids: add };
  const from: string[] = [];
  // Whoever is joined brings user ids of their own: the next has to be one with all of them.
  const joined = [...main.ids, ...users];
  for (const other of others) {
    if (!canBeOne(joined, other.ids)) continue;
    from.push(other.id);
    joined.push(...other.ids);
  }
  return from.length === 0
    ? { kind: 'use', profileId: main.id, add }
    : { kind: 'merge', into: main.id, from, add };
};
