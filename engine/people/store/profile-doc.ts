import type { ProfileRow } from '../ports.ts';
import { newProfile, type Profile } from '../../../domain/profiles/profile.ts';
import { personWords } from '../../../domain/search/person-words.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ProfileDoc } from './profile-schema.ts';

/** The document of a profile at a revision. */
export const toProfileDoc = (input: { profile: Profile; rev: number; writer: string }): ProfileDoc => {
  const { profile, rev, writer } = input;
  const { tenant, id, recheckAt, syncAt, computed, mergedInto, pushDevices = [] } = profile;
  const isBuyer = computed.orders > 0 && mergedInto === undefined;
  return {
    ...profile,
    _id: keyOf(tenant, id),
    rev,
    writer,
    ...(recheckAt === undefined ? {} : { recheck: { tenant, at: recheckAt } }),
    ...(syncAt === undefined || mergedInto !== undefined ? {} : { sync: { tenant, at: syncAt } }),
    ...(pushDevices.length > 0 && mergedInto === undefined
      ? { pushed: pushDevices.map((device) => keyOf(tenant, device.id)) }
      : {}),
    ...(isBuyer ? { buyer: { tenant, id } } : {}),
    ...(mergedInto === undefined ? { finds: personWords(profile) } : {}),
  };
};

/** The profile as the engine knows it, without what only the store needs. */
export const toProfileRow = (doc: ProfileDoc): ProfileRow => {
  const { _id, recheck: _recheck, buyer: _buyer, sync: _sync, pushed: _pushed, ...more } = doc;
  const { finds: _finds, writer: _writer, ...row } = more;
  return row;
};

/** A profile that holds nothing but where it leads to. */
export const mergedDoc = (input: { tenant: string; profileId: string; into: string }): ProfileDoc => {
  const { tenant, profileId: id, into: mergedInto } = input;
  const profile = newProfile({ id, tenant, ids: [], referralCode: '', now: Date.now() });
  return toProfileDoc({ profile: { ...profile, mergedInto }, rev: 0, writer: '' });
};
