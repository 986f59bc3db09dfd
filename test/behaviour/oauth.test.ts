import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { builtInPlugins } from '../../plugins/built-in.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import {
  agreeAt,
  type AuthorizationServer,
  notesPlugin,
  oauthClient,
  startAuthorizationServer,
} from '../harness/authorization-server.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const logged: string[] = [];
const held: { url: string } = { url: '' };
let engine: TestedEngine;
let admin: AdminClient;
let server: AuthorizationServer;

const files = (tenant: string, url: string) => {
  const notes = (more: object) => ({
    use: 'notes',
    config: { url, clientSecret: { env: 'CICLO_PLUGIN_NOTES_SECRET' }, ...more },
  });
  const plugins = {
    mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
    notes: notes({}),
    robot: notes({ grant: 'client-credentials' }),
  };
  return shopFiles({ tenant, files: {}, settings: { plugins } });
};

beforeAll(async () => {
  // The address of the engine is known when it runs, and the server wants it first.
  const redirect = { uri: '' };
  engine = await startMemoryEngine({
    plugins: [...builtInPlugins, notesPlugin],
    files: (tenant) => files(tenant, 'http://127.0.0.1:9'),
    env: { CICLO_PLUGIN_NOTES_SECRET: oauthClient.secret },
    onLog: (line) => logged.push(line),
    logLevel: 'debug',
  });
  redirect.uri = `${engine.url}/connect/callback`;
  server = await startAuthorizationServer({ redirectUri: redirect.uri });
  held.url = server.url;
  await engine.publishFiles(await files(engine.tenant, server.url));
  admin = adminClient(engine);
});
afterAll(async () => {
  await engine.close();
  await server.close();
});

const call = async (action: 'set' | 'add', instance = 'notes') =>
  engine.engine.plugins.perform({
    live: await engine.engine.live.of(engine.tenant),
    tenant: engine.tenant,
    instance,
    action,
    input: { text: 'Hello' },
    idempotencyKey: 'step-1',
    now: Date.now(),
  });

const instanceOf = async (name: string): Promise<unknown> => {
  const { body } = await admin.call('GET', '/api/plugins');
  const { plugins } = z.object({ plugins: z.array(z.looseObject({ instance: z.string() })) }).parse(body);
  return plugins.find(({ instance }) => instance === name);
};

const begin = async (): Promise<string> => {
  const { status, body } = await admin.call('POST', '/api/connectors/notes/connect', {});
  expect({ status, body }).toMatchObject({ status: 200, body: { state: 'go' } });
  return z.object({ url: z.string() }).parse(body).url;
};

const backTo = async (url: string): Promise<{ status: number; text: string }> => {
  const { pathname, search } = new URL(url);
  const answer = await engine.request(`${pathname}${search}`);
  return { status: answer.status, text: await answer.text() };
};

const connect = async (): Promise<string> => {
  const back = await agreeAt({ url: await begin(), until: engine.url });
  expect(await backTo(back)).toMatchObject({ status: 200, text: expect.stringContaining('Connected') });
  return back;
};

/** So much time passes that a token that is refused may be renewed. */
const laterOn = () => engine.engine.pause(2 * minute);
const lastToken = () => server.notes.at(-1) ?? '';
const keptTokens = async () => {
  const connection = await engine.opened.stores.connectionStore.get({
    tenant: engine.tenant,
    instance: 'notes',
  });
  if (connection === undefined) throw new Error('There is no connection.');
  return { connection, kept: engine.engine.sealedTokens.open(connection) };
};

it('an instance that nobody connected is off, says what to do, and its calls wait', async () => {
  expect(await instanceOf('notes')).toMatchObject({
    state: 'off',
    why: expect.stringContaining('ciclo connectors connect notes'),
    connection: { state: 'not-connected', grant: 'authorization-code' },
  });
  expect(await call('set')).toMatchObject({ kind: 'retry', code: 'not-connected', afterMs: minute });
});

it('somebody agrees at the provider, and calls go out with the token; what comes back counts once', async () => {
  const back = await connect();
  expect(await instanceOf('notes')).toMatchObject({
    state: 'working',
    connection: { state: 'connected', by: { kind: 'key' } },
  });
  expect(await call('set')).toMatchObject({ kind: 'done' });
  expect(server.notes).toHaveLength(1);
  expect(await backTo(back)).toMatchObject({ status: 410 });
  const { body } = await admin.call('GET', '/api/audit?subject=notes');
  expect(body).toMatchObject({
    lines: [{ action: 'connector.connected' }, { action: 'connector.connect' }],
  });
});

it('tokens stand nowhere in the clear: neither in the database, the log, an answer nor the audit trail', async () => {
  const { connection, kept } = await keptTokens();
  const secrets = [kept?.access ?? '', kept?.refresh ?? '', oauthClient.secret];
  expect(secrets.every((one) => one.length > 20)).toBe(true);
  const answers = [await instanceOf('notes'), (await admin.call('GET', '/api/audit')).body];
  const said = JSON.stringify([connection, answers, logged]);
  expect(secrets.filter((one) => said.includes(one))).toEqual([]);
});

