import type { Profile } from '../../domain/profiles/profile.ts';

/** Finds a person of a tenant; undefined when there is nobody. */
export type FindPeople = {
  /** A person by id; also by the id of one that was merged into them. */
  readonly profile: (input: { tenant: string; id: string }) => Promise<Profile | undefined>;
  /** The person with an identity `kind:value`, such as `email:ana@example.com`. */
  readonly profileWith: (input: { tenant: string; identity: string }) => Promise<Profile | undefined>;
};
