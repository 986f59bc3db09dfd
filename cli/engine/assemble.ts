import type { Client } from '@temporalio/client';

import type { Log } from '../../platform/log.ts';
import { createGuardedHttp } from '../../platform/http-guard.ts';
import { createMetrics, type Metrics } from '../../platform/metrics.ts';
import { connectTemporal, type TemporalTarget } from '../../platform/temporal.ts';
import { createVirtualTime } from '../../platform/virtual-time.ts';
import { createIsAtRest } from '../../platform/workflow-rest.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import type { Plugin } from '../../plugins/contract.ts';
import { createPluginRuntime } from '../../plugins/runtime/runtime.ts';
import { type AdvanceDeps, createAdvance } from '../../activities/upkeep/advance.ts';
import {
  type ComeToRest,
  createComeToRest,
  createUnderway,
  type Underway,
} from '../../activities/upkeep/underway.ts';
import { createWatchGuards } from '../../activities/upkeep/watch-guards.ts';
import { createPublishWorkspace, type PublishWorkspace } from '../../activities/publish/publish-workspace.ts';
import { type CircuitBreakers, createCircuitBreakers } from '../../activities/plugins/circuit-breakers.ts';
import type { LiveWorkspace } from '../../activities/live/live-workspace.ts';
import type { Breaker } from '../../plugins/runtime/breaker.ts';
import { guardsOf } from '../../domain/guards/guard-settings.ts';
import { CicloError } from '../../domain/errors.ts';
import type { EngineMeter } from './engine-deps.ts';
import { createEngine, type Engine } from './engine.ts';
import { startLoops } from './loops.ts';
import { openStores, type OpenStores } from './open-stores.ts';
import type { Queues } from './queues.ts';

export type AssembleInput = {
  readonly mongoUri: string;
  readonly temporal: TemporalTarget;
  readonly queues: Queues;
  readonly publicUrl: string;
  /** Signs links and hashes suppressed addresses. */
  readonly secret: string;
  readonly defaultFrom: string;
  /** A plugin's secret by the name of its environment variable. */
  readonly pluginSecret: (name: string) => string | undefined;
  readonly devClock: boolean;
  /** Lets plugins reach this machine; for development and tests. */
  readonly allowPrivate: boolean;
  readonly log: Log;
  readonly workerText?: () => Promise<string>;
  readonly plugins?: readonly Plugin[];
  readonly concurrency?: number;
  readonly acceptLeaseMs?: number;
  readonly jobLeaseMs?: number;
  readonly loopEveryMs?: number;
  /** How long a development clock waits at one instant for what is under way. */
  readonly patienceMs?: number;
};

/** An engine on its servers, at work: it dispatches, sweeps and keeps time. */
export type Assembled = {
  readonly engine: Engine;
  readonly opened: OpenStores;
  readonly metrics: Metrics;
  readonly publish: PublishWorkspace;
  readonly advance: ReturnType<typeof createAdvance>;
  readonly temporalReady: () => Promise<void>;
  /** Waits until everything of a tenant that is under way has been done. */
  readonly comeToRest: ComeToRest;
  readonly stop: () => Promise<void>;
};

const meterOf = (metrics: Metrics): EngineMeter => ({
  dispatched: ({ tenant, outcome, seconds }) => {
    metrics.dispatchSeconds.observe({ tenant }, seconds);
    if (outcome === 'done') metrics.eventsDispatched.inc({ tenant });
    if (outcome === 'dead') metrics.eventsDead.inc({ tenant });
  },
  burst: ({ tenant, outcome, seconds }) => {
    metrics.bursts.inc({ tenant, outcome });
    metrics.burstSeconds.observe({ tenant }, seconds);
  },
  message: (labels) => metrics.messages.inc(labels),
  pluginCall: ({ seconds, ...labels }) => {
    metrics.pluginCalls.inc(labels);
    metrics.pluginSeconds.observe({ plugin: labels.plugin, action: labels.action }, seconds);
  },
  tripped: (trip: { tenant: string; journey: string; guard: string }) => {
    metrics.guardTrips.inc(trip);
  },
});

const refuseJump = async (): Promise<never> => {
  throw new CicloError({
    code: 'forbidden',
    message: 'The development clock is off. Start with CICLO_DEV_CLOCK=1.',
  });
};

const wall = (): number => Date.now();
const usualPatienceMs = 30_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** The breaker of a tenant's plugins; none where its guard is switched off. */
const breakerOf = (input: { live: LiveWorkspace; circuits: CircuitBreakers }): { breaker?: Breaker } => {
  const { plugins: guard } = guardsOf(input.live.published.settings.guards);
  return guard === false ? {} : { breaker: input.circuits.with(guard) };
};

