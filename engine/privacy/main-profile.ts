import type { ProfileStore } from '../people/ports.ts';

const hopsMax = 10;

/** The profile that a merged one leads to, so that a person is meant and not one of their former profiles; undefined for nobody. */
export const mainProfileOf = async (input: {
  profiles: Pick<ProfileStore, 'get'>;
  tenant: string;
  profileId: string;
}): Promise<string | undefined> => {
  const { profiles, tenant } = input;
  let row = await profiles.get(input);
  for (let hops = 0; hops < hopsMax && row?.mergedInto !== undefined; hops += 1) {
    const next = await profiles.get({ tenant, profileId: row.mergedInto });
    if (next === undefined) break;
    row = next;
  }
  return row?.id;
};
