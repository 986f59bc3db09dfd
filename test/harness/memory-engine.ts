import { randomUUID } from 'node:crypto';

import { createDrawChart } from '../../platform/charts/draw-chart.ts';
import { Hono } from 'hono';
import { expect } from 'vitest';

import type { OpenStudio } from '../../api/ports/studio.ts';
import { listen } from '../../api/server.ts';
import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import { usualRetention } from '../../domain/privacy/retention.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { createPendingWorkflows } from '../../engine/clock/pending-workflows.ts';
import type { DevMailbox } from '../../engine/dev-mail/dev-mailbox.ts';
import { createActivity, notingActivity } from '../../engine/guards/activity.ts';
import type { BuildWorkspace } from '../../engine/journeys/publish/publish-files.ts';
import type { OidcProvider } from '../../engine/team/provider/ask-provider.ts';
import type { LoopSpec } from '../../engine/module.ts';
import { createMemoryWorkflowStarter } from '../../engine/runs/memory-workflow-starter.ts';
import type { RunWorkflowStarter } from '../../engine/runs/workflow-starter.ts';
import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { freePort } from '../../platform/free-port.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import type { EngineSecrets } from '../../platform/secrets/secrets.ts';
import type { Plugin } from '../../plugins/contract.ts';
import type { OffPlugin } from '../../plugins/runtime/plugin-set.ts';
import { factoriesOf, makeEach } from '../../server/compose.ts';
import { createEngineApi } from '../../server/engine-api.ts';
import { createEngine, type Engine } from '../../server/engine.ts';
import { createRuntimeMaker } from '../../server/make-plugin-runtime.ts';
import { createPlaysInMemory } from '../../server/memory/plays-in-memory.ts';
import { createVirtualClock } from '../../server/memory/virtual-clock.ts';
import { meterOf } from '../../server/meter.ts';
import { modules } from '../../server/modules.ts';
import { apiDepsOf } from '../../server/serve-api.ts';
import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import type { Stores } from '../../server/stores/stores.ts';
import { buildWorkspace, pluginCatalog } from '../../server/workspace/build-workspace.ts';
import { makeKeys, testSecret } from './engine-keys.ts';
import { createVerbs, type TestedEngine } from './engine-verbs.ts';
import { startMailServer } from './mail-server.ts';

const day = 86_400_000;
const hour = 3_600_000;
/** So much of the machine's time passes at most while everything at hand is done. */
const restMs = 60_000;

type Starter = ReturnType<typeof createMemoryWorkflowStarter>;

/** Does what runs have at hand, one after the other, no matter who asks. */
const createDrain = (starter: Starter): (() => Promise<void>) => {
  let last: Promise<void> = Promise.resolve();
  return () => {
    const next = last.then(async () => {
      while (await starter.workOff());
    });
    last = next.catch(() => undefined);
    return next;
  };
};

/** The starter of an engine: what it starts or wakes is known as under way, by the name of its workflow. */
const createCarrier = (starter: Starter) => {
  const pendingWorkflows = createPendingWorkflows();
  const runs = new Map<string, string>();
  const workflowStarter: RunWorkflowStarter = {
    stop: starter.stop,
    start: async (input) => {
      runs.set(input.run.workflowId, input.run.id);
      await starter.start(input);
      pendingWorkflows.note(input.run);
    },
    wake: async (input) => {
      runs.set(input.run.workflowId, input.run.id);
      await starter.wake(input);
      pendingWorkflows.note(input.run);
    },
    revive: async (run) => {
      runs.set(run.workflowId, run.id);
      const revived = await starter.revive(run);
      pendingWorkflows.note(run);
      return revived;
    },
  };
  return { pendingWorkflows, workflowStarter, runOf: (workflowId: string) => runs.get(workflowId) };
};

/** Everything that is at hand, in turns, until a turn of all has nothing to do. */
const createRest = (input: {
  engine: Engine;
  drain: () => Promise<void>;
  tick: (ms: number) => void;
  isUnderWay: () => Promise<boolean>;
}) => {
  const { engine, drain } = input;
  const specs: Readonly<Record<string, LoopSpec>> = makeEach(engine, factoriesOf(modules, 'loops'));
  return async (): Promise<void> => {
    // No two things that a test does happen at one instant.
    input.tick(1);
    for (let passed = 0; passed < restMs; passed += 1000) {
      let isMore = false;
      await engine.settle();
      await drain();
      for (const { job } of Object.values(specs)) isMore = (await job()) || isMore;
      await engine.settle();
      await drain();
      if (!isMore && !(await input.isUnderWay())) return;
      input.tick(1000);
    }
  };
};

