import { CicloError } from '../../domain/errors.ts';
import type { ProfileRow, ProfileStore } from './ports.ts';

type Asked = { readonly profiles: ProfileStore; readonly tenant: string; readonly profileId: string };

/** The profile an id leads to now: a merged one leads to the one it was merged into. Undefined when there is none. */
export const livingOf = async (input: Asked): Promise<ProfileRow | undefined> => {
  let row = await input.profiles.get(input);
  for (let hops = 0; hops < 10 && row?.mergedInto !== undefined; hops += 1) {
    row = await input.profiles.get({ tenant: input.tenant, profileId: row.mergedInto });
  }
  return row;
};

/** The same. Throws `not-found` when there is none. */
export const followMerges = async (input: Asked): Promise<ProfileRow> => {
  const row = await livingOf(input);
  if (row === undefined)
    throw new CicloError({
      code: 'not-found',
      message: 'There is no such person; they may have been erased.',
    });
  return row;
};
