import { createHash } from 'node:crypto';

import { type ApiDeps, createApi } from '../../api/app.ts';
import { listen } from '../../api/server.ts';
import type { Key } from '../../api/ports/keys.ts';
import type { Meter } from '../../api/ports/platform.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { EngineSecrets } from '../../platform/secrets.ts';
import {
  createApiEnrol,
  createCommandRun,
  createInbox,
  createJobs,
  createRetryEvent,
  createSuppressions,
  createTrips,
} from './api-acts.ts';
import { createPages } from './api-pages.ts';
import { createApiRehearsals } from './api-rehearsals.ts';
import { createPublishFiles } from './publish-files.ts';
import type { Assembled } from './assemble.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const keysOf = (input: { secrets: EngineSecrets; tenant: string }): ReadonlyMap<string, Key> => {
  const { secrets, tenant } = input;
  const write: Key = {
    id: 'write-key',
    tenant,
    scopes: ['track'],
    sha256: sha256(secrets.writeKey.reveal()),
  };
  const api: Key = {
    id: 'api-key',
    tenant,
    scopes: ['read', 'write'],
    sha256: sha256(secrets.apiKey.reveal()),
  };
  return new Map([write, api].map((key) => [key.sha256, key]));
};

const meterOf = (metrics: Metrics): Meter => ({
  accepted: ({ tenant, source, count }) => metrics.eventsAccepted.inc({ tenant, source }, count),
  refused: ({ tenant, reason, count }) => metrics.eventsRefused.inc({ tenant, reason }, count),
  request: ({ route, method, status, seconds }) => {
    metrics.httpRequests.inc({ route, method, status: String(status) });
    metrics.httpSeconds.observe({ route, method }, seconds);
  },
  text: metrics.text,
  contentType: metrics.contentType,
});

/** So many events may wait in this process before callers are asked to slow down. */
const waitingMax = 10_000;

type Input = {
  assembled: Assembled;
  secrets: EngineSecrets;
  tenant: string;
  port: number;
  publicUrl: string;
  devClock: boolean;
  trustProxy?: boolean;
  log: Log;
};

const depsOf = (input: Input): ApiDeps => {
  const { assembled, log, devClock, publicUrl } = input;
  const { engine, opened, metrics, advance, temporalReady } = assembled;
  const { stores } = opened;
  const secret = input.secrets.linkSecret.reveal();
  const acts = { engine, stores, secret };
  const keys = keysOf(input);
  return {
    accept: engine.accept,
    pressure: () => ({ overloaded: engine.dispatcher.size() > waitingMax, retryAfterMs: 2_000 }),
    receive: async (arrival) => {
      try {
        const live = await engine.live.of(arrival.tenant);
        return engine.plugins.runtime(live).receive(arrival);
      } catch (thrown) {
        if (!(thrown instanceof CicloError) || thrown.code !== 'not-found') throw thrown;
        return { kind: 'refused', status: 404, code: 'not-found', message: 'There is no such webhook.' };
      }
    },
    inbox: createInbox(acts),
    pages: createPages(acts),
    meter: meterOf(metrics),
    log,
    checks: [
      { name: 'database', check: async () => opened.ping().then(() => ({ ok: true })) },
      { name: 'temporal', check: async () => temporalReady().then(() => ({ ok: true })) },
    ],
    linkSecrets: [secret],
    publicUrl,
    version: '0.1.0',
    findKey: async (hash) => keys.get(hash),
    reads: stores.reads,
    results: engine.results,
    enrol: createApiEnrol(acts),
    command: createCommandRun(acts),
    retryEvent: createRetryEvent(acts),
    finishTask: engine.finishTask,
    suppressions: createSuppressions({
      ...acts,
      list: ({ after, ...page }) =>
        stores.suppressions.list({
          ...page,
          ...(after === undefined ? {} : { after: { at: after.at, addressHash: after.id } }),
        }),
    }),
    jobs: createJobs(acts),
    steer: engine.steer,
    trips: createTrips(acts),
    channels: engine.channels,
    plugins: engine.listPlugins,
    rehearsals: createApiRehearsals({ assembled, secret }),
    publish: createPublishFiles({ publish: assembled.publish }),
    idempotency: stores.idempotency,
    trustProxy: input.trustProxy ?? false,
    clock: engine.clock,
    ...(devClock ? { advance } : {}),
  };
};

/** Starts the API of an engine. */
export const serveApi = async (
  input: Input,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const server = await listen({ app: createApi(depsOf(input)), port: input.port, host: '0.0.0.0' });
  return { url: input.publicUrl, stop: server.close };
};
