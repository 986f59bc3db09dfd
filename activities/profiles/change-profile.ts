import { CicloError } from '../../domain/errors.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { type Profile, wasApplied, withApplied } from '../../domain/profiles/profile.ts';
import type { LiveWorkspaces } from '../live/live-workspace.ts';
import type { EventStore } from '../ports/events.ts';
import type { ProfileStore } from '../ports/profiles.ts';
import { ownEvent } from './own-event.ts';
import type { ProfileChange } from './profile-change.ts';
import { isSame, workOut } from './work-out.ts';

export type ChangeProfile = (change: ProfileChange) => Promise<Profile>;

const triesMax = 30;

/**
 * Makes the one way in which profiles change: read, change, work out the segments, write if nobody else did,
 * else again. What the engine has to tell (joined, left) is written with the profile and brought in after,
 * so that a crash between loses nothing.
 */
export const createChangeProfile = (deps: {
  profiles: ProfileStore;
  events: EventStore;
  live: LiveWorkspaces;
  accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
}): ChangeProfile => {
  const flush = async (profile: Profile): Promise<Profile> => {
    if (profile.outbox.length === 0) return profile;
    const { tenant, id: profileId } = profile;
    await deps.accept({ tenant, events: profile.outbox.map((item) => ownEvent({ item, profileId })) });
    await deps.profiles.clearOutbox({ tenant, profileId, ids: profile.outbox.map((item) => item.id) });
    return { ...profile, outbox: [] };
  };
  return async (change) => {
    const { tenant, profileId } = change;
    for (let tries = 0; tries < triesMax; tries += 1) {
      // Looked up each time: who lost against a newer publication goes by it.
      const live = await deps.live.of(tenant);
      const row =
        tries === 0 && change.known !== undefined
          ? change.known
          : await deps.profiles.get({ tenant, profileId });
      if (row === undefined)
        throw new CicloError({ code: 'not-found', message: 'There is no such profile.' });
      const { rev, ...profile } = row;
      if (wasApplied({ profile, id: change.id })) return flush(profile);
      const applied = withApplied({ profile: await change.apply(profile), id: change.id });
      const changed = await workOut({ before: profile, profile: applied, live, change, events: deps.events });
      if (change.onlyIfDifferent === true && isSame(profile, changed)) return flush(profile);
      await change.beforeWrite?.(changed);
      if ((await deps.profiles.replace({ profile: changed, rev })) === 'replaced') return flush(changed);
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The profile is being changed by too many at once.',
    });
  };
};
