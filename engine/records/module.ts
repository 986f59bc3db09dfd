import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { eachTenant } from '../each-tenant.ts';
import type { Module } from '../module.ts';
import { recordAccessRoutes } from './routes/access-routes.ts';
import { createRecords } from './change-records.ts';
import { createJourneysAbout } from './journeys/journeys-about.ts';
import { createChooseOwner } from './journeys/choose-owner.ts';
import { createRecordByStep } from './journeys/record-by-step.ts';
import { createManyRecords } from './create-many.ts';
import { createLookAgain } from './look-again.ts';
import { createFollowRecord } from './follow-record.ts';
import { createFollowObjects, type FollowObjects } from './follow-objects.ts';
import type { Clock } from '../clock/clock.ts';
import type { MomentOf } from './moment-of.ts';
import type { ObjectsOf } from './objects-of.ts';
import { createPreviewRecord } from './preview-record.ts';
import { createReadRecord } from './journeys/read-record.ts';
import { createTellRecords, type TellRecords } from './tell-record.ts';
import { createPlanDates } from './dates/plan-dates.ts';
import { createRecordDates, type RecordDateTurns } from './dates/record-dates.ts';
import { recordDatePlanSchema, recordDateSchema } from './store/dates/date-schema.ts';
import { createRecordDateStore } from './store/dates/record-dates.ts';
import { recordLinkRoutes } from './routes/links-routes.ts';
import { objectRoutes } from './routes/objects-routes.ts';
import { recordPreviewRoutes } from './routes/preview-routes.ts';
import { purgeRoutes } from './routes/purge-routes.ts';
import { recordRoutes } from './routes/record-routes.ts';
import { recordListRoutes } from './routes/records-routes.ts';
import { createWriteRecord } from './write-one.ts';
import { historySchema } from './store/history-schema.ts';
import { recordClaimSchema } from './store/record-claim-schema.ts';
import { recordSchema } from './store/record-schema.ts';
import { createCountRecords } from './store/count-records.ts';
import { createOpenRecordStore } from './store/open-records.ts';
import { createPurgeField } from './store/purge-field.ts';
import { createRecordStore } from './store/records.ts';
import { turnSchema } from './store/turn-schema.ts';
import { createRecordWork } from './store/record-work.ts';
import { createTurnStore } from './store/turns.ts';

/** Records of all kinds: leads, deals, quotes, cases and what else a tenant's objects are. */
export const recordsModule = {
  name: 'records',
  collections: [
    recordSchema,
    historySchema,
    recordClaimSchema,
    turnSchema,
    recordDateSchema,
    recordDatePlanSchema,
  ],
  stores: {
    records: createRecordStore,
    countRecords: createCountRecords,
    openRecords: createOpenRecordStore,
    fieldPurge: createPurgeField,
    recordTurns: createTurnStore,
    recordWork: createRecordWork,
    recordDates: createRecordDateStore,
  },
  services: {
    objectsOf:
      ({ live }: { live: LiveWorkspaces }): ObjectsOf =>
      async (tenant) =>
        (await live.of(tenant)).objects,
    zoneOf:
      ({ live }: { live: LiveWorkspaces }) =>
      async (tenant: string): Promise<string> =>
        (await live.of(tenant)).published.settings.timezone,
    momentOf:
      ({ live, clock }: { live: LiveWorkspaces; clock: Clock }): MomentOf =>
      async (tenant) => ({
        now: clock.now(tenant),
        zone: (await live.of(tenant)).published.settings.timezone,
      }),
    previewRecord: createPreviewRecord,
    readRecord: createReadRecord,
    chooseOwner: createChooseOwner,
    recordByStep: createRecordByStep,
    journeysAbout: createJourneysAbout,
    followObjects: createFollowObjects,
    followRecord: createFollowRecord,
    lookAgain: createLookAgain,
    planDates: createPlanDates,
    recordDateTurns: createRecordDates,
    tellRecords: createTellRecords,
    writeRecord: createWriteRecord,
    changeRecords: createRecords,
    createManyRecords,
  },
  loops: {
    recordDates: ({ live, recordDateTurns }: { live: LiveWorkspaces; recordDateTurns: RecordDateTurns }) => ({
      every: 1,
      job: eachTenant({ live, look: async (tenant) => (await recordDateTurns.turn(tenant)) === 'more' }),
    }),
    records: ({ tellRecords }: { tellRecords: TellRecords }) => ({
      every: 5,
      job: () => tellRecords.sweep(),
    }),
    objects: ({ live, followObjects }: { live: LiveWorkspaces; followObjects: FollowObjects }) => ({
      every: 10,
      job: eachTenant({ live, look: followObjects }),
    }),
  },
  routes: {
    // First: it stands before all routes of records.
    recordAccess: recordAccessRoutes,
    objects: objectRoutes,
    fieldPurge: purgeRoutes,
    recordLists: recordListRoutes,
    recordPreviews: recordPreviewRoutes,
    records: recordRoutes,
    recordLinks: recordLinkRoutes,
  },
  audited: {
    'POST /api/objects/:kind/fields/:field/purge': { action: 'object.purge-field' },
    'POST /api/records/:kind': { action: 'record.create' },
    'POST /api/records/:kind/preview': 'none',
    'POST /api/records/:kind/search': 'none',
    'PATCH /api/records/:kind/:id': { action: 'record.change', param: 'id' },
    'DELETE /api/records/:kind/:id': { action: 'record.delete', param: 'id' },
    'POST /api/records/:kind/:id/restore': { action: 'record.restore', param: 'id' },
    'PUT /api/records/:kind/:id/links/:otherKind/:otherId': { action: 'record.link', param: 'id' },
    'DELETE /api/records/:kind/:id/links/:otherKind/:otherId': { action: 'record.unlink', param: 'id' },
  },
} as const satisfies Module;
