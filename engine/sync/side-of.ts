import type { SyncSettings } from '../../domain/sync/sync-settings.ts';
import type { Accept } from '../events/accept.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { Records } from '../records/change-records.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import type { RecordStore } from '../records/ports.ts';
import type { SyncPeople } from './ports.ts';
import type { Side } from './side.ts';
import { createPeopleSide } from './sides/people.ts';
import { createRecordsSide } from './sides/records.ts';

/** Our side of a sync. */
export type SideOf = (settings: SyncSettings) => Side;

/** Makes what gives our side of a sync: people, or records of a kind. */
export const createSideOf = (use: {
  accept: Accept;
  profiles: ProfileStore;
  syncPeople: SyncPeople;
  records: RecordStore;
  changeRecords: Records;
  objectsOf: ObjectsOf;
}): SideOf => {
  const { accept, profiles, syncPeople, records, changeRecords, objectsOf } = use;
  const people = createPeopleSide({ accept, profiles, syncPeople });
  const ofRecords = createRecordsSide({ records, changeRecords, objectsOf });
  return (settings) => (settings.with === 'people' ? people : ofRecords);
};