it('what was not made here, was made for another, or was refused at the provider connects nothing', async () => {
  const back = new URL(await agreeAt({ url: await begin(), until: engine.url }));
  const changed = new URL(back);
  changed.searchParams.set('state', `${back.searchParams.get('state') ?? ''}x`);
  expect(await backTo(changed.href)).toMatchObject({ status: 400 });
  const refused = new URL(back);
  refused.searchParams.delete('code');
  refused.searchParams.set('error', 'access_denied');
  expect(await backTo(refused.href)).toMatchObject({
    status: 502,
    text: expect.stringContaining('access_denied'),
  });
  expect(await instanceOf('notes')).toMatchObject({ connection: { state: 'connected' } });
});

it('a user who went to agree comes back with their own session, and nobody else does', async () => {
  const { connections, tenant } = { ...engine.engine, tenant: engine.tenant };
  const begun = await connections.begin({ tenant, instance: 'notes', by: { kind: 'user', id: 'user-ana' } });
  const url = begun.kind === 'go' ? begun.url : '';
  const answer = new URL(await agreeAt({ url, until: engine.url })).searchParams;
  expect(await backTo(`${engine.url}/connect/callback?${answer.toString()}`)).toMatchObject({ status: 403 });
  expect(await connections.back({ answer, userOf: async () => 'user-bob' })).toMatchObject({
    kind: 'refused',
    reason: 'sign-in',
  });
  expect(await connections.back({ answer, userOf: async () => 'user-ana' })).toMatchObject({
    kind: 'connected',
  });
  expect(await instanceOf('notes')).toMatchObject({ connection: { by: { kind: 'user', id: 'user-ana' } } });
});

it('a token that is refused is renewed once, and only a call that is safe to repeat is made again', async () => {
  await call('set');
  await laterOn();
  await server.endAccess(lastToken());
  const granted = server.granted.length;
  expect(await call('set')).toMatchObject({ kind: 'done' });
  expect(server.granted.slice(granted)).toEqual(['refresh_token']);
  await laterOn();
  await server.endAccess(lastToken());
  const used = server.notes.length;
  expect(await call('add')).toMatchObject({ kind: 'retry', code: 'unauthorized' });
  expect(server.notes).toHaveLength(used);
  expect(await call('add')).toMatchObject({ kind: 'done' });
});

it('a provider that gives no token for a while delays calls, and ends nothing', async () => {
  await laterOn();
  await server.endAccess(lastToken());
  server.away.is = true;
  expect(await call('set')).toMatchObject({ kind: 'retry' });
  server.away.is = false;
  await laterOn();
  expect(await call('set')).toMatchObject({ kind: 'done' });
  expect(await instanceOf('notes')).toMatchObject({ state: 'working' });
});

it('a connection that the provider takes no more is off, says why and what to do, and can be made again', async () => {
  await laterOn();
  const { kept } = await keptTokens();
  await server.endAccess(kept?.access ?? '');
  await server.endRefresh(kept?.refresh ?? '');
  expect(await call('set')).toMatchObject({ kind: 'retry' });
  expect(await instanceOf('notes')).toMatchObject({
    state: 'off',
    why: expect.stringMatching(/invalid_grant.*ciclo connectors connect notes/),
    connection: { state: 'ended' },
  });
  expect(await call('set')).toMatchObject({ kind: 'retry', code: 'connection-ended' });
  await connect();
  expect(await call('set')).toMatchObject({ kind: 'done' });
});

it('tokens are not sent where a later publication leads', async () => {
  await engine.publishFiles(await files(engine.tenant, server.url.replace('127.0.0.1', 'localhost')));
  expect(await call('set')).toMatchObject({ kind: 'retry', code: 'not-connected' });
  expect(await instanceOf('notes')).toMatchObject({ why: expect.stringContaining('other settings') });
  await engine.publishFiles(await files(engine.tenant, server.url));
  expect(await call('set')).toMatchObject({ kind: 'done' });
});

it('with client credentials nobody has to agree', async () => {
  expect(await call('set', 'robot')).toMatchObject({ kind: 'done' });
  expect(await instanceOf('robot')).toMatchObject({ state: 'working', connection: { state: 'connected' } });
  expect((await admin.call('POST', '/api/connectors/robot/connect', {})).body).toEqual({
    state: 'connected',
  });
});

it('who disconnects gives the tokens back, and calls wait again', async () => {
  const { kept } = await keptTokens();
  expect(await server.knows(kept?.refresh ?? '')).toBe(true);
  const ended = await admin.call('POST', '/api/connectors/notes/disconnect', {});
  expect(ended.body).toEqual({ disconnected: true });
  expect(await server.knows(kept?.refresh ?? '')).toBe(false);
  expect(await call('set')).toMatchObject({ kind: 'retry', code: 'not-connected' });
  expect((await admin.call('POST', '/api/connectors/notes/disconnect', {})).body).toEqual({
    disconnected: false,
  });
});

it('an instance that needs no connection, or is not there, says so', async () => {
  expect((await admin.call('POST', '/api/connectors/mail/connect', {})).status).toBe(409);
  expect((await admin.call('POST', '/api/connectors/fax/connect', {})).status).toBe(404);
  expect((await admin.call('POST', '/api/connectors/reseal', {})).body).toEqual({
    resealed: 0,
    unreadable: 0,
  });
});
