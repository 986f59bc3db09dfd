import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { FeedReads, SentIdsStore } from './ports.ts';

/** So many ids of each kind of one profile are named to those who got its data. */
const idsMax = 1000;

const kinds = { userIds: 'user:', anonymousIds: 'anon:' } as const;

/** Notes, before profiles are erased, under which ids feeds sent them. Nothing where no feed writes erasures. */
export type KeepSentIds = (input: { tenant: string; profileIds: readonly string[] }) => Promise<void>;

/**
 * Makes the note of the ids that an erasure takes away and that the feed `erasures` has to name: user ids and anonymous ids, of the
 * profiles and of their events. An id that is somebody else's by now is left out, since the other side would delete that person.
 */
export const createKeepSentIds = (use: {
  live: Pick<LiveWorkspaces, 'tenants' | 'of'>;
  profiles: Pick<ProfileStore, 'get' | 'withIds'>;
  feedReads: Pick<FeedReads, 'idsOf'>;
  sentIds: Pick<SentIdsStore, 'keep'>;
}): KeepSentIds => {
  const writesErasures = async (tenant: string): Promise<boolean> => {
    if (!(await use.live.tenants()).includes(tenant)) return false;
    const { feeds = {} } = (await use.live.of(tenant)).published.settings;
    return Object.values(feeds).some(({ rows }) => rows === 'erasures');
  };

  return async ({ tenant, profileIds }) => {
    if (profileIds.length === 0 || !(await writesErasures(tenant))) return;
    for (const profileId of profileIds) {
      const profile = await use.profiles.get({ tenant, profileId });
      const ofEvents = await use.feedReads.idsOf({ tenant, profileId, limit: idsMax });
      const idsOf = async (kind: keyof typeof kinds): Promise<readonly string[]> => {
        const prefix = kinds[kind];
        const own = (profile?.ids ?? []).flatMap((id) =>
          id.startsWith(prefix) ? [id.slice(prefix.length)] : [],
        );
        const ids = [...new Set([...own, ...ofEvents[kind]])].slice(0, idsMax);
        const holders = await use.profiles.withIds({ tenant, ids: ids.map((id) => `${prefix}${id}`) });
        const taken = new Set(holders.flatMap((one) => (profileIds.includes(one.id) ? [] : one.ids)));
        return ids.filter((id) => !taken.has(`${prefix}${id}`));
      };
      const [userIds, anonymousIds] = [await idsOf('userIds'), await idsOf('anonymousIds')];
      if (userIds.length + anonymousIds.length === 0) continue;
      await use.sentIds.keep({ tenant, profileId, userIds, anonymousIds });
    }
  };
};