const assembleEngine = (
  input: AssembleInput & {
    http: ReturnType<typeof createGuardedHttp>;
    opened: OpenStores;
    metrics: Metrics;
    stirred: Underway['note'];
    client: Client;
  },
): Engine => {
  const { log, opened, metrics, client, temporal } = input;
  const time = createVirtualTime({ client, namespace: temporal.namespace, clock: { now: wall } });
  const { http } = input;
  const circuits = createCircuitBreakers({
    circuits: opened.stores.circuits,
    wall,
    log,
    tell: ({ isOpen, ...named }) => metrics.circuitOpen.set(named, isOpen ? 1 : 0),
  });
  return createEngine({
    stores: opened.stores,
    temporal: client,
    queues: input.queues,
    align: input.devClock ? time.align : refuseJump,
    stirred: input.stirred,
    circuits,
    makePlugins: (live) =>
      createPluginRuntime({
        ...breakerOf({ live, circuits }),
        registry: input.plugins ?? builtInPlugins,
        instances: Object.entries(live.published.settings.plugins).map(([instance, { use, config }]) => ({
          tenant: live.tenant,
          instance,
          plugin: use,
          config,
        })),
        secrets: input.pluginSecret,
        http: http.forHosts,
        log,
        clock: { now: wall },
        rateSlots: opened.stores.slots,
      }),
    publicUrl: input.publicUrl,
    secret: input.secret,
    defaultFrom: input.defaultFrom,
    log,
    meter: meterOf(metrics),
    wall,
    pause,
    ...(input.concurrency === undefined ? {} : { concurrency: input.concurrency }),
    ...(input.acceptLeaseMs === undefined ? {} : { acceptLeaseMs: input.acceptLeaseMs }),
    ...(input.jobLeaseMs === undefined ? {} : { jobLeaseMs: input.jobLeaseMs }),
  });
};

/** What is due without a run or a person waking, for the development clock: schedules, and messages on other channels. */
const schedulesOf = (input: { engine: Engine; settle: () => Promise<void> }): AdvanceDeps['schedules'] => {
  const { enterMany, resend } = input.engine;
  return {
    next: async (tenant) => {
      const instants = [await enterMany.next(tenant), await resend.next(tenant)].filter(
        (at) => at !== undefined,
      );
      return instants.length === 0 ? undefined : Math.min(...instants);
    },
    run: async (tenant) => {
      for (;;) {
        const turned = [await enterMany.turn(tenant), await resend.turn(tenant)];
        if (turned.every((one) => one === 'nothing')) return;
        if (turned.includes('more')) continue;
        await input.settle();
        await pause(10);
      }
    },
  };
};

/** What moves the development clock on, and waits for what is under way. */
const createMoving = (input: {
  engine: Engine;
  opened: OpenStores;
  settle: () => Promise<void>;
  underway: Underway;
  client: Client;
  namespace: string;
  patienceMs: number;
}): Pick<Assembled, 'advance' | 'comeToRest'> => {
  const { engine, settle, underway, client, namespace, patienceMs } = input;
  const isAtRest = createIsAtRest({ client, namespace, wall });
  const comeToRest = createComeToRest({ underway, isAtRest, settle, wall, pause, patienceMs });
  const advance = createAdvance({
    ...input.opened.stores,
    clock: engine.clock,
    recheck: engine.recheck,
    stirred: underway.note,
    comeToRest,
    patienceMs,
    schedules: schedulesOf({ engine, settle }),
    guards: createWatchGuards({ check: engine.checkJourneys.all, clock: engine.clock }),
    experiments: engine.decideWinners,
    pause,
  });
  return { advance, comeToRest };
};

/** Connects the engine to its servers and sets it to work; the worker and the API are started beside it. */
export const assemble = async (input: AssembleInput): Promise<Assembled> => {
  const { log } = input;
  const opened = await openStores({ uri: input.mongoUri, log });
  const temporal = await connectTemporal({ target: input.temporal }).catch(async (thrown: unknown) => {
    await opened.close();
    throw thrown;
  });
  const metrics = createMetrics({
    process: true,
    ...(input.workerText === undefined ? {} : { workerText: input.workerText }),
  });
  const http = createGuardedHttp({ allowPrivate: input.allowPrivate });
  const underway = createUnderway();
  // Only who moves a clock on asks for what is under way.
  const stirred = input.devClock ? underway.note : (): void => undefined;
  const engine = assembleEngine({ ...input, http, opened, metrics, stirred, client: temporal.client });
  const { stores } = opened;
  await engine.clock.refresh(await stores.workspaces.tenants());
  const loops = startLoops({
    engine,
    stores,
    log,
    devClock: input.devClock,
    ...(input.loopEveryMs === undefined ? {} : { everyMs: input.loopEveryMs }),
  });
  const settle = async (): Promise<void> => {
    await engine.deliveries.idle();
    await engine.dispatcher.idle();
  };
  return {
    engine,
    opened,
    metrics,
    publish: createPublishWorkspace({ ...stores, ...engine }),
    ...createMoving({
      engine,
      opened,
      settle,
      underway,
      client: temporal.client,
      namespace: input.temporal.namespace,
      patienceMs: input.patienceMs ?? usualPatienceMs,
    }),
    temporalReady: temporal.check,
    stop: async () => {
      engine.carryJobs.stop();
      await loops.stop();
      await engine.dispatcher.stop();
      await engine.deliveries.idle();
      await engine.plugins.close();
      await http.close();
      await temporal.close();
      await opened.close();
    },
  };
};
