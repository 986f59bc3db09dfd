import { CicloError } from '../domain/errors.ts';
import type { AcceptedEvent } from '../domain/events/event.ts';
import { createKeyring as createLinkKeys } from '../platform/secrets/keyring.ts';
import { createAvailability } from '../engine/team/availability.ts';
import { createChangeTeams } from '../engine/team/change-teams.ts';
import { createChangeUsers } from '../engine/team/change-users.ts';
import { createSignIn } from '../engine/team/sign-in.ts';
import { createSuppressionList } from '../engine/messages/suppression-list.ts';
import { createMemoryStores } from '../server/stores/memory-stores.ts';
import { createEngineApi, type EngineApiDeps } from '../server/engine-api.ts';
import { createOperatorApp } from './operator-app.ts';
import { browsingEvents } from '../domain/events/public-names.ts';
import { createKeyring, hashKey } from './auth/key-text.ts';
import { createKeys } from './auth/keys.ts';
import { deliveries } from './deliveries-for-tests.ts';
import { createConversationsWorld } from './conversations-for-tests.ts';
import { createGuardsWorld } from './guards-for-tests.ts';
import type { Delivery } from './ports/inbox.ts';
import { adminScopes, type Scope } from '../domain/keys/key.ts';
import type { Key } from './ports/keys.ts';
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

/** What the tests can look at and turn. */
export type Probe = {
  readonly events: { tenant: string; event: AcceptedEvent }[];
  readonly deliveries: Delivery[];
  readonly kicks: { tenant: string; id: string }[];
  readonly logged: { level: string; fields: unknown; message: string }[];
  readonly requests: { route: string; status: number }[];
  readonly refused: { tenant: string; reason: string; count: number }[];
  systemTime: number;
};

const createProbe = (): Probe => ({
  events: [],
  deliveries: [],
  kicks: [],
  logged: [],
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

/** Keys, answers that are kept, the audit trail and suppressions: the services of production on stores in memory. */
const createAccess = (probe: Probe) => {
  const systemTime = (): number => probe.systemTime;
  const { apiKeys, audit, idempotency, suppressions, users, teams, signIns } = createMemoryStores();
  const clock = { now: systemTime, systemTime };
  const changeUsers = createChangeUsers({ users, teams, clock });
  return {
    keys: createKeys({ settings: settingsKeys, store: apiKeys, systemTime }),
    suppressionList: createSuppressionList({ suppressions, keyring: linkKeys, clock }),
    idempotency,
    audit,
    users,
    teams,
    changeUsers,
    signIn: createSignIn({ users, signIns, changeUsers, keyring: linkKeys, publicUrl, systemTime }),
    changeTeams: createChangeTeams({ teams, clock }),
    availabilityOf: createAvailability({ teams, zoneOf: async () => 'UTC', clock }),
  };
};

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
    ...createConversationsWorld(),
    values: { get: async () => undefined },
    search: async () => [],
    fieldPurge: { purgeField: async () => ({ purged: 0 }) },
    surveyResults: async () => {
      throw new CicloError({ code: 'not-found', message: 'There is no such survey.' });
    },
    finishTask,
    eraseProfile,
    exportPerson,
    splitProfile,
    deliveries,
    retryEvents: async ({ tenant, state, limit }) =>
      tenant === 'shop' && state === 'dead' ? Math.min(1, limit) : 0,
    ...createAccess(probe),
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
    checks: [],
    linkKeys,
    cursors: linkKeys.signer('cursor'),
    publicUrl,
    ...over,
  };
  const app = createEngineApi(deps);
  const documented = { app, objects: () => deps.objectsOf('shop') };
  const operator = createOperatorApp({ ...deps, hosts: [], api: documented, version: '0.0.0-test' });
  return { app, operator, probe, deps };
};

/** The headers of a call with an API key. */
export const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });
