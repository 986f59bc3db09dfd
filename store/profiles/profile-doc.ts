import type { ProfileRow } from '../../activities/ports/profiles.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { keyOf } from '../keys.ts';
import type { ProfileDoc } from '../schemas/profile.ts';

/** The document of a profile at a revision. */
export const toProfileDoc = (input: { profile: Profile; rev: number; writer: string }): ProfileDoc => {
  const { profile, rev, writer } = input;
  const { tenant, id, ids, recheckAt } = profile;
  return {
    ...profile,
    _id: keyOf(tenant, id),
    rev,
    writer,
    ...(ids.length === 0 ? {} : { keys: ids.map((one) => keyOf(tenant, one)) }),
    ...(recheckAt === undefined ? {} : { recheck: { tenant, at: recheckAt } }),
  };
};

/** The profile as the engine knows it, without what only the store needs. */
export const toProfileRow = (doc: ProfileDoc): ProfileRow => {
  const { _id, keys: _keys, recheck: _recheck, writer: _writer, ...row } = doc;
  return row;
};
