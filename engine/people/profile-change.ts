import type { Profile } from '../../domain/profiles/profile.ts';
import type { ProfileRow } from './ports.ts';

/** A change of one profile, and what is to be kept up with it. */
export type ProfileChange = {
  readonly tenant: string;
  readonly profileId: string;
  /** What makes the change; the same id changes the profile once. */
  readonly id: string;
  readonly now: number;
  /** Gives the changed profile; called again with a newer one when somebody else wrote in between. */
  readonly apply: (profile: Profile) => Profile | Promise<Profile>;
  /** The profile as it was just read, to spare reading it again. */
  readonly known?: ProfileRow;
  /** History being imported: segments are kept up, but nobody is told of joining or leaving. */
  readonly isSilent?: boolean;
  /** Tells of changes to watched attributes; an event's own are found by anyone who applies it. */
  readonly tellsChanges?: boolean;
  /** The profile that is merged into this one: what was told of it is not told again. */
  readonly takesIn?: Profile;
  /** A journey that has no date planned for them yet looks for its first from then on. */
  readonly datesSince?: number;
  /** Writes nothing when segments and dates come out as they are. */
  readonly onlyIfDifferent?: boolean;
};
