import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { Clock } from '../clock/clock.ts';
import type { RunWorkflowStarter } from '../runs/workflow-starter.ts';
import type { EventRow, EventStore, WithdrawnEvents } from '../events/ports.ts';
import type { AuditTrail } from '../../api/ports/audit.ts';
import type { KeepSentIds } from '../feeds/keep-sent-ids.ts';
import type { AuditStore } from '../access/audit-port.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { PeopleStore } from './people-port.ts';
import type { OrderStore, ProfileStore } from '../people/ports.ts';
import type { RunStore } from '../runs/ports.ts';
import type { TombstoneStore } from './tombstone-port.ts';
import { createEraseOnRequest, type EraseOnRequest, asksErasure } from './erase-on-request.ts';
import { createErasePerson, type ErasePerson } from './erase-person.ts';
import { createEraseProfile } from './erase-profile.ts';
import { createExportPerson } from './export-person.ts';
import { createNoteRequest } from './note-request.ts';
import { createRefuse } from './refuse.ts';
import { createTombstones, type Tombstones } from './tombstones.ts';
import type { Module } from '../module.ts';
import { tombstoneSchema } from './store/tombstone-schema.ts';
import { createTombstoneStore } from './store/tombstones.ts';
import { createPeopleStore } from './store/people.ts';
import { privacyRoutes } from './privacy-routes.ts';
import { createPlanRetention } from './plan-retention.ts';
import { retentionRoutes } from './retention-routes.ts';
import { createRetentionStore } from './store/retention-counts.ts';

/** Longer than anything under way can go on with what it read: attempts of an event, leases, retries of a send. */
const lookAgainMs = 5 * 60_000;

type EraseNeeds = {
  readonly people: PeopleStore;
  readonly profiles: ProfileStore;
  readonly orders: OrderStore;
  readonly runs: RunStore;
  readonly tombstones: Tombstones;
  readonly keyring: Keyring;
  readonly workflowStarter: RunWorkflowStarter;
  readonly forgetMail: (addresses: readonly string[]) => void;
  readonly warehouseFolder: WarehouseFolder | undefined;
};

type RequestNeeds = {
  readonly erasePerson: ErasePerson;
  readonly people: PeopleStore;
  readonly profiles: ProfileStore;
  readonly events: EventStore;
  readonly withdrawnEvents: WithdrawnEvents;
  readonly audit: AuditStore & Pick<AuditTrail, 'list'>;
  readonly keepSentIds: KeepSentIds;
  readonly clock: Clock;
};

type EraseProfileNeeds = {
  readonly profiles: ProfileStore;
  readonly events: EventStore;
  readonly tombstones: Tombstones;
  readonly fulfilErasure: EraseOnRequest;
  readonly clock: Clock;
  readonly jobLeaseMs: number;
};

/** What people may ask for: that what is kept of them is erased, and to have it. */
export const privacyModule = {
  name: 'privacy',
  collections: [tombstoneSchema],
  stores: {
    tombstoneStore: createTombstoneStore,
    people: createPeopleStore,
    retentionStore: createRetentionStore,
  },
  services: {
    tombstones: ({ tombstoneStore, keyring }: { tombstoneStore: TombstoneStore; keyring: Keyring }) =>
      createTombstones({ tombstones: tombstoneStore, keyring }),
    erasePerson: ({
      people,
      profiles,
      orders,
      runs,
      tombstones,
      keyring,
      workflowStarter,
      forgetMail,
      warehouseFolder,
    }: EraseNeeds) =>
      createErasePerson({
        people,
        profiles,
        orders,
        runs,
        tombstones,
        keyring,
        stopWorkflow: workflowStarter.stop,
        forgetMail,
        warehouseFolder,
      }),
    fulfilErasure: ({
      erasePerson: erase,
      people,
      profiles,
      events,
      withdrawnEvents,
      audit,
      keepSentIds,
      clock,
    }: RequestNeeds) =>
      createEraseOnRequest({
        erase,
        people,
        profiles,
        events,
        withdrawnEvents,
        audit,
        keepSentIds,
        clock,
        lookAgainMs,
      }),
    eraseOnRequest:
      ({ fulfilErasure }: { fulfilErasure: EraseOnRequest }) =>
      async (row: EventRow): Promise<boolean> => {
        if (!asksErasure(row)) return false;
        await fulfilErasure(row);
        return true;
      },
    eraseProfile: ({ profiles, events, tombstones, fulfilErasure, clock, jobLeaseMs }: EraseProfileNeeds) =>
      createEraseProfile({
        profiles,
        events,
        tombstones,
        onRequest: fulfilErasure,
        clock,
        // A minute as usual: it is done once again when it takes longer, which does no harm.
        leaseMs: 2 * jobLeaseMs,
      }),
    exportPerson: createExportPerson,
    planRetention: createPlanRetention,
    noteRequest: createNoteRequest,
    refuse: createRefuse,
  },
  loops: {},
  routes: { privacy: privacyRoutes, retention: retentionRoutes },
  audited: {
    'DELETE /api/profiles/:id': { action: 'profile.erase', param: 'id' },
  },
} as const satisfies Module;
