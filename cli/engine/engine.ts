import type { BurstActivities } from '../../activities/burst/burst-activities.ts';
import { type Burst, createBurst } from '../../activities/burst/burst.ts';
import { countedBurst } from '../../activities/burst/counted-burst.ts';
import { createBurstActivities } from '../../activities/burst/create-burst-activities.ts';
import { createCarrier } from '../../activities/carrier/carrier.ts';
import { createDeliveries, type Deliveries } from '../../activities/deliveries/deliveries.ts';
import { type Accept, createAccept } from '../../activities/dispatch/accept.ts';
import type { Dispatcher } from '../../activities/dispatch/dispatcher.ts';
import type { createEnrol } from '../../activities/dispatch/enrol.ts';
import type { PerformDeps } from '../../activities/effects/perform.ts';
import { createLiveWorkspaces, type LiveWorkspaces } from '../../activities/live/live-workspace.ts';
import type { CircuitBreakers } from '../../activities/plugins/circuit-breakers.ts';
import { createPlugins, type Plugins } from '../../activities/plugins/plugins.ts';
import { createChangeProfile } from '../../activities/profiles/change-profile.ts';
import type { createRenderForPerson } from '../../activities/send/render-for-person.ts';
import { createDevClock, type DevClock } from '../../activities/upkeep/dev-clock.ts';
import { CicloError } from '../../domain/errors.ts';
import { createChanging } from './create-changing.ts';
import { createActing } from './create-acting.ts';
import { createDispatching } from './create-dispatching.ts';
import { createEntering } from './create-entering.ts';
import { createUpkeep, type Upkeep } from './create-upkeep.ts';
import type { EngineDeps } from './engine-deps.ts';

/** The whole engine, without servers: the API and the worker are made from its parts. */
export type Engine = {
  readonly clock: DevClock;
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly circuits: CircuitBreakers;
  readonly accept: Accept;
  readonly dispatcher: Dispatcher;
  readonly deliveries: Deliveries;
  readonly burst: Burst;
  readonly activities: BurstActivities;
  readonly enrol: ReturnType<typeof createEnrol>;
  readonly carrier: ReturnType<typeof createCarrier>;
  readonly render: ReturnType<typeof createRenderForPerson>;
} & Upkeep &
  ReturnType<typeof createChanging>;

const notReady = async (): Promise<never> => {
  throw new CicloError({ code: 'internal', message: 'The engine is not ready.' });
};

/** Puts the parts of the engine together. */
export const createEngine = (deps: EngineDeps): Engine => {
  const { stores, log, wall } = deps;
  const clock = createDevClock({ wall, store: stores.devClock, align: deps.align });
  const live = createLiveWorkspaces({ workspaces: stores.workspaces, wall, checkEveryMs: 1000 });
  const plugins = createPlugins({
    makeRuntime: deps.makePlugins,
    wall,
    count: deps.meter.pluginCall,
  });
  const carrier = createCarrier({
    client: deps.temporal,
    queue: deps.queues.runs,
    wall,
    stirred: deps.stirred,
  });
  const leaseMs = deps.acceptLeaseMs ?? 15_000;

  // The dispatcher needs what needs it: events the engine itself brings in go the same way as all others.
  const late: { dispatcher?: Dispatcher; enrol: PerformDeps['enrol'] } = { enrol: notReady };
  const accept = createAccept({
    events: stores.events,
    clock,
    dispatch: (rows) => late.dispatcher?.push(rows),
    leaseMs,
  });
  const changeProfile = createChangeProfile({ ...stores, live, accept });
  const enrolLater: PerformDeps['enrol'] = (input) => late.enrol(input);
  const { render, perform, send } = createActing({ deps, live, plugins, changeProfile, enrol: enrolLater });
  const plain = createBurst({
    ...stores,
    live,
    perform,
    wall,
    effectsQueue: deps.queues.effects,
  });
  const burst = countedBurst({ burst: plain, count: deps.meter.burst, wall });
  const activities = createBurstActivities({ burst, session: { ...stores, live }, perform, clock });
  const { enter, enrolByStep, turnAway } = createEntering({ stores, live, burst, carrier });
  late.enrol = enrolByStep;
  const entering = { enter, turnAway };
  const parts = { deps, clock, live, plugins, carrier, accept, changeProfile, ...entering, leaseMs };
  const { dispatcher, enrol } = createDispatching(parts);
  late.dispatcher = dispatcher;
  const upkeep = createUpkeep({ deps, live, clock, changeProfile, accept, dispatcher, send });
  const deliveries = createDeliveries({ deliveries: stores.deliveries, live, plugins, accept, clock, log });
  return {
    clock,
    live,
    plugins,
    circuits: deps.circuits,
    accept,
    dispatcher,
    deliveries,
    burst,
    activities,
    enrol,
    carrier,
    render,
    ...upkeep,
    ...createChanging({ deps, live, clock, burst, carrier, plugins, accept }),
  };
};
