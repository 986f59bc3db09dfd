import type { mongo } from 'mongoose';

import type { ProfileStore } from '../ports.ts';
import type { Batcher } from '../../../platform/mongo/batching/batcher.ts';
import type { CompareAndSet } from '../../../platform/mongo/batching/compare-and-set-batcher.ts';
import type { Identities } from './identities/identities.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ProfileDoc } from './profile-schema.ts';
import { toProfileDoc } from './profile-doc.ts';

type Op = mongo.AnyBulkWriteOperation<ProfileDoc>;
type Replace = ProfileStore['replace'];
type Input = Parameters<Replace>[0];

/**
 * Makes the replacement of a profile at a revision. Nearly always its identities are as they were, which the filter of
 * the write itself makes sure of. Else what came in is claimed before the write, and what was let go is
 * released after it, or moved along when the profile was merged into another.
 */
export const createReplace = (deps: {
  compareAndSet: Batcher<CompareAndSet<Op>, 'set' | 'conflict'>;
  get: ProfileStore['get'];
  identities: Identities;
}): Replace => {
  const { compareAndSet, get, identities } = deps;

  const write = ({ profile, rev }: Input, asBefore: Partial<ProfileDoc>): Promise<'set' | 'conflict'> => {
    const id = keyOf(profile.tenant, profile.id);
    const op = (writer: string): Op => {
      const replacement = toProfileDoc({ profile, rev: rev + 1, writer });
      return { replaceOne: { filter: { ...asBefore, _id: id, rev }, replacement } };
    };
    return compareAndSet({ id, op });
  };

  const replaceWithIds = async (input: Input): ReturnType<Replace> => {
    const { tenant, id: profileId, ids, mergedInto } = input.profile;
    const before = await get({ tenant, profileId });
    if (before === undefined || before.rev !== input.rev) return 'conflict';
    const dropped = before.ids.filter((id) => !ids.includes(id));
    const held = dropped.length === 0 ? [] : await identities.find({ tenant, ids: dropped });
    const added = ids.filter((id) => !before.ids.includes(id));
    const claimed = await identities.claim({ tenant, profileId, ids: added });
    if (claimed.kind === 'taken') return 'conflict';
    if ((await write(input, {})) === 'conflict') {
      await claimed.undo();
      return 'conflict';
    }
    if (mergedInto !== undefined) await identities.move({ tenant, from: profileId, to: mergedInto });
    else await identities.release(held.filter((row) => row.profileId === profileId));
    return 'replaced';
  };

  return async (input) => {
    const { ids } = input.profile;
    if ((await write(input, { ids })) === 'set') return 'replaced';
    return replaceWithIds(input);
  };
};
