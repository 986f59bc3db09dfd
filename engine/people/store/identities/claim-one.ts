import type { IdentityDoc } from '../identity-schema.ts';
import { createFindOwner, type OwnerProfiles } from './find-owner.ts';
import type { IdentityRows } from './identity-rows.ts';

/** `new`: it was nobody's; `had`: it was the person's already, or of a profile that never came; `taken`: it is another's. */
export type ClaimedOne = 'new' | 'had' | 'taken';

type Claim = {
  readonly _id: string;
  readonly tenant: string;
  readonly profileId: string;
  readonly by: string;
};

/** A claim waits so long for its profile. Longer than a slow insert takes; what is decided then does not rest on it. */
const promisedMs = 10_000;

const triesMax = 5;

/**
 * Makes the claim of one identity. A profile that was not made in time for its claim is inserted as one that
 * was merged into the profile that claims now: the insert of that document decides, so that a process that was only slow
 * finds its profile merged and looks again.
 */
export const createClaimOne = (deps: { rows: IdentityRows; profiles: OwnerProfiles }) => {
  const { rows, profiles } = deps;
  const findOwner = createFindOwner(profiles);

  const ownerOf = async (input: { row: IdentityDoc; claim: Claim }): Promise<string> => {
    const { row, claim } = input;
    const { tenant, profileId } = claim;
    if (row.profileId === profileId) return profileId;
    const owner = await findOwner({ tenant, profileId: row.profileId });
    const isPromised = Date.now() - row.at.getTime() < promisedMs;
    if (owner.kind === 'profile' || owner.profileId === profileId || isPromised) return owner.profileId;
    await profiles.insertMerged({ tenant, profileId: owner.profileId, into: profileId });
    return (await findOwner({ tenant, profileId: row.profileId })).profileId;
  };

  return async (claim: Claim): Promise<ClaimedOne> => {
    const { _id, profileId, by } = claim;
    for (let tries = 0; tries < triesMax; tries += 1) {
      if ((await rows.insert({ ...claim, at: new Date() })) === 'inserted') return 'new';
      const row = await rows.load(_id);
      if (row === undefined) continue;
      if (row.by === by) return 'had';
      if ((await ownerOf({ row, claim })) !== profileId) return 'taken';
      // As it was seen; somebody else may have done it first.
      const filter = { _id, profileId: row.profileId, by: row.by };
      await rows.write({ updateOne: { filter, update: { $set: { profileId, by, at: new Date() } } } });
    }
    return 'taken';
  };
};
