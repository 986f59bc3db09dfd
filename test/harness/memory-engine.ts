import { randomUUID } from 'node:crypto';

import { Hono } from 'hono';
import { expect } from 'vitest';

import { listen } from '../../api/server.ts';
import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import { createPendingWorkflows } from '../../engine/clock/pending-workflows.ts';
import type { LoopSpec } from '../../engine/module.ts';
import { createMemoryWorkflowStarter } from '../../engine/runs/memory-workflow-starter.ts';
import type { RunWorkflowStarter } from '../../engine/runs/workflow-starter.ts';
import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { freePort } from '../../platform/free-port.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import type { Plugin } from '../../plugins/contract.ts';
import { factoriesOf, makeEach } from '../../server/compose.ts';
import { createEngineApi, type EngineApiDeps } from '../../server/engine-api.ts';
import { createEngine, type Engine } from '../../server/engine.ts';
import { createRuntimeMaker } from '../../server/make-plugin-runtime.ts';
import { createPlaysInMemory } from '../../server/memory/plays-in-memory.ts';
import { createVirtualClock } from '../../server/memory/virtual-clock.ts';
import { meterOf } from '../../server/meter.ts';
import { modules } from '../../server/modules.ts';
import { apiDepsOf } from '../../server/serve-api.ts';
import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import { buildWorkspace, pluginCatalog } from '../../server/workspace/build-workspace.ts';
import { makeKeys, testSecret } from './engine-keys.ts';
import { createVerbs, type TestedEngine } from './engine-verbs.ts';
import { startMailServer } from './mail-server.ts';

const day = 86_400_000;
const hour = 3_600_000;
/** So much of the machine's time passes at most while everything at hand is done. */
const restMs = 60_000;

type Starter = ReturnType<typeof createMemoryWorkflowStarter>;

/** Does what runs have at hand, one after the other, whoever asks. */
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

/**
 * Starts the production services, loops, plugins and API on stores in memory, with a tenant, an SMTP server and an API of its
 * own. Its clock moves only when a test says so, and whatever a call leads to is done when the call answers.
 */
export const startMemoryEngine = async (input: {
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
  plugins?: readonly Plugin[];
  stepTypes?: StepTypes;
  /** Replaces parts of what the API reads. */
  api?: Partial<EngineApiDeps>;
}): Promise<TestedEngine> => {
  const tenant = input.tenant ?? `t-${randomUUID().slice(0, 8)}`;
  const { onLog, plugins, stepTypes } = input;
  const mail = await startMailServer();
  const log = createLog({
    level: input.logLevel ?? 'error',
    ...(onLog === undefined ? {} : { destination: { write: onLog } }),
  });
  const env: Readonly<Record<string, string>> = { SMTP_URL: mail.url, ...input.env };
  const { keys, secrets } = makeKeys();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const system = createVirtualClock(input.start ?? Date.now());
  const tick = (ms: number): void => system.moveTo(system.now() + ms);
  const made: { engine?: Engine } = {};
  const nowOf = (): number => made.engine?.clock.now(tenant) ?? system.now();
  const starter = createMemoryWorkflowStarter({ now: nowOf });
  const drain = createDrain(starter);
  const { pendingWorkflows, workflowStarter, runOf } = createCarrier(starter);
  const stores = createMemoryStores();
  const metrics = createMetrics({ process: false });
  const http = createGuardedHttp({ allowPrivate: true });
  const means = {
    ...(plugins === undefined ? {} : { plugins }),
    ...(stepTypes === undefined ? {} : { stepTypes }),
  };
  const engine = createEngine({
    ...stores,
    workflowStarter,
    pendingWorkflows,
    effectsQueue: 'effects',
    isAtRest: () => drain().then(() => true),
    align: async ({ workflowId }) => {
      const run = runOf(workflowId);
      if (run !== undefined) starter.fire(run);
      await drain();
    },
    ...(stepTypes === undefined ? {} : { stepTypes }),
    patienceMs: restMs,
    makePluginRuntime: createRuntimeMaker({
      ...means,
      pluginSecret: (name) => env[name],
      allowPrivate: true,
      http,
      log,
      systemTime: system.now,
    }),
    pluginCatalog: pluginCatalog(),
    playPeople: createPlaysInMemory(),
    build: (files) => buildWorkspace({ files, ...means }),
    publicUrl: url,
    keyring: createKeyring(input.secrets ?? { secrets: [testSecret] }),
    defaultFrom: 'Test <test@shop.example>',
    log,
    meter: meterOf(metrics),
    systemTime: system.now,
    pause: async (ms) => {
      tick(ms);
      await drain();
    },
    forgetMail: input.forgetMail ?? (() => undefined),
    concurrency: 96,
    acceptLeaseMs: hour,
    jobLeaseMs: hour,
    sendLeaseMs: undefined,
  });
  made.engine = engine;
  starter.attach(engine.activities);
  const rest = createRest({
    engine,
    drain,
    tick,
    isUnderWay: async () => (await stores.jobs.list({ tenant, state: 'running', limit: 1 })).length > 0,
  });
  const publishFiles: TestedEngine['publishFiles'] = async (files) => {
    const built = await buildWorkspace({ files, ...means });
    expect(built.ok ? [] : built.problems).toEqual([]);
    if (built.ok) await engine.publish({ built: built.value, dryRun: false });
  };
  await publishFiles(await input.files(tenant));
  const app = createEngineApi({
    ...apiDepsOf({
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
    }),
    ...input.api,
  });
  const request: TestedEngine['request'] = async (path, init) => {
    const answer = await app.request(path, init);
    await rest();
    return answer;
  };
  const served = new Hono().all('*', async (c) => {
    const answer = await app.fetch(c.req.raw, c.env);
    await rest();
    return answer;
  });
  const server = await listen({ app: served, port, host: '127.0.0.1' });
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
    request,
    days: async (days) => {
      await rest();
      const until = nowOf() + days * day;
      while (nowOf() < until) {
        const next = Math.min(until, Math.max(nowOf(), starter.next()?.at ?? until));
        await engine.advance({ tenant, byMs: next - nowOf() });
        const due = starter.next();
        if (due !== undefined && due.at <= nowOf()) starter.fire(due.run);
        await rest();
      }
    },
    close: async () => {
      await server.close();
      await engine.dispatcher.stop();
      await engine.plugins.close();
      await http.close();
      await mail.stop();
    },
  };
};
