import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, inject } from 'vitest';

import { type Assembled, assemble } from '../../server/assemble.ts';
import { queuesOf } from '../../server/queues.ts';
import { serveApi } from '../../server/serve-api.ts';
import { startWorkers } from '../../server/workers.ts';
import { buildWorkspace } from '../../server/workspace/build-workspace.ts';
import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import { loadConfig } from '../../platform/config.ts';
import { freePort } from '../../platform/free-port.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createLog } from '../../platform/log.ts';
import type { Plugin } from '../../plugins/contract.ts';
import { connectTemporalWorker } from '../../platform/temporal/temporal-worker.ts';
import { workflowBundle } from '../../platform/workflow-bundle.ts';
import { makeKeys, testSecret } from './engine-keys.ts';
import { createVerbs, type TestedEngine } from './engine-verbs.ts';
import { startMailServer } from './mail-server.ts';
import { ownDatabase } from './own-database.ts';
import { beQuiet } from './test-worker.ts';

/** An engine under test on the real servers of the run. */
export type TestEngine = Assembled & TestedEngine & { readonly mongoUri: string };

/** Where the workflow bundle is kept between tests. */
const toolsDir = loadConfig({}).toolsDir;

/**
 * A whole engine of the test's own: its own database, task queues, tenant, SMTP server and API port, on the real
 * servers of the run, with the development clock.
 */
export const startTestEngine = async (input: {
  files: (tenant: string) => Promise<Readonly<Record<string, string>>>;
  env?: Readonly<Record<string, string>>;
  tenant?: string;
  withWorker?: boolean;
  /** Servers of the test's own, instead of those of the run. */
  servers?: { readonly mongoUri: string; readonly temporalAddress: string };
  /** The database of an engine before this one. */
  mongoUri?: string;
  /** What it signs and hashes with. */
  secrets?: Parameters<typeof createKeyring>[0];
  logLevel?: 'silent' | 'error' | 'warn' | 'debug';
  /** Gets every line of the log. */
  onLog?: (line: string) => void;
  /** Stands for the development inbox. */
  forgetMail?: (addresses: readonly string[]) => void;
  /** Instead of those that come with the engine. */
  plugins?: readonly Plugin[];
  /** Instead of those that come with the engine. */
  stepTypes?: StepTypes;
  patienceMs?: number;
  sendLeaseMs?: number;
  /** After so long without a dispatch, the sweep takes an event over that was accepted; 3 s by default. */
  acceptLeaseMs?: number;
}): Promise<TestEngine> => {
  beQuiet();
  const tenant = input.tenant ?? `t-${randomUUID().slice(0, 8)}`;
  const mongoUri = input.mongoUri ?? ownDatabase(input.servers?.mongoUri ?? inject('mongoUri'));
  const address = input.servers?.temporalAddress ?? inject('temporalAddress');
  const temporal = { address, namespace: 'default' };
  const mail = await startMailServer();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { onLog } = input;
  const log = createLog({
    level: input.logLevel ?? 'error',
    ...(onLog === undefined ? {} : { destination: { write: onLog } }),
  });
  const queues = queuesOf({ mongoUri });
  const env: Readonly<Record<string, string>> = { SMTP_URL: mail.url, ...input.env };
  const plugins = {
    ...(input.plugins === undefined ? {} : { plugins: input.plugins }),
    ...(input.stepTypes === undefined ? {} : { stepTypes: input.stepTypes }),
  };
  const assembled = await assemble({
    mongoUri,
    temporal,
    queues,
    publicUrl: url,
    keyring: createKeyring(input.secrets ?? { secrets: [testSecret] }),
    defaultFrom: 'Test <test@shop.example>',
    pluginSecret: (name) => env[name],
    devClock: true,
    allowPrivate: true,
    log,
    loopEveryMs: 200,
    acceptLeaseMs: input.acceptLeaseMs ?? 3000,
    ...(input.patienceMs === undefined ? {} : { patienceMs: input.patienceMs }),
    ...(input.sendLeaseMs === undefined ? {} : { sendLeaseMs: input.sendLeaseMs }),
    ...(input.forgetMail === undefined ? {} : { forgetMail: input.forgetMail }),
    ...plugins,
  });
  const publishFiles = async (files: Readonly<Record<string, string>>): Promise<void> => {
    const built = await buildWorkspace({ files, ...plugins });
    expect(built.ok ? [] : built.problems).toEqual([]);
    if (built.ok) await assembled.publish({ built: built.value, dryRun: false });
  };
  await publishFiles(await input.files(tenant));
  const { keys, secrets } = makeKeys();
  const server = await serveApi({ assembled, secrets, tenant, port, publicUrl: url, devClock: true, log });
  const connection = await connectTemporalWorker(temporal);
  const workers =
    input.withWorker === false
      ? undefined
      : await startWorkers({
          connection,
          namespace: 'default',
          activities: assembled.engine.activities,
          queues,
          bundle: await workflowBundle({
            toolsDir: toolsDir === '' ? join(tmpdir(), 'ciclo-tools') : toolsDir,
          }),
        });
  const { engine, opened } = assembled;
  return {
    ...assembled,
    ...createVerbs({
      tenant,
      engine,
      stores: opened.stores,
      mail,
      rest: engine.dispatcher.idle,
    }),
    request: (path, init) => fetch(`${url}${path}`, init),
    tenant,
    url,
    mongoUri,
    mail,
    keys,
    publishFiles,
    days: async (days) => {
      await assembled.advance({ tenant, byMs: days * 86_400_000 });
    },
    close: async () => {
      await server.stop();
      await workers?.stop();
      await connection.close();
      await assembled.stop();
      await mail.stop();
    },
  };
};
