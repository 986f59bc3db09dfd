import { listen } from '../api/server.ts';
import { createKeys } from '../api/auth/keys.ts';
import type { Meter, ReadyCheck } from '../api/ports/platform.ts';
import type { OpenStudio } from '../api/ports/studio.ts';
import { isLoopback } from '../domain/own-host.ts';
import { formerKeyWarning } from '../platform/secrets/former-key.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { EngineSecrets } from '../platform/secrets/secrets.ts';
import type { Assembled } from './assemble.ts';
import { createEngineApi, type EngineApiDeps } from './engine-api.ts';
import { keysOfSettings } from './settings-keys.ts';

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

/** The parts of an engine that its API reads. */
type Served = Pick<Assembled, 'engine' | 'metrics' | 'advance' | 'temporalReady'> & {
  readonly opened: Pick<Assembled['opened'], 'ping'>;
};

type ApiInput = {
  assembled: Served;
  secrets: EngineSecrets;
  tenant: string;
  publicUrl: string;
  devClock: boolean;
  trustProxy?: boolean;
  hosts?: readonly string[];
  /** What else runs beside it, for its first page. */
  elsewhere?: EngineApiDeps['elsewhere'];
  /** Opens the web application. */
  openStudio?: OpenStudio;
  log: Log;
};

type Input = ApiInput & {
  port: number;
  /** What it listens on; this machine only by default. */
  host?: string;
};

/** What the API needs to be there, and a worker too. */
export const readyChecks = (assembled: Pick<Served, 'opened' | 'temporalReady'>): readonly ReadyCheck[] => [
  { name: 'database', check: async () => assembled.opened.ping().then(() => ({ ok: true })) },
  { name: 'temporal', check: async () => assembled.temporalReady().then(() => ({ ok: true })) },
];

/** What the API of an engine reads. */
export const apiDepsOf = (input: ApiInput): EngineApiDeps => {
  const { assembled, log, devClock, publicUrl, tenant, openStudio } = input;
  const { engine, metrics, advance } = assembled;
  return {
    ...engine,
    meter: meterOf(metrics),
    log,
    checks: readyChecks(assembled),
    linkKeys: engine.keyring,
    publicUrl,
    hosts: input.hosts ?? [],
    elsewhere: input.elsewhere,
    studio: openStudio === undefined ? undefined : { open: openStudio, tenant },
    keys: createKeys({
      settings: keysOfSettings(input),
      store: engine.apiKeys,
      systemTime: engine.systemTime,
    }),
    trustProxy: input.trustProxy ?? false,
    // There is such a resource only where clocks can be moved on.
    advance: devClock ? advance : undefined,
  };
};

/** What to say of an API that others reach without encryption; undefined when all is well. */
const plainWarning = (input: { host: string; publicUrl: string; trustProxy: boolean }): string | undefined =>
  isLoopback(input.host) || input.publicUrl.startsWith('https:') || input.trustProxy
    ? undefined
    : `The API listens on ${input.host} and PUBLIC_URL is not https: keys and personal data travel unencrypted. ` +
      'Put a proxy with TLS in front, set PUBLIC_URL to its https address and CICLO_TRUST_PROXY=1.';

/** Starts the API of an engine; `app` is what it serves. */
export const serveApi = async (
  input: Input,
): Promise<{
  readonly url: string;
  readonly app: ReturnType<typeof createEngineApi>;
  readonly stop: () => Promise<void>;
}> => {
  const { log, port, publicUrl, host = '127.0.0.1', trustProxy = false } = input;
  for (const warning of [formerKeyWarning(input.secrets), plainWarning({ host, publicUrl, trustProxy })]) {
    if (warning !== undefined) log.warn({}, warning);
  }
  const app = createEngineApi(apiDepsOf(input));
  const server = await listen({ app, port, host });
  return { url: publicUrl, app, stop: server.close };
};
