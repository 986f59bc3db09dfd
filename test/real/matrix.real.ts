import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { freePort } from '../../platform/free-port.ts';
import { matrixPlugin } from '../../plugins/matrix/matrix.ts';
import { callAction, lookOnce } from '../../plugins/testing.ts';
import { whereIs } from './found.ts';
import { ownFolder, runProgram, startProgram } from './program.ts';

/** A Synapse of its own, on SQLite and without its limits, where anybody may have an account. */
const startSynapse = async (folder: string) => {
  const port = await freePort();
  const program = whereIs('synapse_homeserver') ?? '';
  const config = join(folder, 'homeserver.yaml');
  const generate = ['--generate-config', '--server-name=shop.example', '--report-stats=no'];
  await runProgram(program, [...generate, '-c', config, '--data-directory', folder], { cwd: folder });
  const plenty = '{ per_second: 1000, burst_count: 1000 }';
  // What comes later takes the place of what was generated.
  await appendFile(
    config,
    [
      '',
      'listeners:',
      `  - { port: ${port}, type: http, tls: false, bind_addresses: ['127.0.0.1'], resources: [{ names: [client] }] }`,
      'enable_registration: true',
      'enable_registration_without_verification: true',
      'trusted_key_servers: []',
      // It says the same for two minutes otherwise, whatever happened.
      'caches: { sync_response_cache_duration: 0s }',
      `rc_message: ${plenty}`,
      `rc_registration: ${plenty}`,
      `rc_joins: { local: ${plenty}, remote: ${plenty} }`,
      `rc_invites: { per_room: ${plenty}, per_user: ${plenty}, per_issuer: ${plenty} }`,
      `rc_login: { address: ${plenty}, account: ${plenty}, failed_attempts: ${plenty} }`,
      '',
    ].join('\n'),
  );
  const server = await startProgram(program, ['-c', config], { port, cwd: folder });
  return { ...server, url: `http://127.0.0.1:${port}` };
};

const account = z.object({ user_id: z.string(), access_token: z.string() });
const synced = z.looseObject({
  rooms: z
    .looseObject({
      invite: z.record(z.string(), z.unknown()).default({}),
      join: z
        .record(z.string(), z.looseObject({ timeline: z.looseObject({ events: z.array(z.unknown()) }) }))
        .default({}),
    })
    .default({ invite: {}, join: {} }),
});

describe('Matrix with Synapse', () => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  let server: Awaited<ReturnType<typeof startSynapse>>;
  let shop: z.output<typeof account>;
  let ana: z.output<typeof account>;

  const ask = async (
    path: string,
    init: { method?: string; token?: string; body?: object } = {},
  ): Promise<unknown> => {
    const { method = 'POST', token, body = {} } = init;
    const answer = await fetch(`${server.url}/_matrix/client/v3${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  const register = async (username: string) =>
    account.parse(
      await ask('/register', { body: { username, password: 'secret', auth: { type: 'm.login.dummy' } } }),
    );
  const roomsOf = async (token: string) => synced.parse(await ask('/sync', { method: 'GET', token })).rooms;
  const textsOf = async (token: string): Promise<readonly unknown[]> =>
    Object.values((await roomsOf(token)).join).flatMap(({ timeline }) =>
      timeline.events.flatMap(
        (event) =>
          z.looseObject({ content: z.looseObject({ body: z.string() }) }).safeParse(event).data?.content
            .body ?? [],
      ),
    );

  beforeAll(async () => {
    folder = await ownFolder();
    server = await startSynapse(folder.path);
    shop = await register('shop');
    ana = await register('ana');
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  const config = () => ({ server: server.url, user: shop.user_id, token: { env: 'CICLO_PLUGIN_MATRIX' } });
  const secrets = () => ({ CICLO_PLUGIN_MATRIX: shop.access_token });
  const send = (input: object, more: { key?: string; token?: string } = {}) =>
    callAction({
      plugin: matrixPlugin,
      config: config(),
      secrets: more.token === undefined ? secrets() : { CICLO_PLUGIN_MATRIX: more.token },
      action: 'send',
      input,
      idempotencyKey: more.key ?? randomUUID(),
    });
  const look = async (cursor: Parameters<typeof lookOnce>[0]['cursor']) => {
    const looked = await lookOnce({
      plugin: matrixPlugin,
      config: config(),
      secrets: secrets(),
      poll: 'messages',
      cursor,
    });
    if (looked.kind !== 'events') throw new Error(JSON.stringify(looked));
    return looked;
  };

  it('a message opens a room with its person, comes once however often it is sent, and the next takes the same room', async () => {
    const to = ana.user_id;
    expect(await send({ to, text: 'Hello Ana' }, { key: 'one' })).toMatchObject({ kind: 'done' });
    const [room = ''] = Object.keys((await roomsOf(ana.access_token)).invite);
    await ask(`/join/${encodeURIComponent(room)}`, { token: ana.access_token });
    expect(await send({ to, text: 'Hello Ana' }, { key: 'one' })).toMatchObject({ kind: 'done' });
    expect(await send({ to, text: 'Your order is on its way' })).toMatchObject({ kind: 'done' });
    expect(await textsOf(ana.access_token)).toEqual(['Hello Ana', 'Your order is on its way']);
  });

  it('what a person writes is found once, and is answered in the same room', async () => {
    const first = await look(undefined);
    const [room = ''] = Object.keys((await roomsOf(ana.access_token)).join);
    const path = `/rooms/${encodeURIComponent(room)}/send/m.room.message/${randomUUID()}`;
    await ask(path, {
      method: 'PUT',
      token: ana.access_token,
      body: { msgtype: 'm.text', body: 'Thanks! When?' },
    });
    const found = await look(first.cursor);
    expect(found.messages).toMatchObject([{ text: 'Thanks! When?', from: { address: ana.user_id } }]);
    expect((await look(found.cursor)).messages).toEqual([]);
    expect(await send({ to: ana.user_id, text: 'Tomorrow', thread: room })).toMatchObject({ kind: 'done' });
    expect(await textsOf(ana.access_token)).toContain('Tomorrow');
  });

  it('who left the room is written to no more', async () => {
    const [room = ''] = Object.keys((await roomsOf(ana.access_token)).join);
    await ask(`/rooms/${encodeURIComponent(room)}/leave`, { token: ana.access_token });
    expect(await send({ to: ana.user_id, text: 'Hello?' })).toMatchObject({
      kind: 'rejected',
      recipientBlocked: true,
    });
  });

  it('a token that ended delays, and loses nothing', async () => {
    expect(await send({ to: ana.user_id, text: 'Hello' }, { token: 'ended' })).toMatchObject({
      kind: 'retry',
    });
  });
});
