import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, inject } from 'vitest';

import { type Assembled, assemble } from '../../server/assemble.ts';
import { queuesOf } from '../../server/queues.ts';
import { serveApi } from '../../server/serve-api.ts';
import { startWorkers } from '../../server/workers.ts';
import { buildWorkspace } from '../../server/workspace/build-workspace.ts';
import { type AcceptedEvent, eventIdOf } from '../../domain/events/event.ts';
import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import type { JsonObject } from '../../domain/json.ts';
import { loadConfig } from '../../platform/config.ts';
import { freePort } from '../../platform/free-port.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createLog } from '../../platform/log.ts';
import type { Plugin } from '../../plugins/contract.ts';
import { createSecret } from '../../platform/secrets/secret.ts';
import { connectTemporalWorker } from '../../platform/temporal/temporal-worker.ts';
import { workflowBundle } from '../../platform/workflow-bundle.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { ownDatabase } from './own-database.ts';
import { beQuiet } from './test-worker.ts';

export type TestEngine = Assembled & {
  readonly tenant: string;
  readonly url: string;
  readonly mongoUri: string;
  readonly mail: MailServer;
  readonly keys: { readonly public: string; readonly write: string; readonly api: string };
  readonly publishFiles: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Accepts a track event now and waits until it was dispatched; answers its id. */
  readonly track: (
    userId: string,
    event: string,
    properties?: JsonObject,
    more?: Partial<AcceptedEvent>,
  ) => Promise<string>;
  /** The same for an event that is said in full. */
  readonly send: (event: Partial<AcceptedEvent> & { name: string }) => Promise<string>;
  readonly identify: (userId: string, traits: JsonObject) => Promise<void>;
  /** Somebody who may be written to. */
  readonly customer: (userId: string, traits?: JsonObject) => Promise<void>;
  readonly profileId: (userId: string) => Promise<string>;
  readonly subjects: (address: string) => readonly string[];
  readonly days: (days: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

const accepted = (input: Partial<AcceptedEvent> & { name: string; timestamp: number }): AcceptedEvent => ({
  messageId: randomUUID(),
  type: 'track',
  externalIds: [],
  properties: {},
  traits: {},
  context: {},
  source: 'api',
  trust: 'server',
  backfill: false,
  ...input,
});

/** What the engine of a test signs and hashes with. */
const testSecret = 'the secret of a test, long enough for links';

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
    acceptLeaseMs: 3000,
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
  const keys = {
    public: `pk_${randomUUID()}`,
    write: `sk_${randomUUID()}`,
    api: `sk_${randomUUID()}`,
  };
  const secrets = {
    publicKey: createSecret(keys.public),
    writeKey: createSecret(keys.write),
    apiKey: createSecret(keys.api),
    linkSecret: createSecret(testSecret),
    previousSecrets: [],
    file: undefined,
    made: false,
  };
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
  const send = async (event: Partial<AcceptedEvent> & { name: string }): Promise<string> => {
    const full = accepted({ timestamp: engine.clock.now(tenant), ...event });
    await engine.accept({ tenant, events: [full] });
    await engine.dispatcher.idle();
    return eventIdOf(full);
  };
  const identify: TestEngine['identify'] = async (userId, traits) => {
    await send({ name: 'identify', type: 'identify', userId, traits });
  };
  return {
    ...assembled,
    tenant,
    url,
    mongoUri,
    mail,
    keys,
    publishFiles,
    identify,
    send,
    track: (userId, name, properties = {}, more = {}) => send({ name, userId, properties, ...more }),
    customer: async (userId, traits = {}) => {
      await identify(userId, { email: `${userId}@example.com`, firstName: 'Ana', ...traits });
      await send({ name: 'Consent Granted', userId, properties: { channel: 'email', topic: '*' } });
    },
    profileId: async (userId) => {
      const [profile] = await opened.stores.profiles.withIds({ tenant, ids: [`user:${userId}`] });
      if (profile === undefined) throw new Error(`nobody is ${userId}`);
      return profile.id;
    },
    subjects: (address) => mail.to(address).map((one) => one.subject ?? ''),
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
