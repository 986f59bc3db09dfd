import { type AcceptedEvent, eventIdOf } from '../domain/events/event.ts';
import { adminScopes, type Scope } from '../domain/keys/key.ts';
import { createKeyring as createLinkKeys } from '../platform/secrets/keyring.ts';
import { createEngineApi, type EngineApiDeps } from '../server/engine-api.ts';
import { apiDepsOf } from '../server/serve-api.ts';
import type { Stores } from '../server/stores/stores.ts';
import type { Plugin } from '../plugins/contract.ts';
import { makeKeys } from '../test/harness/engine-keys.ts';
import { assembleMemoryEngine } from '../test/harness/memory-engine.ts';
import { type Files, shopFiles } from '../test/harness/shop.ts';
import { createKeyring, hashKey } from './auth/key-text.ts';
import { createKeys } from './auth/keys.ts';
import { createOperatorApp } from './operator-app.ts';
import type { Delivery } from './ports/inbox.ts';

/** The keys of the tests: `shop` and `other` are two tenants, of which `shop` has a workspace. */
export const keys = {
  public: 'pk_shop_0123456789',
  write: 'sk_shop_0123456789',
  otherWrite: 'sk_other_0123456789',
  admin: 'ak_shop_0123456789abcdef',
  reader: 'ak_shop_reader_0123456789',
  other: 'ak_other_0123456789abcdef',
} as const;

const older = 'an-older-secret-of-the-tests, long enough';
const secrets: readonly [string, string] = ['a-secret-of-the-tests-1, long enough for links', older];
/** Signs links; so did `olderKeys`, before a rotation. */
export const linkKeys = createLinkKeys({ secrets });
export const olderKeys = createLinkKeys({ secrets: [older] });
export const publicUrl = 'https://ciclo.test';
export const startOfTests = Date.parse('2026-03-29T12:00:00.000Z');

const key = (text: string, tenant: string, scopes: readonly Scope[]) => ({
  id: text.slice(0, 8),
  tenant,
  scopes,
  sha256: hashKey(text),
});

const settingsKeys = createKeyring([
  key(keys.public, 'shop', ['track:public']),
  key(keys.write, 'shop', ['track:server']),
  key(keys.otherWrite, 'other', ['track:server']),
  { ...key(keys.admin, 'shop', adminScopes), isOperator: true },
  key(keys.reader, 'shop', ['read', 'records:read', 'personal-data']),
  key(keys.other, 'other', adminScopes),
]);

const cart = {
  key: 'cart',
  name: 'Win back a cart',
  stage: 'retention',
  entry: { on: 'Checkout Started' },
  steps: [{ id: 'think', type: 'wait', for: '1 hour' }],
};

/** What the API handed on. */
type Probe = {
  /** Events that were not there before. */
  readonly events: { tenant: string; event: AcceptedEvent }[];
  /** Webhooks that were stored, and those whose reading began. */
  readonly deliveries: Delivery[];
  readonly kicks: { tenant: string; id: string }[];
  readonly logged: { level: string; fields: unknown; message: string }[];
  readonly requests: { route: string; status: number }[];
  readonly refused: { tenant: string; reason: string; count: number }[];
};

/** The production parts of an API, looked at: each does what it does, and the probe is told. */
const lookedAt = (deps: EngineApiDeps, probe: Probe): EngineApiDeps => {
  const line = (level: string) => (fields: unknown, message: string) => {
    probe.logged.push({ level, fields, message });
  };
  return {
    ...deps,
    log: { debug: () => undefined, info: line('info'), warn: line('warn'), error: line('error') },
    accept: async ({ tenant, events }) => {
      const { duplicates } = await deps.accept({ tenant, events });
      const seen = new Set(duplicates);
      for (const event of events) {
        const id = eventIdOf(event);
        if (!seen.has(id)) probe.events.push({ tenant, event });
        seen.add(id);
      }
      return { duplicates };
    },
    inbox: {
      store: async (delivery) => {
        const stored = await deps.inbox.store(delivery);
        if (stored === 'stored') probe.deliveries.push(delivery);
        return stored;
      },
      kick: (what) => {
        probe.kicks.push(what);
        deps.inbox.kick(what);
      },
    },
    meter: {
      ...deps.meter,
      accepted: deps.meter.accepted,
      refused: (refused) => {
        probe.refused.push(refused);
        deps.meter.refused(refused);
      },
      request: (request) => {
        probe.requests.push(request);
        deps.meter.request(request);
      },
    },
  };
};

/** Of what the engine is made, instead of the usual. */
type Means = {
  readonly stores?: Stores | undefined;
  readonly files?: Files;
  readonly settings?: object;
  readonly plugins?: readonly Plugin[];
};

/** The production engine with the tenant `shop`, on stores in memory or those given. */
const assembleShop = (input: Means) =>
  assembleMemoryEngine({
    input: {
      start: startOfTests,
      logLevel: 'silent',
      secrets: { secrets },
      ...(input.plugins === undefined ? {} : { plugins: input.plugins }),
      files: (tenant) =>
        shopFiles({
          tenant,
          files: { 'journeys/cart.json': cart, ...input.files },
          settings: { plugins: {}, ...input.settings },
        }),
    },
    tenant: 'shop',
    url: publicUrl,
    env: { SMTP_URL: 'smtp://127.0.0.1:1' },
    ...(input.stores === undefined ? {} : { stores: input.stores }),
  });

/**
 * Makes the production API and engine in memory; `over` takes the place of parts, such as one that fails or is slow. Nothing
 * listens, so nothing has to be closed.
 */
export const createApi = async (over: Partial<EngineApiDeps> = {}, means: Means = {}) => {
  const assembled = await assembleShop(means);
  const { engine, metrics, log, tick } = assembled;
  const probe: Probe = { events: [], deliveries: [], kicks: [], logged: [], requests: [], refused: [] };
  const made = apiDepsOf({
    assembled: {
      engine,
      metrics,
      advance: engine.advance,
      temporalReady: async () => undefined,
      opened: { ping: async () => undefined },
    },
    secrets: makeKeys().secrets,
    tenant: 'shop',
    publicUrl,
    devClock: true,
    log,
  });
  const { systemTime } = engine;
  const ofKeys = createKeys({ settings: settingsKeys, store: engine.apiKeys, systemTime });
  const deps = lookedAt({ ...made, keys: ofKeys, hosts: [], ...over }, probe);
  const app = createEngineApi(deps);
  const documented = { app, objects: () => deps.objectsOf('shop') };
  const operator = createOperatorApp({ ...deps, hosts: [], api: documented, version: '0.0.0-test' });
  return {
    app,
    operator,
    probe,
    deps,
    stores: assembled.stores,
    publishFiles: assembled.publishFiles,
    rest: assembled.rest,
    /** Somebody the shop named; answers the id of their profile. */
    person: async (userId: string): Promise<string> => {
      const at = {
        timestamp: startOfTests,
        messageId: `about-${userId}`,
        source: 'api',
        trust: 'server',
      } as const;
      const empty = { externalIds: [], properties: {}, traits: {}, context: {}, backfill: false };
      await engine.accept({
        tenant: 'shop',
        events: [{ ...empty, ...at, type: 'identify', name: 'identify', userId }],
      });
      await assembled.rest();
      const [profile] = await assembled.stores.profiles.withIds({ tenant: 'shop', ids: [`user:${userId}`] });
      return profile?.id ?? '';
    },
    /** Moves the clock of the machine on. */
    pass: tick,
    systemTime,
  };
};

/** The headers of a call with an API key. */
export const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });
