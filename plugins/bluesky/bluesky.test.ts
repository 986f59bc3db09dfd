import { AtpAgent, RichText } from '@atproto/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, lookOnce, scenarios } from '../testing.ts';
import { blueskyPlugin } from './bluesky.ts';
import { blueskyRules } from './config.ts';
import { createBlueskyFake } from './fake.ts';
import { recordKey } from './record-key.ts';

const password = 'canary-app-password';
const since = Date.parse('2026-03-01T12:00:00Z');
const post = { text: 'Spring is here.', images: [], since };
const bytes = Buffer.from('iVBORw0KGgo=', 'base64');
const image = {
  type: 'image/png',
  base64: bytes.toString('base64'),
  alt: 'A tulip',
  url: 'https://shop.example/i/1',
};
const seed = 'at://did:plc:shopshopshopshopshopshop/app.bsky.feed.post/3mfxseedseeds';
const ana = 'at://did:plc:ana/app.bsky.feed.post/1';

conformance({
  plugin: blueskyPlugin,
  secrets: { PASSWORD: password },
  config: (url) => ({
    ...(url === '' ? {} : { service: url }),
    identifier: 'shop.example',
    password: { env: 'PASSWORD' },
  }),
  provider: {
    start: () => createBlueskyFake(password),
    plays: scenarios,
    // Signing in comes first, and can be repeated.
    expects: { 'server-error': 'retry', unavailable: 'retry', lost: 'retry', cut: 'retry', hang: 'retry' },
  },
  actions: {
    submitPost: { input: post, junk: [{ text: 'x' }, { ...post, link: 'file:///etc/passwd' }] },
    commentOnPost: { input: { id: seed, text: 'More below', since }, junk: [{ id: '1', since }] },
    send: { input: { to: 'did:plc:ana', text: 'Thank you!', thread: ana }, junk: [{ to: '', text: 'x' }] },
  },
  polls: {
    notifications: {
      plays: scenarios,
      many: 620,
      start: async () => {
        const fake = await createBlueskyFake(password);
        return {
          ...fake,
          add: (name, at) => {
            fake.notify({ n: Number(name), reason: 'mention', text: 'Hello', at });
            return `at://did:plc:ana/app.bsky.feed.post/${name}`;
          },
        };
      },
    },
  },
});

