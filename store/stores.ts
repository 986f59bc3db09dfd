import type { Connection } from 'mongoose';

import { createAudienceStore } from './audience.ts';
import { createTurns } from './batching/turns.ts';
import { createHeldStore } from './channels/held.ts';
import { createCircuitStore } from './circuits/circuits.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDevClockStore } from './dev-clock.ts';
import { createEntryJobStore } from './entries/jobs.ts';
import { createPlaceStore } from './entries/places.ts';
import { createErase } from './erase.ts';
import { createEventStore } from './events/events.ts';
import { createDecidedStore } from './experiments/decided.ts';
import { createExposureStore } from './experiments/exposures.ts';
import { createExposureSums } from './experiments/exposure-sums.ts';
import { createGuardCounts } from './guards/counts.ts';
import { createTripStore } from './guards/trips.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { createCrowdStore } from './jobs/crowds.ts';
import { createJobStore } from './jobs/jobs.ts';
import { createMessageStore } from './messages/messages.ts';
import { createRateSlotStore } from './messages/rate-slots.ts';
import { createResendStore } from './messages/resends.ts';
import { createSuppressionStore } from './messages/suppressions.ts';
import { createOfferStore } from './offers/offers.ts';
import { createReferralStore } from './offers/referrals.ts';
import { createOrderStore } from './orders.ts';
import { createProfileStore } from './profiles/profiles.ts';
import { createReads } from './reads/reads.ts';
import { createRehearsalStore } from './rehearsal.ts';
import { createCommandStore } from './runs/commands.ts';
import { createEffectStore } from './runs/effects.ts';
import { createLedgerStore } from './runs/ledger.ts';
import { createRunStore } from './runs/runs.ts';
import { createTaskStore } from './runs/tasks.ts';
import { createWorkspaceStore } from './workspaces/workspaces.ts';

/** All stores of one database. */
export type Stores = ReturnType<typeof createStores>;

/** Fewer leave the database idle between two, more leave too little to gather for each (`npm run bench people`). */
const groupsAtOnce = 4;

/** Makes all stores over one connection. */
export const createStores = (input: { connection: Connection }) => {
  const deps = { ...input, turns: createTurns({ atOnce: groupsAtOnce }) };
  const events = createEventStore(deps);
  const workspaces = createWorkspaceStore(deps);
  return {
    events,
    stuckEvents: events,
    profiles: createProfileStore(deps),
    orders: createOrderStore(deps),
    runs: createRunStore(deps),
    ledger: createLedgerStore(deps),
    effects: createEffectStore(deps),
    commands: createCommandStore(deps),
    tasks: createTaskStore(deps),
    exposures: createExposureStore(deps),
    exposureSums: createExposureSums(deps),
    decided: createDecidedStore(deps),
    messages: createMessageStore(deps),
    suppressions: createSuppressionStore(deps),
    resends: createResendStore(deps),
    slots: createRateSlotStore(deps),
    offers: createOfferStore(deps),
    referrals: createReferralStore(deps),
    workspaces,
    audience: createAudienceStore(deps),
    entryJobs: createEntryJobStore(deps),
    places: createPlaceStore(deps),
    rehearsal: createRehearsalStore(deps),
    devClock: createDevClockStore(deps),
    jobs: createJobStore(deps),
    crowds: createCrowdStore(deps),
    deliveries: createDeliveryStore(deps),
    guardCounts: createGuardCounts(deps),
    trips: createTripStore(deps),
    held: createHeldStore(deps),
    circuits: createCircuitStore(deps),
    idempotency: createIdempotencyStore(deps),
    erase: createErase(deps),
    reads: createReads({ ...deps, workspaces }),
  };
};
