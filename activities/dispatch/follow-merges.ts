import { CicloError } from '../../domain/errors.ts';
import type { ProfileRow, ProfileStore } from '../ports/profiles.ts';

/** The profile an id leads to now: a merged one leads to the one it was merged into. Throws `not-found`. */
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
    throw new CicloError({
      code: 'not-found',
      message: 'There is no such person; they may have been erased.',
    });
  return row;
};
