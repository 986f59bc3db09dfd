import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { Activity } from './activity.ts';
import { auditedSteer } from './audited-steer.ts';
import { type CheckJourneys, createCheckJourneys } from './check-journeys.ts';
import { createGuardRounds } from './guard-rounds.ts';
import type { SteerJourney } from '../journeys/steer-journey.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { AuditStore } from '../access/audit-port.ts';
import type { EventStore } from '../events/ports.ts';
import type { GuardCounts, TripStore } from './ports.ts';
import { eachTenant } from '../each-tenant.ts';
import type { EngineMeter } from '../meter.ts';
import type { Module } from '../module.ts';
import { createTripLog } from './trip-log.ts';
import { tripSchema } from './store/trip-schema.ts';
import { createGuardCounts } from './store/counts.ts';
import { createTripStore } from './store/trips.ts';
import { tripRoutes } from './trips-routes.ts';

type CheckNeeds = {
  readonly live: LiveWorkspaces;
  readonly guardCounts: GuardCounts;
  readonly trips: TripStore;
  readonly events: EventStore;
  readonly steer: SteerJourney;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: EngineMeter;
};

type RoundNeeds = {
  readonly checkJourneys: CheckJourneys;
  readonly activity: Activity;
  readonly clock: Clock;
};

type LoopNeeds = {
  readonly live: LiveWorkspaces;
  readonly guardRound: ReturnType<typeof createGuardRounds>;
};

/** Guards: a journey in which too much goes wrong is stopped. */
export const guardsModule = {
  name: 'guards',
  collections: [tripSchema],
  stores: {
    guardCounts: createGuardCounts,
    trips: createTripStore,
  },
  services: {
    checkJourneys: ({ live, guardCounts, trips, events, steer, audit, clock, log, meter }: CheckNeeds) =>
      createCheckJourneys({
        live,
        counts: guardCounts,
        trips,
        events,
        steer: auditedSteer({ steer, audit, systemTime: clock.systemTime }),
        clock,
        log,
        count: meter.tripped,
      }),
    guardRound: ({ checkJourneys: check, activity, clock }: RoundNeeds) =>
      createGuardRounds({ check, activity, systemTime: clock.systemTime }),
    tripLog: createTripLog,
  },
  loops: {
    guards: ({ live, guardRound }: LoopNeeds) => ({
      every: 5,
      job: eachTenant({ live, look: (tenant) => guardRound(tenant).then(() => false) }),
    }),
  },
  routes: { trips: tripRoutes },
  audited: {},
} as const satisfies Module;
