import type { SyncSettings } from '../../domain/sync/sync-settings.ts';
import type { Accept } from '../events/accept.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { SyncPeople } from './ports.ts';
import type { Side } from './side.ts';
import { createPeopleSide } from './sides/people.ts';

/** Our side of a sync. */
export type SideOf = (settings: SyncSettings) => Side;

/** Makes what gives our side of a sync: people. */
export const createSideOf = (use: {
  accept: Accept;
  profiles: ProfileStore;
  syncPeople: SyncPeople;
}): SideOf => {
  const { accept, profiles, syncPeople } = use;
  const people = createPeopleSide({ accept, profiles, syncPeople });
  return () => people;
};
