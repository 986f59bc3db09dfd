import { hashId } from '../../../domain/hash.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { readPushNews, withoutPushDevice } from '../../../domain/push/push-devices.ts';
import type { EventRow } from '../../events/ports.ts';
import type { ChangeProfile } from '../change-profile.ts';
import type { ProfileStore } from '../ports.ts';

/**
 * Makes the part of the dispatch that keeps a browser with one person: the one for whom it gave its subscription last. Somebody else
 * who signed in there before gets no notifications on it any more. A repeat changes nothing.
 */
export const createMoveDevice = (deps: {
  readonly profiles: Pick<ProfileStore, 'withPushDevice'>;
  readonly changeProfile: ChangeProfile;
}) => {
  return async (input: { row: EventRow; profile: Profile; now: number }): Promise<void> => {
    const { row, profile, now } = input;
    const { tenant, timestamp: at } = row;
    const news = readPushNews(row);
    if (news?.kind !== 'subscribed') return;
    const { id: device } = news.device;
    for (const other of await deps.profiles.withPushDevice({ tenant, device })) {
      if (other.id === profile.id) continue;
      await deps.changeProfile({
        tenant,
        profileId: other.id,
        id: hashId('push-moved', row.id),
        now,
        apply: (before) => withoutPushDevice({ profile: before, id: device, at }),
      });
    }
  };
};
