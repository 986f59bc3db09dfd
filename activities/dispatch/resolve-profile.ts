import { hashId } from '../../domain/hash.ts';
import { CicloError } from '../../domain/errors.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import { identitiesOf, resolveIdentity } from '../../domain/profiles/identity.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { referralCodeFor } from '../../domain/referrals/referral-code.ts';
import type { ProfileRow, ProfileStore } from '../ports/profiles.ts';
import { followMerges } from './follow-merges.ts';
import type { MergeProfiles } from './merge-profiles.ts';

const triesMax = 20;

type Deps = { readonly profiles: ProfileStore; readonly merge: MergeProfiles };
type Found = ProfileRow | undefined;

const create = async (input: { deps: Deps; event: StoredEvent; ids: readonly string[] }): Promise<Found> => {
  const { deps, event, ids } = input;
  const { tenant } = event;
  const id = `p_${hashId(tenant, ids[0] ?? event.messageId, event.messageId)}`;
  const referralCode = referralCodeFor({ tenant, profileId: id });
  const profile = newProfile({ id, tenant, ids, referralCode, now: event.timestamp });
  if ((await deps.profiles.insert(profile)) === 'conflict') return undefined;
  return { ...profile, rev: 0 };
};

const use = async (input: { deps: Deps; row: ProfileRow; add: readonly string[] }): Promise<Found> => {
  const { deps, row, add } = input;
  if (add.length === 0) return row;
  const { rev, ...profile } = row;
  const ids = [...profile.ids, ...add].slice(-200);
  const written = await deps.profiles.replace({ profile: { ...profile, ids }, rev });
  return written === 'conflict' ? undefined : { ...profile, ids, rev: rev + 1 };
};

/** Joins the losers into the main profile, and finishes a join that a crash left half done. */
const join = async (input: { deps: Deps; main: ProfileRow; losers: readonly string[] }): Promise<Found> => {
  const { deps, main } = input;
  const { tenant } = main;
  let row: Found = main;
  for (const loser of input.losers) {
    row = row === undefined ? undefined : await deps.merge({ tenant, into: row.id, from: loser });
  }
  if (row?.merging !== undefined) row = await deps.merge({ tenant, into: row.id, from: row.merging });
  return row;
};

/** One try; undefined when somebody else changed the identities meanwhile. */
const attempt = async (deps: Deps, event: StoredEvent): Promise<Found> => {
  const { tenant } = event;
  if (event.profileId !== undefined) {
    return followMerges({ profiles: deps.profiles, tenant, profileId: event.profileId });
  }
  const own = identitiesOf(event);
  const previous =
    event.previousId === undefined ? [] : [`user:${event.previousId}`, `anon:${event.previousId}`];
  const candidates = await deps.profiles.withIds({ tenant, ids: [...own, ...previous] });
  const aliased =
    event.type === 'alias'
      ? candidates.find((one) => one.ids.some((id) => previous.includes(id)))
      : undefined;
  const plan = resolveIdentity({ ids: own, candidates: candidates.filter((one) => one !== aliased) });
  if (plan.kind === 'create') {
    if (aliased === undefined) return create({ deps, event, ids: plan.ids });
    return use({ deps, row: aliased, add: plan.ids });
  }
  const main = candidates.find((one) => one.id === (plan.kind === 'use' ? plan.profileId : plan.into));
  if (main === undefined) return undefined;
  const losers = [
    ...(plan.kind === 'merge' ? plan.from : []),
    ...(aliased === undefined ? [] : [aliased.id]),
  ];
  const row = await join({ deps, main, losers });
  return row === undefined ? undefined : use({ deps, row, add: plan.add });
};

/**
 * Makes the function that says whom an event is about, making the profile when nobody has these identities,
 * and joining profiles that turn out to be one person.
 */
export const createResolveProfile = (deps: Deps) => {
  return async (event: StoredEvent): Promise<ProfileRow> => {
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
