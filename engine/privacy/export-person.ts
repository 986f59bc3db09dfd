import type { PeopleStore } from './people-port.ts';
import type { ProfileStore } from '../people/ports.ts';
import { mainProfileOf } from './main-profile.ts';

export type ExportPerson = (input: {
  tenant: string;
  profileId: string;
  from: { readonly collection: number; readonly skip: number };
  limit: number;
}) => Promise<
  (Awaited<ReturnType<PeopleStore['export']>> & { readonly profileIds: readonly string[] }) | undefined
>;

/** Makes the export of everything that is kept of a person, under all their profiles. Undefined: there is no such person. */
export const createExportPerson = (deps: {
  people: Pick<PeopleStore, 'family' | 'export'>;
  profiles: Pick<ProfileStore, 'get'>;
}): ExportPerson => {
  return async ({ tenant, profileId: asked, from, limit }) => {
    const profileId = await mainProfileOf({ profiles: deps.profiles, tenant, profileId: asked });
    if (profileId === undefined) return undefined;
    const profileIds = await deps.people.family({ tenant, profileId });
    return { profileIds, ...(await deps.people.export({ tenant, profileIds, from, limit })) };
  };
};
