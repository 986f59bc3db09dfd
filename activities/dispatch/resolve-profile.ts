import { hashId } from '../../domain/hash.ts';
import { CicloError } from '../../domain/errors.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import { identitiesOf, resolveIdentity } from '../../domain/profiles/identity.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { referralCodeFor } from '../../domain/referrals/referral-code.ts';
import type { ProfileRow, ProfileStore } from '../ports/profiles.ts';
import type { MergeProfiles } from './merge-profiles.ts';

const triesMax = 20;

/**
 * Makes the function that says whom an event is about, making the profile when nobody has these identities,
 * and joining profiles that turn out to be one person.
 */
export const createResolveProfile = (deps: { profiles: ProfileStore; merge: MergeProfiles }) => {
  const create = async (input: {
    event: StoredEvent;
    ids: readonly string[];
  }): Promise<ProfileRow | undefined> => {
    const { event, ids } = input;
    const { tenant } = event;
    const id = `p_${hashId(tenant, ids[0] ?? event.messageId, event.messageId)}`;
    const profile = newProfile({
      id,
      tenant,
      ids,
      referralCode: referralCodeFor({ tenant, profileId: id }),
      now: event.timestamp,
    });
    if ((await deps.profiles.insert(profile)) === 'conflict') return undefined;
    return { ...profile, rev: 0 };
  };

  const use = async (input: { row: ProfileRow; add: readonly string[] }): Promise<ProfileRow | undefined> => {
    const { row, add } = input;
    if (add.length === 0) return row;
    const { rev, ...profile } = row;
    const ids = [...profile.ids, ...add].slice(-200);
    const written = await deps.profiles.replace({ profile: { ...profile, ids }, rev });
    return written === 'conflict' ? undefined : { ...profile, ids, rev: rev + 1 };
  };

  const attempt = async (event: StoredEvent): Promise<ProfileRow | undefined> => {
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
      if (aliased === undefined) return create({ event, ids: plan.ids });
      return use({ row: aliased, add: plan.ids });
    }
    const main = candidates.find((one) => one.id === (plan.kind === 'use' ? plan.profileId : plan.into));
    if (main === undefined) return undefined;
    const losers = [
      ...(plan.kind === 'merge' ? plan.from : []),
      ...(aliased === undefined ? [] : [aliased.id]),
    ];
    let row: ProfileRow | undefined = main;
    for (const loser of losers) {
      row = row === undefined ? undefined : await deps.merge({ tenant, into: row.id, from: loser });
    }
    if (row?.merging !== undefined) row = await deps.merge({ tenant, into: row.id, from: row.merging });
    return row === undefined ? undefined : use({ row, add: plan.add });
  };

  return async (event: StoredEvent): Promise<ProfileRow> => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const row = await attempt(event);
      if (row !== undefined) return row;
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The identities of the event are being changed by too many at once.',
    });
  };
};

/** The profile an id leads to now: a merged one leads to the one it was merged into. */
export const followMerges = async (input: {
  profiles: ProfileStore;
  tenant: string;
  profileId: string;
}): Promise<ProfileRow> => {
  let row = await input.profiles.get(input);
  for (let hops = 0; hops < 10 && row?.mergedInto !== undefined; hops += 1) {
    row = await input.profiles.get({ tenant: input.tenant, profileId: row.mergedInto });
  }
  if (row === undefined)
    throw new CicloError({ code: 'not-found', message: 'The person of the event was erased.' });
  return row;
};
