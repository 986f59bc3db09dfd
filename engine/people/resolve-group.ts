import type { EventRow } from '../events/ports.ts';
import type { ProfileRow, ProfileStore } from './ports.ts';
import { isOfThemNow, lookupOf, type Resolved, settledPerson } from './resolve-profile.ts';

/** Whom the first `count` events of a group are about; one that is about an erased person is alone. */
export type ResolvedGroup = { readonly person: Resolved; readonly count: number };

/** All by which an event says whom it is about; most events of a group say it in the same way. */
const namingOf = (row: EventRow): string => {
  const { type, trust, userId, anonymousId, previousId, externalIds, traits } = row;
  const email = type === 'identify' ? traits['email'] : undefined;
  return JSON.stringify([type === 'alias', trust, userId, anonymousId, previousId, externalIds, email]);
};

/** How many events, from the first on, are about the person beyond doubt. */
const countOf = (input: {
  rows: readonly EventRow[];
  namings: readonly string[];
  candidates: readonly ProfileRow[];
  person: ProfileRow;
}): number => {
  const { rows, namings, candidates, person } = input;
  const settled = new Map<string, boolean>();
  const isTheirs = (event: EventRow, index: number): boolean => {
    const naming = namings[index] ?? '';
    const known = settled.get(naming) ?? settledPerson({ event, candidates })?.id === person.id;
    settled.set(naming, known);
    return known && isOfThemNow({ event, person });
  };
  const other = rows.findIndex((event, index) => !isTheirs(event, index));
  return other === -1 ? rows.length : other;
};

/**
 * Makes the function that says whom events of one lane are about, with one lookup for all: those from the first on that are
 * of one known person and change nothing of their identities, or name one profile. Where the first changes something, it is resolved
 * alone.
 */
export const createResolveGroup = (deps: {
  profiles: Pick<ProfileStore, 'withIds'>;
  resolveProfile: (event: EventRow) => Promise<Resolved>;
}) => {
  return async (rows: readonly [EventRow, ...EventRow[]]): Promise<ResolvedGroup> => {
    const [event] = rows;
    const { profileId } = event;
    if (profileId !== undefined) {
      const other = rows.findIndex((row) => row.profileId !== profileId);
      return { person: await deps.resolveProfile(event), count: other === -1 ? rows.length : other };
    }
    if (rows.length > 1) {
      const namings = rows.map(namingOf);
      const different = rows.filter((_row, index) => namings.indexOf(namings[index] ?? '') === index);
      const ids = [...new Set(different.flatMap(lookupOf))];
      const candidates = await deps.profiles.withIds({ tenant: event.tenant, ids });
      const person = settledPerson({ event, candidates });
      const count = person === undefined ? 0 : countOf({ rows, namings, candidates, person });
      if (person !== undefined && count > 0) return { person, count };
    }
    return { person: await deps.resolveProfile(event), count: 1 };
  };
};
