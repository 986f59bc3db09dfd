import { normaliseEmail } from '../domain/messages/mail-address.ts';
import type { AcceptedEvent } from '../domain/events/event.ts';
import { hashId } from '../domain/hash.ts';
import { createKeyring as createLinkKeys } from '../platform/secrets/keyring.ts';
import { createEngineApi, type EngineApiDeps } from '../server/engine-api.ts';
import { createOperatorApp } from './operator-app.ts';
import { browsingEvents } from '../domain/events/public-names.ts';
import { createKeyring, hashKey } from './auth/key-text.ts';
import { createKeys } from './auth/keys.ts';
import { deliveries } from './deliveries-for-tests.ts';
import { createGuardsWorld } from './guards-for-tests.ts';
import type { IdempotencyStore } from './ports/idempotency.ts';
import type { AuditTrail, AuditView } from './ports/audit.ts';
import type { Delivery } from './ports/inbox.ts';
import { adminScopes, type Scope } from '../domain/keys/key.ts';
import type { Key, KeyRow, KeyStore } from './ports/keys.ts';
import { eraseProfile, exportPerson, splitProfile } from './privacy-for-tests.ts';
import { createRecordsWorld } from './records-for-tests.ts';
import { finishTask } from './tasks-for-tests.ts';
import { createWorld } from './world-for-tests.ts';

/** The keys of the tests: `shop` and `other` are two tenants. */
export const keys = {
  public: 'pk_shop_0123456789',
  write: 'sk_shop_0123456789',
  otherWrite: 'sk_other_0123456789',
  admin: 'ak_shop_0123456789abcdef',
  reader: 'ak_shop_reader_0123456789',
  other: 'ak_other_0123456789abcdef',
} as const;

const older = 'an-older-secret-of-the-tests';
/** Signs links; so did `olderKeys`, before a rotation. */
export const linkKeys = createLinkKeys({ secrets: ['a-secret-of-the-tests-1', older] });
export const olderKeys = createLinkKeys({ secrets: [older] });
export const publicUrl = 'https://ciclo.test';
export const startOfTests = Date.parse('2026-03-29T12:00:00.000Z');

const key = (input: { text: string; tenant: string; scopes: readonly Scope[] }): Key => ({
  id: input.text.slice(0, 8),
  tenant: input.tenant,
  scopes: input.scopes,
  sha256: hashKey(input.text),
});

/** Keys of `shop` that have every scope of the admin API but one. */
export const lackingKeys: Readonly<Partial<Record<Scope, string>>> = Object.fromEntries(
  adminScopes.map((scope) => [scope, `sk_shop_all_but_${scope}`]),
);

const settingsKeys = createKeyring([
  ...adminScopes.map((scope) =>
    key({
      text: lackingKeys[scope] ?? '',
      tenant: 'shop',
      scopes: adminScopes.filter((one) => one !== scope),
    }),
  ),
  key({ text: keys.public, tenant: 'shop', scopes: ['track:public'] }),
  key({ text: keys.write, tenant: 'shop', scopes: ['track:server'] }),
  key({ text: keys.otherWrite, tenant: 'other', scopes: ['track:server'] }),
  { ...key({ text: keys.admin, tenant: 'shop', scopes: adminScopes }), isOperator: true },
  key({ text: keys.reader, tenant: 'shop', scopes: ['read', 'records:read', 'personal-data'] }),
  key({ text: keys.other, tenant: 'other', scopes: adminScopes }),
]);

const keysInMemory = (): KeyStore => {
  const rows = new Map<string, KeyRow>();
  const change = (sha256: string, more: Partial<KeyRow>): KeyRow | undefined => {
    const row = rows.get(sha256);
    if (row !== undefined) rows.set(sha256, { ...row, ...more });
    return rows.get(sha256);
  };
  return {
    add: async (row) => {
      rows.set(row.sha256, row);
    },
    find: async (sha256) => rows.get(sha256),
    list: async ({ tenant }) => [...rows.values()].filter((row) => row.tenant === tenant),
    revoke: async ({ tenant, id, at }) => {
      const row = [...rows.values()].find((one) => one.tenant === tenant && one.id === id);
      return row === undefined ? undefined : change(row.sha256, { revokedAt: row.revokedAt ?? at });
    },
    noteUse: async ({ sha256, at }) => {
      change(sha256, { lastUsedAt: at });
    },
  };
};

/** Answers kept in memory, by the same rules as the store keeps them. */
const createIdempotency = (): IdempotencyStore => {
  const rows = new Map<string, { bodyHash: string; answer?: { status: number; body: string } }>();
  const nameOf = (input: { tenant: string; route: string; key: string }) =>
    JSON.stringify([input.tenant, input.route, input.key]);
  return {
    begin: async (input) => {
      const row = rows.get(nameOf(input));
      if (row === undefined) {
        rows.set(nameOf(input), { bodyHash: input.bodyHash });
        return { kind: 'begun' };
      }
      if (row.bodyHash !== input.bodyHash) return { kind: 'other-request' };
      return row.answer === undefined ? { kind: 'under-way' } : { kind: 'answered', answer: row.answer };
    },
    keep: async (input) => {
      const row = rows.get(nameOf(input));
      if (row !== undefined) row.answer = input.answer;
    },
    giveUp: async (input) => {
      rows.delete(nameOf(input));
    },
  };
};

/** What the tests can look at and turn. */
export type Probe = {
  readonly events: { tenant: string; event: AcceptedEvent }[];
  readonly deliveries: Delivery[];
  readonly kicks: { tenant: string; id: string }[];
  readonly logged: { level: string; fields: unknown; message: string }[];
  readonly audit: (AuditView & { readonly tenant: string })[];
  readonly requests: { route: string; status: number }[];
  readonly refused: { tenant: string; reason: string; count: number }[];
  systemTime: number;
};

const createProbe = (): Probe => ({
  events: [],
  deliveries: [],
  kicks: [],
  logged: [],
  audit: [],
  requests: [],
  refused: [],
  systemTime: startOfTests,
});

const basicDeps = (probe: Probe) => {
  const line = (level: string) => (fields: unknown, message: string) => {
    probe.logged.push({ level, fields, message });
  };
  return {
    clock: { now: () => probe.systemTime, systemTime: () => probe.systemTime },
    log: { debug: () => undefined, info: line('info'), warn: line('warn'), error: line('error') },
    meter: {
      accepted: () => undefined,
      refused: (refused: Probe['refused'][number]) => {
        probe.refused.push(refused);
      },
      request: (request: { route: string; status: number }) => {
        probe.requests.push(request);
      },
      text: () => Promise.resolve('# HELP ciclo_up 1\nciclo_up 1\n'),
      contentType: 'text/plain; version=0.0.4',
    },
  };
};

const suppressionsInMemory = (probe: Probe): EngineApiDeps['suppressionList'] => {
  const rows = new Map<
    string,
    { channel: string; addressHash: string; reason: string; at: number; tenant: string }
  >();
  const hashOf = (input: { tenant: string; channel: string; address: string }) =>
    hashId(input.tenant, input.channel, normaliseEmail(input.address) ?? input.address);
  return {
    find: async (input) => rows.get(hashOf(input)),
    add: async (input) => {
      const addressHash = hashOf(input);
      const row = { ...input, addressHash, at: probe.systemTime };
      rows.set(addressHash, row);
      return row;
    },
    remove: async (input) => rows.delete(hashOf(input)),
    list: async ({ tenant }) => [...rows.values()].filter((row) => row.tenant === tenant),
  };
};

const auditInMemory = (probe: Probe): AuditTrail => ({
  append: async (line) => {
    probe.audit.push({ ...line, id: `line-${probe.audit.length}` });
  },
  list: async ({ tenant, action, limit }) =>
    probe.audit
      .filter((line) => line.tenant === tenant && (action === undefined || line.action === action))
      .toReversed()
      .slice(0, limit),
});

const noWebhook = {
  kind: 'refused',
  status: 404,
  code: 'not-found',
  message: 'There is no such webhook.',
} as const;

/**
 * An API whose ports are small functions over arrays: what it does with HTTP is under test here; with the real
 * stores it is tested where the engine is put together.
 */
export const createTestApi = (over: Partial<EngineApiDeps> = {}) => {
  const probe = createProbe();
  const world = createWorld();
  const seen = new Set<string>();
  const deps: EngineApiDeps = {
    ...basicDeps(probe),
    ...world,
    ...createGuardsWorld(),
    ...createRecordsWorld(),
    values: { get: async () => undefined },
    finishTask,
    eraseProfile,
    exportPerson,
    splitProfile,
    deliveries,
    retryEvents: async ({ tenant, state, limit }) =>
      tenant === 'shop' && state === 'dead' ? Math.min(1, limit) : 0,
    keys: createKeys({ settings: settingsKeys, store: keysInMemory(), systemTime: () => probe.systemTime }),
    proofSecrets: (tenant) => [`current-secret-of-${tenant}`, `former-secret-of-${tenant}`],
    publicEvents: async () => new Set(browsingEvents),
    accept: async ({ tenant, events }) => {
      const duplicates = new Set<string>();
      for (const event of events) {
        const id = `${tenant}:${event.messageId}`;
        if (seen.has(id)) duplicates.add(event.messageId);
        else probe.events.push({ tenant, event });
        seen.add(id);
      }
      return { duplicates };
    },
    pressure: () => ({ overloaded: false, retryAfterMs: 0 }),
    findWebhook: () => noWebhook,
    receive: () => noWebhook,
    inbox: {
      store: async (delivery) => {
        if (probe.deliveries.some(({ id }) => id === delivery.id)) return 'duplicate';
        probe.deliveries.push(delivery);
        return 'stored';
      },
      kick: (what) => {
        probe.kicks.push(what);
      },
    },
    suppressionList: suppressionsInMemory(probe),
    idempotency: createIdempotency(),
    audit: auditInMemory(probe),
    checks: [],
    linkKeys,
    cursors: linkKeys.signer('cursor'),
    publicUrl,
    ...over,
  };
  const app = createEngineApi(deps);
  const operator = createOperatorApp({ ...deps, hosts: [], api: app, version: '0.0.0-test' });
  return { app, operator, probe };
};

/** The headers of a call with an API key. */
export const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });
