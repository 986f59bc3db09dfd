import { builtInPlugins } from '../plugins/built-in.ts';
import type { Plugin } from '../plugins/contract.ts';
import type { StoredEvent } from '../domain/events/event.ts';
import { adminScopes, holds, type Scope } from '../domain/keys/key.ts';
import { isObject } from '../domain/json.ts';
import type { DevMailbox } from '../engine/dev-mail/dev-mailbox.ts';
import type { OidcProvider } from '../engine/team/provider/ask-provider.ts';
import type { WarehouseFolder } from '../domain/warehouse/folder.ts';
import { createLog } from '../platform/log.ts';
import { createSecret } from '../platform/secrets/secret.ts';
import { createEngineApi, type EngineApiDeps } from '../server/engine-api.ts';
import { apiDepsOf } from '../server/serve-api.ts';
import type { TestedEngine } from '../test/harness/engine-verbs.ts';
import { testSecret } from '../test/harness/engine-keys.ts';
import { startMemoryEngine } from '../test/harness/memory-engine.ts';
import { type Files, shopFiles } from '../test/harness/shop.ts';
import { createKeys } from './auth/keys.ts';
import { createKeyring } from './auth/key-text.ts';

/** When the engines of these tests start: noon in summer time. */
export const startOfShop = Date.parse('2026-03-29T12:00:00.000Z');

/** The event that starts the journey `cart`. */
export const checkout = 'Checkout Started';

export const cart = {
  key: 'cart',
  name: 'Win back a cart',
  stage: 'retention',
  entry: { on: checkout, key: '$.properties.checkout_id', again: 'always' },
  goal: { on: 'Order Completed', within: '14 days', value: '$.properties.revenue' },
  steps: [
    { id: 'think', type: 'wait', for: '1 hour' },
    { id: 'remind', type: 'send', channel: 'email', message: 'welcome' },
  ],
};

const cartFiles: Files = {
  'journeys/cart.json': cart,
  'segments/loyal.json': {
    key: 'loyal',
    name: 'Loyal',
    when: { all: [{ fact: 'profile', path: '$.traits.loyal', operator: 'equal', value: true }] },
  },
};

/** With the messages of the starter that these tests send: to compile all of them takes longer than most tests. */
const filesOf = (input: Parameters<typeof shopFiles>[0]) =>
  shopFiles({ ...input, messages: ['welcome', 'confirm-subscription'] });

/** How a call is made: by default with the key of the settings, which has every scope. */
export type CallOptions = { readonly key?: string; readonly headers?: Readonly<Record<string, string>> };

type Call = (method: string, path: string, body?: unknown, more?: CallOptions) => Promise<Response>;

