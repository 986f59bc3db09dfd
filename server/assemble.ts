import type { WarehouseFolder } from '../domain/warehouse/folder.ts';
import { createDrawChart } from '../platform/charts/draw-chart.ts';
import type { DevMailbox } from '../engine/dev-mail/dev-mailbox.ts';
import type { StepTypes } from '../domain/journey/steps/step-type.ts';
import type { Client } from '@temporalio/client';

import type { Log } from '../platform/log.ts';
import { type CompilePool, createCompilePool } from '../platform/compile/compile-pool.ts';
import { createGuardedHttp } from '../platform/egress/http-guard.ts';
import type { StrayErrors } from '../platform/stray-errors.ts';
import { createMetrics, type Metrics } from '../platform/metrics.ts';
import { connectTemporal, type TemporalTarget } from '../platform/temporal/temporal.ts';
import { createVirtualTime } from '../platform/temporal/virtual-time.ts';
import { createIsAtRest } from '../platform/temporal/workflow-rest.ts';
import type { Plugin } from '../plugins/contract.ts';
import type { OffPlugin } from '../plugins/runtime/plugin-set.ts';
import type { RefuseSecret } from '../plugins/runtime/instance-config.ts';
import type { OidcProvider } from '../engine/team/provider/ask-provider.ts';
import type { Keyring } from '../engine/access/keyring-port.ts';
import { type Retention, usualRetention } from '../domain/privacy/retention.ts';
import { CicloError } from '../domain/errors.ts';
import type { BuildWorkspace } from '../engine/journeys/publish/publish-files.ts';
import { reuseCompiled } from '../engine/journeys/reuse-compiled.ts';
import { buildWorkspace, pluginCatalog } from './workspace/build-workspace.ts';
import { createEngine, type Engine } from './engine.ts';
import { createWorkflowStarter } from '../engine/runs/workflow-starter.ts';
import { createActivity, notingActivity } from '../engine/guards/activity.ts';
import { createPendingWorkflows } from '../engine/clock/pending-workflows.ts';
import { createPlaysInMemory } from './memory/plays-in-memory.ts';
import { meterOf } from './meter.ts';
import { startLoops } from './loops.ts';
import { createWarehouseFolder } from '../platform/warehouse/folder.ts';
import { createRuntimeMaker } from './make-plugin-runtime.ts';
import { openStores, type OpenStores } from './open-stores.ts';
import type { Queues } from './queues.ts';

export type AssembleInput = {
  readonly mongoUri: string;
  readonly temporal: TemporalTarget;
  readonly queues: Queues;
  readonly publicUrl: string;
  /** Where people of the team sign in besides here. */
  readonly oidcProvider?: OidcProvider | undefined;
  /** Signs links and hashes addresses, each with a key of its own. */
  readonly keyring: Keyring;
  readonly defaultFrom: string;
  /** A plugin's secret by the name of its environment variable. */
  readonly pluginSecret: (name: string) => string | undefined;
  /** Says why a variable may not be a plugin's secret; without it every one may. */
  readonly refuseSecret?: RefuseSecret;
  readonly devClock: boolean;
  /** Lets plugins reach this machine and private networks. */
  readonly allowPrivate: boolean;
  readonly log: Log;
  /** Where the process handles what nothing waits for. */
  readonly strays?: StrayErrors | undefined;
  readonly workerText?: () => Promise<string>;
  readonly plugins?: readonly Plugin[];
  /** Plugins that were found and cannot be used. */
  readonly offPlugins?: readonly OffPlugin[];
  /** The types of step journeys are made of: those that come with the engine by default. */
  readonly stepTypes?: StepTypes;
  readonly concurrency?: number;
  readonly acceptLeaseMs?: number;
  readonly jobLeaseMs?: number;
  readonly sendLeaseMs?: number;
  readonly loopEveryMs?: number;
  /** How long a development clock waits at one instant for what is under way. */
  readonly patienceMs?: number;
  /** How long what is over is kept, where it is not as usual. */
  readonly retention?: Retention;
  /** Removes mails to these addresses from the development inbox. */
  readonly forgetMail?: (addresses: readonly string[]) => void;
  /** The folder of the warehouse; without one this process has none. */
  readonly warehouseDir?: string | undefined;
  /** The development inbox, where mails are sent to nobody. */
  readonly devMailbox?: DevMailbox;
};

/** An engine on its servers, at work: it dispatches, sweeps and keeps time. */
export type Assembled = {
  readonly engine: Engine;
  readonly keyring: Keyring;
  readonly opened: OpenStores;
  readonly metrics: Metrics;
  /** Checks the files of a workspace and compiles its messages, as this engine would publish them. */
  readonly build: BuildWorkspace;
  /** How many messages this engine compiled. */
  readonly compiled: () => number;
  readonly publish: Engine['publish'];
  readonly advance: Engine['advance'];
  readonly temporalReady: () => Promise<void>;
  /** Waits until everything of a tenant that is under way has been done. */
  readonly comeToRest: Engine['comeToRest'];
  readonly stop: () => Promise<void>;
};

