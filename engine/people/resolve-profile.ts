import { CicloError } from '../../domain/errors.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import {
  type IdentityPlan,
  readIdentities,
  resolveIdentity,
  sayApart,
} from '../../domain/profiles/identities/identity.ts';
import type { EventStore } from '../events/ports.ts';
import type { ProfileRow } from './ports.ts';
import type { Tombstones } from '../privacy/tombstones.ts';
import { type CarryDeps, carryOut } from '../events/carry-out.ts';
import { followMerges } from './follow-merges.ts';

const triesMax = 20;

type Deps = CarryDeps & {
  readonly events: Pick<EventStore, 'note'>;
  readonly tombstones: Pick<Tombstones, 'covers' | 'hasProfile'>;
};
/** Whom an event is about; `erased`: somebody as they were before they were erased, who is not made again. */
export type Resolved = ProfileRow | 'erased';

/** The person an event of the engine's own is about. */
const ofProfile = async (input: { deps: Deps; tenant: string; profileId: string }): Promise<Resolved> => {
  const { deps, ...named } = input;
  try {
    return await followMerges({ profiles: deps.profiles, ...named });
  } catch (thrown) {
    if (
      thrown instanceof CicloError &&
      thrown.code === 'not-found' &&
      (await deps.tombstones.hasProfile(named))
    ) {
      return 'erased';
    }
    throw thrown;
  }
};

/** Whether an event of a person who is known by all it names is of them as they are now: not older than they are, and about no order. */
export const isOfThemNow = (input: { event: StoredEvent; person: ProfileRow }): boolean =>
  input.event.timestamp >= Date.parse(input.person.createdAt) &&
  input.event.properties['order_id'] === undefined;

/**
 * Whether an event has to be held against the tombstones: it would make somebody, join people or tell of a new identity, it
 * is older than the person, or about an order. Whatever else a known person does is of them as they are now.
 */
const mayBeOfErased = (input: {
  event: StoredEvent;
  plan: IdentityPlan;
  candidates: readonly ProfileRow[];
}): boolean => {
  const { event, plan, candidates } = input;
  if (plan.kind !== 'use' || plan.add.length > 0 || event.type === 'alias') return true;
  const main = candidates.find((one) => one.id === plan.profileId);
  return main === undefined || !isOfThemNow({ event, person: main });
};

/** The identities by which the profiles are looked up that an event may be about. */
export const lookupOf = (event: StoredEvent): readonly string[] => {
  const { ids } = readIdentities(event);
  return event.type === 'alias' ? [...ids, `user:${event.previousId ?? ''}`] : ids;
};

/** Whom an event is about, of the profiles that were found by `lookupOf`, or more; and what of its identities is none. */
const planOf = (input: { event: StoredEvent; candidates: readonly ProfileRow[] }) => {
  const { event, candidates } = input;
  const { ids: read, ignored } = readIdentities(event);
  const former = event.type === 'alias' ? `user:${event.previousId ?? ''}` : undefined;
  // The id before belongs to a user: then it is no visitor's, and two users are never one.
  const isUsers = former !== undefined && candidates.some((one) => one.ids.includes(former));
  const ids = isUsers ? read.filter((id) => id !== `anon:${event.previousId ?? ''}`) : read;
  const sharing = isUsers ? [...ids, former] : ids;
  const having = candidates.filter((one) => one.ids.some((id) => sharing.includes(id)));
  return { plan: resolveIdentity({ ids, candidates: having, trust: event.trust }), ignored };
};

/**
 * Whom an event is about when that is settled by the profiles that were found: they are known by all it names, and nothing
 * has to be noted or joined. Else undefined. Tombstones are another question (`isOfThemNow`).
 */
export const settledPerson = (input: {
  event: StoredEvent;
  candidates: readonly ProfileRow[];
}): ProfileRow | undefined => {
  const { event, candidates } = input;
  if (event.profileId !== undefined || event.type === 'alias') return undefined;
  const { plan, ignored } = planOf(input);
  if (plan.kind !== 'use' || plan.add.length + plan.apart.length + ignored.length > 0) return undefined;
  const person = candidates.find((one) => one.id === plan.profileId);
  return person?.merging === undefined ? person : undefined;
};

/** One try; undefined when somebody else changed the identities meanwhile. */
const attempt = async (deps: Deps, event: StoredEvent): Promise<Resolved | undefined> => {
  const { tenant } = event;
  if (event.profileId !== undefined) return ofProfile({ deps, tenant, profileId: event.profileId });
  const candidates = await deps.profiles.withIds({ tenant, ids: lookupOf(event) });
  const { plan, ignored } = planOf({ event, candidates });
  if (mayBeOfErased({ event, plan, candidates }) && (await deps.tombstones.covers(event))) return 'erased';
  const { person, left } = await carryOut({ deps, event, plan, candidates });
  const said = new Set((event.ignored ?? []).map(({ path }) => path));
  const notes = [...ignored.filter(({ path }) => !said.has(path)), ...plan.apart.map(sayApart), ...left];
  if (person !== undefined && notes.length > 0) await deps.events.note({ event, notes });
  return person;
};

/**
 * Makes the function that says whom an event is about, making the profile when nobody has these identities,
 * and joining profiles that turn out to be one person. An erased person is not made again by what was before.
 */
export const createResolveProfile = (deps: Deps) => {
  return async (event: StoredEvent): Promise<Resolved> => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const row = await attempt(deps, event);
      if (row !== undefined) return row;
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The identities of the event are being changed by too many at once.',
    });
  };
};
