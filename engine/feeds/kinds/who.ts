import type { JsonObject } from '../../../domain/json.ts';
import { whoOf } from '../../exports/kinds/people.ts';
import type { ProfileStore } from '../../people/ports.ts';

/** Who the people of some rows are, each looked up once; nothing of those who are not there any more. */
export const whoseOf = async (
  profiles: Pick<ProfileStore, 'get'>,
  tenant: string,
  rows: readonly { readonly profileId?: string | undefined }[],
): Promise<ReadonlyMap<string, JsonObject>> => {
  const ids = [...new Set(rows.flatMap(({ profileId }) => profileId ?? []))];
  const found = await Promise.all(
    ids.map(async (id): Promise<[string, JsonObject]> => {
      const profile = await profiles.get({ tenant, profileId: id });
      return [id, profile === undefined ? {} : whoOf(profile)];
    }),
  );
  return new Map(found);
};