const refuseJump = async (): Promise<never> => {
  throw new CicloError({
    code: 'forbidden',
    message: 'The development clock is off. Start with CICLO_DEV_CLOCK=1.',
  });
};

const systemTime = (): number => Date.now();
const usualPatienceMs = 30_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const assembleEngine = (
  input: AssembleInput & {
    http: ReturnType<typeof createGuardedHttp>;
    opened: OpenStores;
    metrics: Metrics;
    client: Client;
    build: BuildWorkspace;
    warehouseFolder: WarehouseFolder | undefined;
  },
): Engine => {
  const { client, temporal, devClock, queues } = input;
  const { namespace } = temporal;
  const time = createVirtualTime({ client, namespace, clock: { now: systemTime } });
  const pendingWorkflows = createPendingWorkflows();
  const activity = createActivity();
  // Only a clock that is moved on asks for what is under way.
  const notePending = devClock ? pendingWorkflows.note : (): void => undefined;
  return createEngine({
    ...input.opened.stores,
    workflowStarter: createWorkflowStarter({ client, queue: queues.runs, systemTime, notePending }),
    pendingWorkflows,
    effectsQueue: queues.effects,
    isAtRest: createIsAtRest({ client, namespace, systemTime }),
    align: devClock ? time.align : refuseJump,
    ...(input.stepTypes === undefined ? {} : { stepTypes: input.stepTypes }),
    patienceMs: input.patienceMs ?? usualPatienceMs,
    makePluginRuntime: createRuntimeMaker({ ...input, systemTime }),
    pluginCatalog: pluginCatalog(input),
    playPeople: createPlaysInMemory(),
    build: input.build,
    publicUrl: input.publicUrl,
    oidcProvider: input.oidcProvider,
    keyring: input.keyring,
    defaultFrom: input.defaultFrom,
    log: input.log,
    meter: notingActivity(meterOf(input.metrics), activity),
    activity,
    systemTime,
    pause,
    forgetMail: input.forgetMail ?? (() => undefined),
    retention: input.retention ?? usualRetention,
    warehouseFolder: input.warehouseFolder,
    drawChart: createDrawChart(),
    devMailbox: input.devMailbox,
    concurrency: input.concurrency ?? 96,
    acceptLeaseMs: input.acceptLeaseMs ?? 15_000,
    jobLeaseMs: input.jobLeaseMs ?? 30_000,
    sendLeaseMs: input.sendLeaseMs,
  });
};

/** What checks workspaces, with the threads that compile their messages. */
const createBuilding = ({
  plugins,
  offPlugins,
  refuseSecret,
  stepTypes,
}: AssembleInput): Pick<Assembled, 'build' | 'compiled'> & { readonly close: CompilePool['close'] } => {
  const { compile, compiled, close } = createCompilePool();
  return {
    compiled,
    close,
    build: async (files, published) =>
      buildWorkspace({
        files,
        compile: published === undefined ? compile : await reuseCompiled({ files, published, compile }),
        stepTypes,
        ...(plugins === undefined ? {} : { plugins }),
        ...(offPlugins === undefined ? {} : { offPlugins }),
        ...(refuseSecret === undefined ? {} : { refuseSecret }),
      }),
  };
};

/** Connects the engine to its servers and sets it to work; the worker and the API are started beside it. */
export const assemble = async (input: AssembleInput): Promise<Assembled> => {
  const { log } = input;
  const opened = await openStores({ uri: input.mongoUri, log, retention: input.retention });
  const temporal = await connectTemporal({ target: input.temporal }).catch(async (thrown: unknown) => {
    await opened.close();
    throw thrown;
  });
  const metrics = createMetrics({
    process: true,
    ...(input.workerText === undefined ? {} : { workerText: input.workerText }),
  });
  const http = createGuardedHttp({ allowPrivate: input.allowPrivate });
  const warehouseFolder =
    input.warehouseDir === undefined ? undefined : createWarehouseFolder({ dir: input.warehouseDir });
  const { close: closeBuilding, ...building } = createBuilding(input);
  const engine = assembleEngine({
    ...input,
    http,
    opened,
    metrics,
    client: temporal.client,
    build: building.build,
    warehouseFolder,
  });
  await engine.clock.refresh(await engine.live.tenants());
  const loops = startLoops({
    engine,
    devClock: input.devClock,
    ...(input.loopEveryMs === undefined ? {} : { everyMs: input.loopEveryMs }),
  });
  return {
    engine,
    keyring: input.keyring,
    opened,
    metrics,
    ...building,
    publish: engine.publish,
    advance: engine.advance,
    comeToRest: engine.comeToRest,
    temporalReady: temporal.check,
    stop: async () => {
      engine.carryJobs.stop();
      // The leases of what is being dispatched are renewed by a loop.
      await engine.dispatcher.stop();
      await loops.stop();
      await engine.webhookQueue.idle();
      await engine.plugins.close();
      await closeBuilding();
      await warehouseFolder?.close();
      await http.close();
      await temporal.close();
      await opened.close();
    },
  };
};