type Input = {
  files: (tenant: string) => Promise<Readonly<Record<string, string>>>;
  env?: Readonly<Record<string, string>>;
  tenant?: string;
  /** When it starts, in epoch milliseconds: the real time by default. */
  start?: number;
  secrets?: Parameters<typeof createKeyring>[0];
  /** Gets every line of the log. */
  onLog?: (line: string) => void;
  logLevel?: 'silent' | 'error' | 'warn' | 'debug';
  forgetMail?: (addresses: readonly string[]) => void;
  /** The files of the warehouse; none by default. */
  warehouseFolder?: WarehouseFolder;
  devMailbox?: DevMailbox;
  plugins?: readonly Plugin[];
  /** Plugins that were found and cannot be used. */
  offPlugins?: readonly OffPlugin[];
  stepTypes?: StepTypes;
  /** Serves the studio. */
  openStudio?: OpenStudio;
  /** Where it listens: any free one by default. */
  port?: number;
  /** Where people of the team sign in besides here. */
  oidcProvider?: OidcProvider;
};

type Fixed = {
  readonly input: Input;
  /** Instead of new ones in memory. */
  readonly stores?: Stores;
  readonly tenant: string;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
};

const buildOf = ({ plugins, offPlugins, stepTypes }: Input): BuildWorkspace => {
  const means = {
    ...(plugins === undefined ? {} : { plugins }),
    ...(offPlugins === undefined ? {} : { offPlugins }),
    ...(stepTypes === undefined ? {} : { stepTypes }),
  };
  return (files) => buildWorkspace({ files, ...means });
};

/** The means of an engine that stands in one process and reaches nobody but this machine. */
const createMeans = ({ input, url, env }: Fixed) => {
  const { onLog, plugins, stepTypes } = input;
  const log = createLog({
    level: input.logLevel ?? 'error',
    ...(onLog === undefined ? {} : { destination: { write: onLog } }),
  });
  const system = createVirtualClock(input.start ?? Date.now());
  const metrics = createMetrics({ process: false });
  const http = createGuardedHttp({ allowPrivate: true });
  const activity = createActivity();
  return {
    log,
    system,
    metrics,
    http,
    given: {
      effectsQueue: 'effects',
      ...(stepTypes === undefined ? {} : { stepTypes }),
      patienceMs: restMs,
      makePluginRuntime: createRuntimeMaker({
        ...(plugins === undefined ? {} : { plugins }),
        ...(input.offPlugins === undefined ? {} : { offPlugins: input.offPlugins }),
        pluginSecret: (name) => env[name],
        allowPrivate: true,
        http,
        log,
        systemTime: system.now,
      }),
      pluginCatalog: pluginCatalog(input),
      playPeople: createPlaysInMemory(),
      build: buildOf(input),
      publicUrl: url,
      oidcProvider: input.oidcProvider,
      keyring: createKeyring(input.secrets ?? { secrets: [testSecret] }),
      defaultFrom: 'Test <test@shop.example>',
      log,
      meter: notingActivity(meterOf(metrics), activity),
      activity,
      systemTime: system.now,
      forgetMail: input.forgetMail ?? (() => undefined),
      retention: usualRetention,
      warehouseFolder: input.warehouseFolder,
      drawChart: createDrawChart(),
      devMailbox: input.devMailbox,
      concurrency: 96,
      acceptLeaseMs: hour,
      jobLeaseMs: hour,
      sendLeaseMs: undefined,
    },
  };
};

/** The engine with what carries its runs and moves its clock. */
const assembleInMemory = (fixed: Fixed) => {
  const { tenant } = fixed;
  const { given, system, ...means } = createMeans(fixed);
  const made: { engine?: Engine } = {};
  const now = (): number => made.engine?.clock.now(tenant) ?? system.now();
  const tick = (ms: number): void => system.moveTo(system.now() + ms);
  const starter = createMemoryWorkflowStarter({ now });
  const drain = createDrain(starter);
  const { pendingWorkflows, workflowStarter, runOf } = createCarrier(starter);
  const stores = fixed.stores ?? createMemoryStores();
  const engine = createEngine({
    ...stores,
    ...given,
    workflowStarter,
    pendingWorkflows,
    isAtRest: () => drain().then(() => true),
    align: async ({ workflowId }) => {
      const run = runOf(workflowId);
      if (run !== undefined) starter.fire(run);
      await drain();
    },
    pause: async (ms) => {
      tick(ms);
      await drain();
    },
  });
  made.engine = engine;
  starter.attach(engine.activities);
  const isUnderWay = async (): Promise<boolean> =>
    (await stores.jobs.list({ tenant, state: 'running', limit: 1 })).length > 0;
  const rest = createRest({ engine, drain, tick, isUnderWay });
  return { ...means, engine, stores, starter, now, tick, rest };
};

