import type { components } from '../../api/schema.ts';
import { personName } from '../../parts/text/person-name.ts';

export type Profile = components['schemas']['Profile'];
export type Message = components['schemas']['Message'];

/** What a person is called; the first identity or the id where no name is known. */
export const nameOf = (profile: Pick<Profile, 'traits' | 'ids' | 'id'>): string =>
  personName(profile.traits) ?? plainId(profile.ids[0]) ?? profile.id;

/** An identity without its kind: `user:ana` is `ana`. */
export const plainId = (id: string | undefined): string | undefined => id?.slice(id.indexOf(':') + 1);
