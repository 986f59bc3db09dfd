import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { freePort } from '../../platform/free-port.ts';
import { blueskyPlugin } from '../../plugins/bluesky/bluesky.ts';
import { callAction } from '../../plugins/testing.ts';
import { ownFolder, startProgram } from './program.ts';

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const since = Date.parse('2026-03-01T12:00:00Z');

/** A personal data server where anybody may have an account below `.test`. */
const startServer = async (folder: string) => {
  const [port, directory] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    PDS_HOSTNAME: 'localhost',
    PDS_DEV_MODE: 'true',
    PDS_INVITE_REQUIRED: 'false',
    PDS_SERVICE_HANDLE_DOMAINS: '.test',
    PDS_DATA_DIRECTORY: folder,
    PDS_BLOBSTORE_DISK_LOCATION: join(folder, 'blobs'),
    PDS_JWT_SECRET: randomBytes(16).toString('hex'),
    PDS_ADMIN_PASSWORD: randomBytes(16).toString('hex'),
    PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: randomBytes(32).toString('hex'),
    LOG_ENABLED: 'false',
  };
  const program = join(import.meta.dirname, 'bluesky.fixture.mjs');
  const server = await startProgram(process.execPath, [program, String(port), String(directory)], {
    port,
    env,
  });
  return { ...server, url: `http://127.0.0.1:${port}` };
};

const account = z.object({ did: z.string(), accessJwt: z.string() });
const post = z.looseObject({
  uri: z.string(),
  value: z.looseObject({
    text: z.string(),
    embed: z.looseObject({ images: z.array(z.looseObject({ alt: z.string() })) }).optional(),
    reply: z.looseObject({ root: z.looseObject({ uri: z.string() }) }).optional(),
  }),
});
const listed = z.object({ records: z.array(post) });

describe('Bluesky with its own personal data server', () => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  let server: Awaited<ReturnType<typeof startServer>>;
  let shop: z.output<typeof account>;
  let password: string;

  const ask = async (method: string, body: object, token?: string): Promise<unknown> => {
    const answer = await fetch(`${server.url}/xrpc/${method}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  beforeAll(async () => {
    folder = await ownFolder();
    server = await startServer(folder.path);
    const made = await ask('com.atproto.server.createAccount', {
      handle: 'shop.test',
      email: 'shop@shop.example',
      password: 'a password of the tests',
    });
    shop = account.parse(made);
    const app = await ask('com.atproto.server.createAppPassword', { name: 'ciclo' }, shop.accessJwt);
    ({ password } = z.looseObject({ password: z.string() }).parse(app));
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  const call = (action: string, input: object, more: { key?: string; password?: string } = {}) =>
    callAction({
      plugin: blueskyPlugin,
      config: { service: server.url, identifier: 'shop.test', password: { env: 'CICLO_PLUGIN_BLUESKY' } },
      secrets: { CICLO_PLUGIN_BLUESKY: more.password ?? password },
      action,
      input,
      idempotencyKey: more.key ?? 'post-1',
    });
  const records = async () => {
    const query = new URLSearchParams({ repo: shop.did, collection: 'app.bsky.feed.post' });
    const answer = await fetch(`${server.url}/xrpc/com.atproto.repo.listRecords?${query.toString()}`);
    return listed.parse(await answer.json()).records;
  };

  it('a post with an image and a link is there once however often it is sent, and so is its comment', async () => {
    const content = {
      text: 'Spring is here. Ask @shop.test #tulips',
      link: 'https://shop.example/spring',
      images: [{ type: 'image/png', base64: png, alt: 'A tulip', url: 'https://shop.example/i/1' }],
      since,
    };
    const first = await call('submitPost', content);
    expect(first, server.said()).toMatchObject({ kind: 'done', output: { state: 'published' } });
    expect(await call('submitPost', content)).toEqual(first);
    const id = first.kind === 'done' ? z.looseObject({ id: z.string() }).parse(first.output).id : '';
    const comment = { id, text: 'More below', since: since + 1_000 };
    expect(await call('commentOnPost', comment, { key: 'comment-1' })).toMatchObject({ kind: 'done' });
    expect(await call('commentOnPost', comment, { key: 'comment-1' })).toMatchObject({ kind: 'done' });
    const all = await records();
    expect(all).toHaveLength(2);
    const [root] = all.filter(({ uri }) => uri === id);
    expect(root?.value).toMatchObject({ embed: { images: [{ alt: 'A tulip' }] } });
    expect(all.find(({ uri }) => uri !== id)?.value).toMatchObject({
      text: 'More below',
      reply: { root: { uri: id } },
    });
  });

  it('a wrong app password delays, and loses nothing', async () => {
    const outcome = await call(
      'submitPost',
      { text: 'Never', images: [], since },
      { password: 'wrong', key: 'post-2' },
    );
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(await records()).toHaveLength(2);
  });
});
