import { hashId } from '../../domain/hash.ts';
import type { Clock } from '../clock/clock.ts';
import type { ProfileRow, ProfileStore } from '../people/ports.ts';
import type { ChangeProfile } from '../people/change-profile.ts';

const pageSize = 200;
/** Profiles worked out side by side. */
const atOnce = 16;

/**
 * Makes the upkeep of what changes by time alone: profiles whose next such instant has come are worked out
 * again, which tells who joined and left a segment, and whose date has come. Answers how many there were.
 */
export const createRecheckSegments = (deps: {
  profiles: ProfileStore;
  changeProfile: ChangeProfile;
  clock: Clock;
}) => {
  return async (tenant: string): Promise<number> => {
    const now = deps.clock.now(tenant);
    const due = await deps.profiles.dueForRecheck({ tenant, now, limit: pageSize });
    const recheck = (profile: ProfileRow) =>
      deps.changeProfile({
        tenant,
        profileId: profile.id,
        id: hashId('recheck', profile.id, profile.recheckAt ?? 0),
        now,
        apply: (current) => current,
      });
    for (let from = 0; from < due.length; from += atOnce) {
      await Promise.all(due.slice(from, from + atOnce).map(recheck));
    }
    return due.length;
  };
};
