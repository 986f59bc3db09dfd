import { type Profile, wasApplied, withApplied } from '../../domain/profiles/profile.ts';
import type { EventStore } from '../events/ports.ts';
import type { ProfileChange } from './profile-change.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import type { RewriteProfile } from './rewrite-profile.ts';
import { isSame, workOut } from './work-out.ts';

export type ChangeProfile = (change: ProfileChange) => Promise<Profile>;

/** Makes one change of a profile, with its segments and dates, as one write (see `createRewriteProfile`). */
export const createChangeProfile = (deps: {
  rewriteProfile: RewriteProfile;
  events: EventStore;
  live: LiveWorkspaces;
  readRecord: ReadRecord;
}): ChangeProfile => {
  return (change) =>
    deps.rewriteProfile({
      ...change,
      rewrite: async ({ profile, live }) => {
        if (wasApplied({ profile, id: change.id })) return undefined;
        const applied = withApplied({ profile: await change.apply(profile), ids: [change.id] });
        const changed = await workOut({
          before: profile,
          profile: applied,
          live,
          change,
          events: deps.events,
          journeyOf: deps.live.journey,
          readRecord: deps.readRecord,
        });
        if (change.onlyIfDifferent === true && isSame(profile, changed)) return undefined;
        return changed;
      },
    });
};