/**
 * Puts the production services together on stores in memory, with the workspace of a tenant published; nobody listens and no
 * mail server answers.
 */
export const assembleMemoryEngine = async (fixed: Fixed) => {
  const assembled = assembleInMemory(fixed);
  const build = buildOf(fixed.input);
  const publishFiles: TestedEngine['publishFiles'] = async (files) => {
    const built = await build(files);
    expect(built.ok ? [] : built.problems).toEqual([]);
    if (built.ok) await assembled.engine.publish({ built: built.value, dryRun: false });
  };
  await publishFiles(await fixed.input.files(fixed.tenant));
  return { ...assembled, publishFiles };
};

/** Moves the clock on, from one instant at which a run goes on by itself to the next. */
const createDays =
  ({ engine, starter, now, rest }: ReturnType<typeof assembleInMemory>, tenant: string) =>
  async (days: number): Promise<void> => {
    await rest();
    const until = now() + days * day;
    while (now() < until) {
      const next = Math.min(until, Math.max(now(), starter.next()?.at ?? until));
      await engine.advance({ tenant, byMs: next - now() });
      const due = starter.next();
      if (due !== undefined && due.at <= now()) starter.fire(due.run);
      await rest();
    }
  };

/** The API of an engine, within the process and over HTTP: it answers when what a call leads to is done. */
const serveInMemory = async (input: {
  assembled: ReturnType<typeof assembleInMemory>;
  secrets: EngineSecrets;
  tenant: string;
  url: string;
  port: number;
  openStudio: OpenStudio | undefined;
}) => {
  const { assembled, secrets, tenant, url, port, openStudio } = input;
  const { engine, metrics, log, rest } = assembled;
  const app = createEngineApi(
    apiDepsOf({
      assembled: {
        engine,
        metrics,
        advance: engine.advance,
        temporalReady: async () => undefined,
        opened: { ping: async () => undefined },
      },
      secrets,
      tenant,
      publicUrl: url,
      devClock: true,
      log,
      ...(openStudio === undefined ? {} : { openStudio }),
    }),
  );
  const served = new Hono().all('*', async (c) => {
    const answer = await app.fetch(c.req.raw, c.env);
    // Nothing comes of a file of the studio.
    if (!c.req.path.startsWith('/studio')) await rest();
    return answer;
  });
  const server = await listen({ app: served, port, host: '127.0.0.1' });
  const request: TestedEngine['request'] = async (path, init) => served.request(path, init);
  return { request, close: server.close };
};

/**
 * Starts the production services, loops, plugins and API on stores in memory, with a tenant, an SMTP server and an API of its
 * own. Its clock moves only when a test says so, and whatever a call leads to is done when the call answers.
 */
export const startMemoryEngine = async (input: Input): Promise<TestedEngine> => {
  const tenant = input.tenant ?? `t-${randomUUID().slice(0, 8)}`;
  const [mail, port] = await Promise.all([startMailServer(), input.port ?? freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const { keys, secrets } = makeKeys();
  const env = { SMTP_URL: mail.url, ...input.env };
  const assembled = await assembleMemoryEngine({ input, tenant, url, env });
  const { engine, stores, metrics, rest, publishFiles } = assembled;
  const served = await serveInMemory({ assembled, secrets, tenant, url, port, openStudio: input.openStudio });
  return {
    ...createVerbs({ tenant, engine, stores, mail, rest }),
    tenant,
    url,
    mail,
    keys,
    engine,
    metrics,
    opened: { stores },
    publish: engine.publish,
    publishFiles,
    comeToRest: rest,
    request: served.request,
    days: createDays(assembled, tenant),
    close: async () => {
      await served.close();
      await engine.dispatcher.stop();
      await engine.plugins.close();
      await assembled.http.close();
      await mail.stop();
    },
  };
};
