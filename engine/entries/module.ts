import type { Accept } from '../events/accept.ts';
import type { Dispatcher, Log } from '../events/dispatcher.ts';
import { createEnrol, createEnterByRequest } from './enrol.ts';
import { createEnterByEvent } from './enter-by-event.ts';
import { createEnterJourney, type EnterJourney } from './enter-journey.ts';
import { createRefuseEntry } from './refuse-entry.ts';
import type { PerformDeps } from '../runs/effects/perform.ts';
import { createEnterMany, type EnterMany } from './enter-many.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import type { EntryJobStore } from './ports.ts';
import type { EventStore } from '../events/ports.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { ChangeProfile } from '../people/change-profile.ts';
import { eachTenant } from '../each-tenant.ts';
import { createEnrolPerson } from './enrol-person.ts';
import type { Module } from '../module.ts';
import { entryJobSchema, placeCounterSchema, placesSchema } from './store/entry-schema.ts';
import { placeClaimSchema } from '../claims/store/claim-schema.ts';
import { createEntryJobStore } from './store/jobs.ts';
import { createPlaceStore } from './store/places.ts';
import { enrolRoutes } from './enrol-routes.ts';

/** Nobody is entered in numbers while so many events wait in this process. */
const busyAt = 2000;

type StepNeeds = {
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly enter: EnterJourney;
};

type EnrolNeeds = Omit<Parameters<typeof createEnrol>[0], 'leaseMs'> & {
  readonly events: EventStore;
  readonly acceptLeaseMs: number;
};

type ManyNeeds = {
  readonly audience: AudienceStore;
  readonly changeProfile: ChangeProfile;
  readonly accept: Accept;
  readonly log: Log;
  readonly entryJobs: EntryJobStore;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
};

type LoopNeeds = { readonly live: LiveWorkspaces; readonly enterMany: EnterMany };

/** An entry that a step of another journey asks for. */
const createEnrolByStep =
  (use: StepNeeds): PerformDeps['enrol'] =>
  async ({ tenant, journey: key, profileId, ...rest }) => {
    const workspace = await use.live.of(tenant);
    const journey = workspace.journeys.get(key);
    const profile = await use.profiles.get({ tenant, profileId });
    if (journey === undefined || profile === undefined) return { refused: 'no-such-journey' };
    const entered = await use.enter({ live: workspace, journey, profile, entry: null, ...rest });
    return entered.kind === 'entered' ? { run: entered.run } : { refused: entered.reason };
  };

/** The ways into a journey: by an event, by request, by a step, by a date or schedule. */
export const entriesModule = {
  name: 'entries',
  collections: [entryJobSchema, placeCounterSchema, placesSchema, placeClaimSchema],
  stores: {
    entryJobs: createEntryJobStore,
    places: createPlaceStore,
  },
  services: {
    refuseEntry: createRefuseEntry,
    enter: createEnterJourney,
    enterByRequest: createEnterByRequest,
    enterByEvent: createEnterByEvent,
    enrolByStep: createEnrolByStep,
    enrolEvent: ({ events, clock, live, resolveProfile, apply, enterByRequest, acceptLeaseMs }: EnrolNeeds) =>
      createEnrol({ events, clock, live, resolveProfile, apply, enterByRequest, leaseMs: acceptLeaseMs }),
    enrol: createEnrolPerson,
    enterMany: (use: ManyNeeds) =>
      createEnterMany({
        audience: use.audience,
        changeProfile: use.changeProfile,
        accept: use.accept,
        log: use.log,
        jobs: use.entryJobs,
        live: use.live,
        clock: use.clock,
        isBusy: () => use.dispatcher.size() > busyAt,
      }),
  },
  loops: {
    entries: ({ live, enterMany }: LoopNeeds) => ({
      every: 1,
      job: eachTenant({ live, look: async (tenant) => (await enterMany.turn(tenant)) === 'more' }),
    }),
  },
  routes: { enrol: enrolRoutes },
  audited: {
    'POST /api/runs': { action: 'run.enter' },
  },
} as const satisfies Module;