describe('Bluesky', () => {
  let fake: Awaited<ReturnType<typeof createBlueskyFake>>;
  beforeEach(async () => {
    fake = await createBlueskyFake(password);
  });
  afterEach(() => fake.close());

  const given = () => ({
    plugin: blueskyPlugin,
    config: {
      service: fake.url,
      identifier: 'shop.example',
      password: { env: 'PASSWORD' },
      languages: ['en'],
    },
    secrets: { PASSWORD: password },
  });
  const call = (action: string, input: unknown, more: object = {}) =>
    callAction({ ...given(), action, input, ...more });

  test('@atproto/api 0.19.19 is answered by the fake, and sends of the same post what the connector sends', async () => {
    const agent = new AtpAgent({ service: fake.url });
    await agent.login({ identifier: 'shop.example', password });
    const text = 'Grüße 👩‍👩‍👧 @ana.bsky.social, sieh https://shop.example/spring?a=1&b=2. #Frühling! 1#2 #3';
    const rich = new RichText({ text });
    await rich.detectFacets(agent);
    const uploaded = await agent.uploadBlob(bytes, { encoding: 'image/png' });
    const made = await agent.com.atproto.repo.createRecord({
      repo: fake.did,
      collection: 'app.bsky.feed.post',
      rkey: recordKey({ since, key: 'theirs' }),
      record: {
        $type: 'app.bsky.feed.post',
        text,
        facets: rich.facets?.toSorted((a, b) => a.index.byteStart - b.index.byteStart),
        langs: ['en'],
        createdAt: new Date(since).toISOString(),
        embed: { $type: 'app.bsky.embed.images', images: [{ alt: 'A tulip', image: uploaded.data.blob }] },
      },
    });
    expect(made.data.uri).toContain('app.bsky.feed.post/');
    expect(await call('submitPost', { ...post, text, images: [image] })).toMatchObject({
      kind: 'done',
      output: { state: 'published', url: expect.stringContaining('https://bsky.app/profile/did:plc:shop') },
    });
    const { rkey: theirKey, record: theirs, ...call1 } = Object(fake.bodies[0]);
    const { rkey: ourKey, record: ours, ...call2 } = Object(fake.bodies[1]);
    const plain = (features: unknown): unknown =>
      JSON.parse(
        JSON.stringify(features, (name, value: unknown) =>
          name === '$type' && value === 'app.bsky.richtext.facet' ? undefined : value,
        ),
      );
    expect(plain(ours)).toEqual(plain(theirs));
    expect(call2).toEqual(call1);
    expect([typeof theirKey, ourKey]).toEqual(['string', recordKey({ since, key: 'step-1' })]);
    expect(fake.blobs[1]).toEqual(fake.blobs[0]);
  });

  test('a link is shown shortened, and counts as it is shown', async () => {
    const link = 'https://shop.example/a/very/long/address/that/goes/on?and=on';
    await call('submitPost', { ...post, text: 'Öl', link });
    const { text, facets } = Object(Object(fake.bodies[0]).record);
    expect(text).toBe('Öl\n\nshop.example/a/very/long/addres…');
    expect(facets).toEqual([
      {
        index: { byteStart: 5, byteEnd: Buffer.byteLength(text) },
        features: [{ $type: 'app.bsky.richtext.facet#link', uri: link }],
      },
    ]);
    expect(blueskyRules.lengthOf({ text: 'Öl', link })).toBe(36);
    expect(blueskyRules.lengthOf({ text: '👩‍👩‍👧' })).toBe(1);
  });

  test('a session that is over is renewed, once, and serves all calls', async () => {
    await call('submitPost', post);
    expect(fake.sessions()).toBe(1);
    expect(await call('submitPost', post, { secrets: { PASSWORD: 'wrong' } })).toMatchObject({
      kind: 'retry',
      code: 'auth-failed',
    });
    fake.expire();
    expect((await call('submitPost', post, { idempotencyKey: 'next' })).kind).toBe('done');
  });

  test('the first comment is a reply to the post', async () => {
    const made = await call('submitPost', post);
    const id: unknown = made.kind === 'done' ? Object(made.output).id : undefined;
    const comment = { id, text: 'More below', since };
    expect(await call('commentOnPost', comment, { idempotencyKey: 'c' })).toMatchObject({ kind: 'done' });
    expect(await call('commentOnPost', comment, { idempotencyKey: 'c' })).toMatchObject({ kind: 'done' });
    expect(fake.bodies).toHaveLength(2);
    expect(Object(fake.bodies[1]).record.reply).toMatchObject({ root: { uri: id }, parent: { uri: id } });
    expect(await call('commentOnPost', { ...comment, id: 'at://x/y/gone' })).toMatchObject({ kind: 'retry' });
  });

  test('answers go below what was written; nobody is written to first', async () => {
    expect(await call('send', { to: 'did:plc:ana', text: 'It is.', thread: ana })).toMatchObject({
      kind: 'done',
    });
    expect(Object(fake.bodies[0]).record.reply.root.uri).toBe(ana);
    expect(await call('send', { to: 'did:plc:ana', text: 'Hi' })).toMatchObject({ code: 'no-thread' });
    expect(await call('send', { to: 'did:plc:ana', text: 'Hi', thread: 'at://gone' })).toMatchObject({
      code: 'gone',
    });
  });

  test('mentions, replies and quotes become messages from where the first look began; the same instant loses none', async () => {
    fake.notify({ n: 1, reason: 'mention', text: 'Long ago' });
    const first = Object(await lookOnce({ ...given(), poll: 'notifications', cursor: undefined }));
    expect(first.messages).toEqual([]);
    fake.notify({ n: 1, reason: 'mention', text: 'At the same instant' });
    for (let n = 2; n < 70; n += 1)
      fake.notify({ n, reason: n % 2 === 0 ? 'like' : 'reply', text: `${n}`, root: ana });
    const { messages, cursor } = Object(
      await lookOnce({ ...given(), poll: 'notifications', cursor: first.cursor }),
    );
    expect(messages).toHaveLength(36);
    expect(messages[1]).toMatchObject({
      text: 'At the same instant',
      from: { address: 'did:plc:ana', name: 'Ana' },
      authenticated: true,
      thread: 'at://did:plc:ana/app.bsky.feed.post/1',
    });
    expect(messages.at(-1)).toMatchObject({ text: '69', thread: ana });
    expect(cursor).toEqual({ after: '2026-03-01T12:01:09.000Z', first: '2026-03-01T12:00:01.000Z' });
  });

  test('the key of a record is one of AT Protocol, the same for every attempt', () => {
    expect(recordKey({ since, key: 'a' })).toMatch(/^3[2-7a-z]{12}$/);
    expect(recordKey({ since, key: 'a' })).toBe(recordKey({ since, key: 'a' }));
    expect(recordKey({ since, key: 'a' })).not.toBe(recordKey({ since, key: 'b' }));
    expect(recordKey({ since: since + 1, key: 'a' }) > recordKey({ since, key: 'a' })).toBe(true);
  });
});
