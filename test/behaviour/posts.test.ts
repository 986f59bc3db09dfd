import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import { createMastodonFake } from '../../plugins/mastodon/fake.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';
import { type Square, townCrierPlugin } from '../harness/town-crier.ts';

const start = Date.UTC(2026, 2, 2, 9);
const at = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);
const png = Uint8Array.from(Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64'));
const token = 'canary-mastodon-token';

describe('posts on social networks', () => {
  const square: Square = { posts: [], asked: [], ends: [], isSearchable: true };
  let engine: TestedEngine;
  let call: AdminClient['call'];
  let mastodon: Awaited<ReturnType<typeof createMastodonFake>>;
  beforeAll(async () => {
    mastodon = await createMastodonFake(token);
    const plugins = {
      square: { use: 'town-crier', config: {} },
      slow: { use: 'town-crier', config: { slow: true } },
      social: { use: 'mastodon', config: { server: mastodon.url, token: { env: 'CICLO_PLUGIN_MASTODON' } } },
    };
    engine = await startMemoryEngine({
      start,
      env: { CICLO_PLUGIN_MASTODON: token },
      plugins: [...builtInPlugins, townCrierPlugin(square)],
      files: (tenant) => shopFiles({ tenant, files: {}, settings: { plugins } }),
    });
    call = adminClient(engine).call;
  });
  afterAll(async () => {
    await engine.close();
    await mastodon.close();
  });
  beforeEach(() => {
    square.posts.splice(0);
    square.asked.splice(0);
    square.ends.splice(0);
    square.isSearchable = true;
  });

  const make = async (body: object): Promise<string> => {
    const { status, body: made } = await call('POST', '/api/posts', body);
    expect(status, JSON.stringify(made)).toBe(200);
    return String(at(made, 'id'));
  };
  const on = (instance: string) => [{ instance }];
  /** Lets time pass minute by minute: what is done may have something follow it. */
  const pass = async (minutes: number): Promise<void> => {
    for (let n = 0; n < minutes; n += 1) await engine.days(1 / 1440);
  };
  const read = async (id: string) => (await call('GET', `/api/posts/${id}`)).body;
  const texts = () => square.posts.map(({ text }) => text);

  const sendImage = async (bytes: Uint8Array): Promise<string> => {
    const sent = await engine.request('/api/posts/images', {
      method: 'POST',
      headers: { authorization: `Bearer ${engine.keys.api}` },
      body: bytes,
    });
    return String(at(await sent.json(), 'id'));
  };
  const imagesOver = async (): Promise<unknown> => {
    const { body } = await call('GET', '/api/retention');
    const classes = at(body, 'classes');
    const found = Array.isArray(classes)
      ? classes.find((one) => at(one, 'name') === 'postImages')
      : undefined;
    return at(found, 'over');
  };

  it('keep the images they name; one that no post names is over an hour after it was sent, until it is sent or named again', async () => {
    const bytesOf = (n: number) => Uint8Array.from([...png, n]);
    const [named = '', , again = ''] = await Promise.all([1, 2, 3].map((n) => sendImage(bytesOf(n))));
    const name = (image: string) =>
      make({
        text: 'Later',
        images: [{ image, alt: 'A tulip' }],
        networks: on('square'),
        at: '2026-04-01T09:00:00Z',
      });
    await name(named);
    await pass(30);
    expect(await imagesOver()).toBe(0);
    await pass(100);
    expect(await imagesOver()).toBe(2);
    await name(again);
    expect(await imagesOver()).toBe(1);
    await sendImage(bytesOf(2));
    await pass(30);
    expect(await imagesOver()).toBe(0);
    await pass(100);
    expect(await imagesOver()).toBe(1);
  });

  it('are published at once, with an image, its alternative text and a first comment, on every network', async () => {
    const sent = await engine.request('/api/posts/images', {
      method: 'POST',
      headers: { authorization: `Bearer ${engine.keys.api}` },
      body: png,
    });
    const image = String(at(await sent.json(), 'id'));
    const id = await make({
      text: 'Spring is here',
      images: [{ image, alt: 'A tulip' }],
      comment: 'More below',
      networks: [{ instance: 'square' }, { instance: 'social', text: 'Spring, at length', comment: null }],
    });
    expect(await read(id)).toMatchObject({
      state: 'published',
      networks: [
        { instance: 'square', state: 'published', externalId: '1', comment: { state: 'published' } },
        { instance: 'social', state: 'published', url: expect.stringContaining('https://social.example/') },
      ],
    });
    expect(square.posts).toMatchObject([{ text: 'Spring is here', comments: ['More below'] }]);
    const [shown] = square.posts[0]?.images ?? [];
    expect(shown).toMatchObject({ alt: 'A tulip', type: 'image/png' });
    expect(mastodon.media).toMatchObject([{ description: 'A tulip' }]);
    expect(mastodon.bodies).toMatchObject([{ status: 'Spring, at length' }]);
    const fetched = await engine.request(new URL(String(at(shown, 'url'))).pathname);
    expect([fetched.headers.get('content-type'), fetched.headers.get('x-content-type-options')]).toEqual([
      'image/png',
      'nosniff',
    ]);
    expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(png);
  });

  it('wait for their time, and can be cancelled before it', async () => {
    const later = new Date(start + 10 * 86_400_000).toISOString();
    const planned = await make({ text: 'Planned', networks: on('square'), at: later });
    const dropped = await make({ text: 'Dropped', networks: on('square'), at: later });
    expect(await read(planned)).toMatchObject({ state: 'scheduled', networks: [{ nextAt: later }] });
    expect((await call('POST', `/api/posts/${dropped}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    await engine.days(9);
    expect(texts()).toEqual([]);
    await engine.days(2);
    expect(texts()).toEqual(['Planned']);
    expect(await read(dropped)).toMatchObject({ state: 'cancelled' });
    expect((await call('POST', `/api/posts/${planned}/cancel`)).body).toMatchObject({ state: 'published' });
  });

  it('are refused with everything that a network does not take of them', async () => {
    const body = {
      text: 'x'.repeat(31),
      comment: 'y'.repeat(40),
      images: [{ image: 'none' }],
      networks: [{ instance: 'square' }, { instance: 'nowhere' }],
    };
    const codes = (answer: unknown) => {
      const problems = at(answer, 'problems');
      return Array.isArray(problems)
        ? problems.map((one: unknown) => [at(one, 'code'), at(one, 'path')])
        : [];
    };
    const expected = [
      ['unknown-image', 'images[0].image'],
      ['text-too-long', 'text'],
      ['comment-too-long', 'comment'],
      ['unknown-network', 'networks[1].instance'],
    ];
    const made = await call('POST', '/api/posts', body);
    expect([made.status, codes(made.body)]).toEqual([400, expected]);
    const checked = await call('POST', '/api/posts/check', body);
    expect([checked.status, codes(checked.body)]).toEqual([200, expected]);
    expect(square.asked).toEqual([]);
  });

  it('that a network refuses for now are tried again; refused for good they fail, and say why', async () => {
    square.ends.push('retry', 'retry');
    const busy = await make({ text: 'Patience', networks: on('square') });
    expect(await read(busy)).toMatchObject({ state: 'scheduled', networks: [{ code: 'busy' }] });
    await pass(3);
    expect(await read(busy)).toMatchObject({ state: 'published' });
    expect(texts()).toEqual(['Patience']);
    square.ends.push('rejected');
    const rude = await make({ text: 'Rude', networks: on('square') });
    await engine.days(1);
    expect(await read(rude)).toMatchObject({ state: 'failed', networks: [{ code: 'rude', message: 'No.' }] });
    expect(square.asked.filter((one) => one === 'submit Rude')).toHaveLength(1);
  });

  it('whose answer was lost are looked for, and never posted twice', async () => {
    square.ends.push('lost');
    const id = await make({ text: 'Lost', networks: on('square') });
    expect(await read(id)).toMatchObject({ state: 'unconfirmed', networks: [{ code: 'timeout' }] });
    await pass(2);
    expect(await read(id)).toMatchObject({ state: 'published', networks: [{ externalId: '1' }] });
    expect(square.asked).toEqual(['submit Lost', 'find']);
  });

  it('that cannot be found wait for a person, whose word counts', async () => {
    square.isSearchable = false;
    square.ends.push('lost', 'unknown');
    const there = await make({ text: 'There', networks: on('square') });
    const gone = await make({ text: 'Gone', networks: on('square') });
    await engine.days(3);
    expect(square.asked.filter((one) => one.startsWith('submit'))).toHaveLength(2);
    expect(await read(gone)).toMatchObject({ state: 'unconfirmed' });
    const say = (id: string, body: object) => call('POST', `/api/posts/${id}/networks/square/resolve`, body);
    const url = 'https://square.example/seen';
    expect((await say(there, { published: true, url })).body).toMatchObject({
      state: 'published',
      networks: [{ url }],
    });
    expect((await say(gone, { published: false })).status).toBe(200);
    expect(await read(gone)).toMatchObject({ state: 'published' });
    expect(texts()).toEqual(['There', 'Gone']);
    expect((await say(gone, { published: false })).status).toBe(422);
  });

  it('that a network has to prepare are looked at and finalized, once', async () => {
    square.ends.push('pending', 'pending', 'lost');
    const id = await make({ text: 'Slow', networks: on('slow') });
    expect(await read(id)).toMatchObject({ state: 'publishing', networks: [{ state: 'processing' }] });
    await pass(6);
    // The finalization had no answer: the next look says that it is there.
    expect(await read(id)).toMatchObject({ state: 'published' });
    expect(square.asked).toEqual(['submit Slow', 'check', 'check', 'check', 'finalize', 'check']);
  });

  it('keep what is known when only the comment fails', async () => {
    square.posts.push({ id: '0', text: 'before', comments: [], images: [] });
    square.ends.push('pending', 'unknown');
    const id = await make({ text: 'Post', comment: 'Comment', networks: on('square') });
    await engine.days(1);
    expect(await read(id)).toMatchObject({
      state: 'published',
      networks: [{ state: 'published', comment: { state: 'unconfirmed', code: 'timeout' } }],
    });
    expect(square.asked.filter((one) => one === 'comment')).toHaveLength(1);
  });

  it('stop with the channel, and go on with it', async () => {
    await call('POST', '/api/channels/social/off', { reason: 'A crisis' });
    const id = await make({ text: 'Cheerful', networks: on('square') });
    await pass(2);
    expect(texts()).toEqual([]);
    expect(await read(id)).toMatchObject({ networks: [{ state: 'scheduled', code: 'channel-off' }] });
    await call('POST', '/api/channels/social/on', {});
    await pass(2);
    expect(texts()).toEqual(['Cheerful']);
  });

  it('made under one Idempotency-Key are one post', async () => {
    const headers = {
      authorization: `Bearer ${engine.keys.api}`,
      'content-type': 'application/json',
      'idempotency-key': 'spring-1',
    };
    const body = JSON.stringify({ text: 'Once', networks: on('square') });
    for (let n = 0; n < 2; n += 1) await engine.request('/api/posts', { method: 'POST', headers, body });
    expect(texts()).toEqual(['Once']);
  });

  it('that a process left behind in the middle are looked for by the next one', async () => {
    const later = new Date(engine.engine.clock.now(engine.tenant) + 86_400_000).toISOString();
    const id = await make({ text: 'Left', networks: on('square'), at: later });
    const { placements } = engine.opened.stores;
    const named = { tenant: engine.tenant, post: id, instance: 'square' };
    const now = Date.parse(later);
    const taken = { ...named, now, systemTime: 0, until: 1, lease: 'dead' };
    await placements.take(taken);
    await placements.begin({ ...named, lease: 'dead', since: now });
    square.posts.push({ id: '1', text: 'Left', comments: [], images: [] });
    await engine.days(1.1);
    await pass(2);
    expect(await read(id)).toMatchObject({ state: 'published', networks: [{ externalId: '1' }] });
    expect(square.asked).toEqual(['find']);
    expect(
      await placements.settle({
        ...named,
        lease: 'dead',
        placement: { state: 'failed', at: 0, tries: 0, round: 0 },
      }),
    ).toBe(false);
  });

  it('are answered by people, who write to the team, and the answer goes below', async () => {
    await pass(2);
    mastodon.mention({ id: '50', acct: 'ana@far.example', content: '<p>@shop Is it warm?</p>' });
    await pass(2);
    const { body } = await call('GET', '/api/conversations?state=open');
    const found = at(body, 'conversations');
    const conversation: unknown = Array.isArray(found) ? found[0] : undefined;
    expect(conversation).toMatchObject({ channel: 'mastodon', address: 'ana@far.example' });
    await call('POST', `/api/conversations/${String(at(conversation, 'id'))}/messages`, { text: 'It is.' });
    await pass(2);
    expect(mastodon.bodies.at(-1)).toEqual({
      status: '@ana@far.example It is.',
      visibility: 'unlisted',
      in_reply_to_id: 's50',
    });
  });

  it('are listed, the latest first, with the networks there are', async () => {
    const { body } = await call('GET', '/api/posts?limit=2');
    expect(at(body, 'posts')).toHaveLength(2);
    expect(at(body, 'next')).toBeTypeOf('string');
    const networks = (await call('GET', '/api/posts/networks')).body;
    expect(networks).toMatchObject({
      networks: [
        { instance: 'square', plugin: 'town-crier', textMax: 30 },
        { instance: 'slow' },
        { instance: 'social', plugin: 'mastodon', textMax: 500, comments: true },
      ],
    });
  });

  it('lead to the shop under the code of the advocate who recommends it, and to nothing else', async () => {
    await engine.customer('ana');
    const recommendedBy = { userId: 'ana' };
    await make({ text: 'Ana likes it here.', recommendedBy, networks: on('social') });
    const status = String(at(mastodon.bodies.at(-1), 'status'));
    const [link = ''] = /https?:\S+/.exec(status) ?? [];
    const { pathname, search } = new URL(link);
    const profile = await engine.opened.stores.profiles.get({
      tenant: engine.tenant,
      profileId: await engine.profileId('ana'),
    });
    expect(pathname.split('/').at(-1)).toBe(profile?.referralCode);
    expect(search).toBe('?via=post');
    expect((await engine.request(pathname + search, { redirect: 'manual' })).status).toBeLessThan(400);
    const refusedFor = async (more: object) =>
      (await call('POST', '/api/posts', { text: 'Ana likes it.', networks: on('social'), ...more })).status;
    expect(await refusedFor({ recommendedBy: { userId: 'nobody' } })).toBe(404);
    expect(await refusedFor({ recommendedBy, link: 'https://shop.example/' })).toBe(400);
  });
});