const createCall =
  (engine: Pick<TestedEngine, 'keys'>, ask: TestedEngine['request']): Call =>
  (method, path, body, { key = engine.keys.api, headers = {} } = {}) =>
    ask(path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

/** What the production API of an engine reads. */
const apiDeps = (engine: TestedEngine): EngineApiDeps =>
  apiDepsOf({
    assembled: {
      engine: engine.engine,
      metrics: engine.metrics,
      advance: engine.engine.advance,
      temporalReady: async () => undefined,
      opened: { ping: async () => undefined },
    },
    secrets: {
      publicKey: createSecret(engine.keys.public),
      writeKey: createSecret(engine.keys.write),
      apiKey: createSecret(engine.keys.api),
      linkSecret: createSecret(testSecret),
      previousSecrets: [],
      file: undefined,
      made: false,
    },
    tenant: engine.tenant,
    publicUrl: engine.url,
    devClock: true,
    log: createLog({ level: 'silent' }),
  });

/** An event that was given up after its attempts; answers its id. */
const stuckEvent = async (engine: TestedEngine, name: string): Promise<string> => {
  const { tenant } = engine;
  const { events } = engine.opened.stores;
  const now = engine.engine.clock.now(tenant);
  const event: StoredEvent = {
    id: `stuck-${name}`,
    tenant,
    messageId: `stuck-${name}`,
    type: 'track',
    name,
    userId: 'tom',
    externalIds: [],
    properties: {},
    traits: {},
    context: {},
    timestamp: now,
    receivedAt: now,
    source: 'api',
    trust: 'server',
    backfill: false,
  };
  const due = engine.engine.systemTime() + 86_400_000;
  await events.insert({ rows: [{ event, state: 'pending', due }] });
  await events.fail({ tenant, id: event.id, error: 'It could not be processed.', due: undefined });
  return event.id;
};

/**
 * Starts the production engine and API in memory, with a tenant of its own that has the journey `cart` and the segment
 * `loyal`, and what `files` and `settings` add.
 */
export const startShop = async (
  input: {
    files?: Files;
    settings?: Readonly<Record<string, unknown>>;
    env?: Record<string, string>;
    warehouseFolder?: WarehouseFolder;
    devMailbox?: DevMailbox;
    /** Besides those that come with the engine. */
    plugins?: readonly Plugin[];
    port?: number;
    /** Where people of the team sign in besides here. */
    oidcProvider?: OidcProvider;
  } = {},
) => {
  const { files = {}, settings = {}, env = {}, warehouseFolder, devMailbox, plugins, port } = input;
  const engine = await startMemoryEngine({
    start: startOfShop,
    env,
    logLevel: 'silent',
    ...(port === undefined ? {} : { port }),
    ...(input.oidcProvider === undefined ? {} : { oidcProvider: input.oidcProvider }),
    ...(warehouseFolder === undefined ? {} : { warehouseFolder }),
    ...(devMailbox === undefined ? {} : { devMailbox }),
    ...(plugins === undefined ? {} : { plugins: [...builtInPlugins, ...plugins] }),
    files: (tenant) => filesOf({ tenant, files: { ...cartFiles, ...files }, settings }),
  });
  const made = createKeys({
    settings: createKeyring([]),
    store: engine.engine.apiKeys,
    systemTime: engine.engine.systemTime,
  });
  return {
    ...engine,
    call: createCall(engine, engine.request),
    /** Publishes the workspace again with other files. */
    republish: async (others: Files) =>
      engine.publishFiles(
        await filesOf({ tenant: engine.tenant, files: { ...cartFiles, ...files, ...others }, settings }),
      ),
    /** Makes a key; of another tenant when one is named. */
    keyWith: async (scopes: readonly Scope[], tenant: string = engine.tenant): Promise<string> =>
      (await made.create({ tenant, name: 'of a test', kind: 'server', scopes })).text,
    /** The routes of its API. */
    routes: createEngineApi(apiDeps(engine)).routes,
    /** The files of its workspace. */
    files: () => filesOf({ tenant: engine.tenant, files: { ...cartFiles, ...files }, settings }),
    /** What its API reads. */
    deps: apiDeps(engine),
    /**
     * A call of the same API with other parts, such as one that fails or is slow. It answers before what the call leads to is
     * done.
     */
    callWith: (over: (deps: EngineApiDeps) => Partial<EngineApiDeps>): Call => {
      const deps = apiDeps(engine);
      const app = createEngineApi({ ...deps, ...over(deps) });
      return createCall(engine, async (path, init) => app.request(path, init));
    },
    /** Somebody who may be written to and starts the journey `cart` with a checkout. */
    entered: async (userId: string, properties: Readonly<Record<string, string | number>> = {}) => {
      await engine.customer(userId);
      await engine.track(userId, checkout, { checkout_id: `${userId}-1`, ...properties });
    },
    stuckEvent: (name: string) => stuckEvent(engine, name),
  };
};

export type Shop = Awaited<ReturnType<typeof startShop>>;

/** All scopes of the admin API but one, and those that include it. */
export const allBut = (scope: Scope): readonly Scope[] => adminScopes.filter((one) => !holds([one], scope));

/** The body of an answer. */
export const json = async (answer: Response | Promise<Response>): Promise<Record<string, unknown>> => {
  const body: unknown = await (await answer).json();
  return isObject(body) ? body : {};
};

/** The rows of a list in an answer. */
export const rowsOf = (body: Readonly<Record<string, unknown>>, name: string): Record<string, unknown>[] => {
  const rows = body[name];
  return Array.isArray(rows) ? rows.filter(isObject) : [];
};

/** A text, or an empty one. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** All rows of a list, read page by page with `limit=1`. */
export const oneByOne = async (shop: Shop, path: string, name: string) => {
  const rows: Record<string, unknown>[] = [];
  for (let cursor = ''; rows.length < 100;) {
    const body = await json(shop.call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=1${cursor}`));
    rows.push(...rowsOf(body, name));
    if (body['next'] === undefined) break;
    cursor = `&cursor=${textOf(body['next'])}`;
  }
  return rows;
};
