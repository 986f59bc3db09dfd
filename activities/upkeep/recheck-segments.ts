import { hashId } from '../../domain/hash.ts';
import type { Clock } from '../clock.ts';
import type { ProfileStore } from '../ports/profiles.ts';
import type { ChangeProfile } from '../profiles/change-profile.ts';

const pageSize = 200;

/**
 * Makes the upkeep of memberships that change by time alone: profiles whose next such instant has come are
 * worked out anew, which tells who joined and who left. Answers how many there were.
 */
export const createRecheckSegments = (deps: {
  profiles: ProfileStore;
  changeProfile: ChangeProfile;
  clock: Clock;
}) => {
  return async (tenant: string): Promise<number> => {
    const now = deps.clock.now(tenant);
    const due = await deps.profiles.dueForRecheck({ tenant, now, limit: pageSize });
    for (const profile of due) {
      await deps.changeProfile({
        tenant,
        profileId: profile.id,
        id: hashId('recheck', profile.id, profile.recheckAt ?? 0),
        now,
        apply: (current) => current,
      });
    }
    return due.length;
  };
};
