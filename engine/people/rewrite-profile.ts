import { CicloError, notFound } from '../../domain/errors.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ProfileRow, ProfileStore } from './ports.ts';
import { ownEvent } from './own-event.ts';

/**
 * Writes one profile again and answers it as it is then. Throws `not-found` when there is none, `unavailable` when it is
 * changed by too many at once.
 */
export type RewriteProfile = (input: {
  readonly tenant: string;
  readonly profileId: string;
  /** The profile as it was just read, to spare reading it again. */
  readonly known?: ProfileRow | undefined;
  /** Gives the new profile, undefined when nothing is to be written; asked again with a newer one when somebody else wrote. */
  readonly rewrite: (input: { profile: Profile; live: LiveWorkspace }) => Promise<Profile | undefined>;
}) => Promise<Profile>;

const triesMax = 30;

/**
 * Makes the one way in which profiles are written: read, rewrite, write if nobody else did, else again. Of somebody who
 * was merged away it rewrites whom they were merged into. What the engine has to tell (joined, left) is written with the
 * profile and brought in after, so that a crash between loses nothing.
 */
export const createRewriteProfile = (deps: {
  profiles: ProfileStore;
  live: LiveWorkspaces;
  accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
}): RewriteProfile => {
  const flush = async (profile: Profile): Promise<Profile> => {
    if (profile.outbox.length === 0) return profile;
    const { tenant, id: profileId } = profile;
    await deps.accept({ tenant, events: profile.outbox.map((item) => ownEvent({ item, profileId })) });
    await deps.profiles.clearOutbox({ tenant, profileId, ids: profile.outbox.map((item) => item.id) });
    return { ...profile, outbox: [] };
  };
  return async ({ tenant, known, rewrite, ...named }) => {
    let { profileId } = named;
    for (let tries = 0; tries < triesMax; tries += 1) {
      // Looked up each time: who lost against a newer publication goes by it.
      const live = await deps.live.of(tenant);
      const row = tries === 0 && known !== undefined ? known : await deps.profiles.get({ tenant, profileId });
      if (row === undefined) throw notFound('profile');
      const { rev, ...profile } = row;
      if (profile.mergedInto !== undefined) {
        profileId = profile.mergedInto;
        continue;
      }
      const changed = await rewrite({ profile, live });
      if (changed === undefined) return flush(profile);
      if ((await deps.profiles.replace({ profile: changed, rev })) === 'replaced') return flush(changed);
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The profile is being changed by too many at once.',
    });
  };
};
