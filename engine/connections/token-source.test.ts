import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import type { TokenPlace } from '../../plugins/runtime/auth/tokens.ts';
import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import {
  agreeAt,
  type AuthorizationServer,
  oauthClient,
  oauthOf,
  startAuthorizationServer,
} from '../../test/harness/authorization-server.ts';
import { createCodePair } from '../../test/harness/code-pair.ts';
import { askTokens } from './ask-tokens.ts';
import type { ConnectionStore } from './ports.ts';
import { createSealedTokens } from './sealed-tokens.ts';
import { createTokenSource } from './token-source.ts';

const seconds = 3_600;
const callback = 'http://127.0.0.1:9/connect/callback';
const older = 'the secret before, of the tests';
const newer = 'the secret of now, of the tests';
const guard = createGuardedHttp({ allowPrivate: true });
const clock = { now: 0 };
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let server: AuthorizationServer;
let store: ConnectionStore;
let place: TokenPlace;

beforeAll(async () => {
  server = await startAuthorizationServer({ redirectUri: callback, seconds });
});
afterAll(async () => {
  await server.close();
  await guard.close();
});

const sealedBy = (...secrets: readonly [string, ...string[]]) =>
  createSealedTokens({ keyring: createKeyring({ secrets }) });
/** The tokens as one process gets them. */
const process = (sealedTokens = sealedBy(older)) =>
  createTokenSource({ connectionStore: store, sealedTokens, systemTime: () => clock.now, log });
const refreshes = () => server.granted.filter((grant) => grant === 'refresh_token').length;

/** A new instance, which somebody connected just now. */
beforeEach(async () => {
  clock.now = Date.now();
  store = createMemoryStores().connectionStore;
  const { host } = new URL(server.url);
  place = {
    tenant: 'shop',
    instance: 'crm',
    plugin: 'notes',
    auth: oauthOf({ url: server.url, grant: 'authorization-code' }),
    hosts: [host],
    send: guard.forHosts({ hosts: [host] }),
  };
  const { verifier, challenge } = createCodePair();
  const url = new URL(`${server.url}/auth`);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: oauthClient.id,
    redirect_uri: callback,
    scope: 'openid crm',
    state: 'a-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).toString();
  const back = new URL(await agreeAt({ url: url.href, until: callback }));
  const asked = await askTokens({
    ...place,
    grant: { kind: 'code', answer: back.searchParams, state: 'a-state', redirectUri: callback, verifier },
  });
  if (asked.kind !== 'tokens') throw new Error(asked.why);
  const kept = sealedBy(older).keep({ place, tokens: asked.tokens, systemTime: clock.now });
  await store.connect({ tenant: 'shop', instance: 'crm', by: { kind: 'key', id: 'key-1' }, ...kept });
});

it('a token is used until shortly before it ends', async () => {
  const before = refreshes();
  const first = await process().get(place);
  clock.now += (seconds - 61) * 1000;
  expect(await process().get(place)).toEqual(first);
  expect(refreshes()).toBe(before);
  clock.now += 2_000;
  const next = await process().get(place);
  expect(next).toMatchObject({ kind: 'token' });
  expect(next).not.toEqual(first);
  expect(refreshes()).toBe(before + 1);
});

it('two processes and many calls renew a token once, and all go on', async () => {
  const before = refreshes();
  clock.now += (seconds - 30) * 1000;
  const [one, other] = [process(), process()];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_call, n) => (n % 2 === 0 ? one : other).get(place)),
  );
  expect(answers.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'token'));
  expect(refreshes()).toBe(before + 1);
  clock.now += 10_000;
  expect(await one.get(place)).toEqual(await other.get(place));
  expect(refreshes()).toBe(before + 1);
});

it('a process that died over a renewal keeps the others out no longer than its lease', async () => {
  clock.now += (seconds + 10) * 1000;
  const lease = { tenant: 'shop', instance: 'crm', token: 'dead', systemTime: clock.now };
  await store.lease({ ...lease, until: clock.now + 30_000 });
  expect(await process().get(place)).toMatchObject({ kind: 'none', code: 'token-unavailable' });
  clock.now += 30_000;
  expect(await process().get(place)).toMatchObject({ kind: 'token' });
  const late = { tenant: 'shop', instance: 'crm', token: 'dead', ended: true, why: 'late', notBefore: 0 };
  expect(await store.notRenewed(late)).toBe(false);
  expect(await process().get(place)).toMatchObject({ kind: 'token' });
});

it('a provider that refuses a token which it gave just now is not asked for another one again and again', async () => {
  const before = refreshes();
  const source = process();
  const found = await source.get(place);
  const refused = found.kind === 'token' ? found.value : '';
  expect(await source.renew({ ...place, refused })).toMatchObject({ code: 'token-unavailable' });
  expect(refreshes()).toBe(before);
});

it('after a change of the secret tokens open, are encrypted again by command, and then need the former one no more', async () => {
  const [connection] = await store.of('shop');
  if (connection === undefined) throw new Error('There is none.');
  const both = sealedBy(newer, older);
  const sealed = both.again(connection);
  expect(sealed).toBeDefined();
  expect(await process(both).get(place)).toMatchObject({ kind: 'token' });
  const reseal = { tenant: 'shop', instance: 'crm', sealed: sealed ?? '' };
  expect(await store.reseal({ ...reseal, revision: connection.revision + 1 })).toBe(false);
  expect(await store.reseal({ ...reseal, revision: connection.revision })).toBe(true);
  expect(await process(sealedBy(newer)).get(place)).toMatchObject({ kind: 'token' });
  expect(await process(sealedBy(older)).get(place)).toMatchObject({ kind: 'none', code: 'not-connected' });
});
