import { normaliseEmail } from '../domain/messages/mail-address.ts';
import type { AcceptedEvent } from '../domain/events/event.ts';
import { hashId } from '../domain/hash.ts';
import { type ApiDeps, createApi } from './app.ts';
import { createKeyring, hashKey } from './auth/key-text.ts';
import { createGuardsWorld } from './guards-for-tests.ts';
import type { IdempotencyStore } from './ports/idempotency.ts';
import type { Delivery } from './ports/inbox.ts';
import type { Key, Scope } from './ports/keys.ts';
import { finishTask } from './tasks-for-tests.ts';
import { createWorld } from './world-for-tests.ts';

/** The keys of the tests: `shop` and `other` are two tenants. */
export const keys = {
  write: 'wk_shop_0123456789',
  otherWrite: 'wk_other_0123456789',
  admin: 'ak_shop_0123456789abcdef',
  reader: 'ak_shop_reader_0123456789',
  other: 'ak_other_0123456789abcdef',
} as const;

export const secrets = ['a-secret-of-the-tests-1', 'an-older-secret-of-the-tests'] as const;
export const publicUrl = 'https://ciclo.test';
export const startOfTests = Date.parse('2026-03-29T12:00:00.000Z');

const key = (input: { text: string; tenant: string; scopes: readonly Scope[] }): Key => ({
  id: input.text.slice(0, 8),
  tenant: input.tenant,
  scopes: input.scopes,
  sha256: hashKey(input.text),
});

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
  readonly requests: { route: string; status: number }[];
  readonly refused: { tenant: string; reason: string; count: number }[];
  wall: number;
};

const createProbe = (): Probe => ({
  events: [],
  deliveries: [],
  kicks: [],
  logged: [],
  requests: [],
  refused: [],
  wall: startOfTests,
});

const basicDeps = (probe: Probe) => {
  const line = (level: string) => (fields: unknown, message: string) => {
    probe.logged.push({ level, fields, message });
  };
  return {
    clock: { now: () => probe.wall, wall: () => probe.wall },
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

const suppressionsInMemory = (probe: Probe): ApiDeps['suppressions'] => {
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
      const row = { ...input, addressHash, at: probe.wall };
      rows.set(addressHash, row);
      return row;
    },
    remove: async (input) => rows.delete(hashOf(input)),
    list: async ({ tenant }) => [...rows.values()].filter((row) => row.tenant === tenant),
  };
};

/**
 * An API whose ports are small functions over arrays: what it does with HTTP is under test here; with the real
 * stores it is tested where the engine is put together.
 */
export const createTestApi = (over: Partial<ApiDeps> = {}) => {
  const probe = createProbe();
  const world = createWorld();
  const seen = new Set<string>();
  const app = createApi({
    ...basicDeps(probe),
    ...world,
    ...createGuardsWorld(),
    finishTask,
    findKey: createKeyring([
      key({ text: keys.write, tenant: 'shop', scopes: ['track'] }),
      key({ text: keys.otherWrite, tenant: 'other', scopes: ['track'] }),
      key({ text: keys.admin, tenant: 'shop', scopes: ['read', 'write'] }),
      key({ text: keys.reader, tenant: 'shop', scopes: ['read'] }),
      key({ text: keys.other, tenant: 'other', scopes: ['read', 'write'] }),
    ]),
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
    receive: () => ({
      kind: 'refused',
      status: 404,
      code: 'not-found',
      message: 'There is no such webhook.',
    }),
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
    suppressions: suppressionsInMemory(probe),
    idempotency: createIdempotency(),
    checks: [],
    linkSecrets: secrets,
    publicUrl,
    version: '0.0.0-test',
    ...over,
  });
  return { app, probe };
};

/** The headers of a call with an API key. */
export const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });
