import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, lookOnce, scenarios } from '../testing.ts';
import { lengthOf } from './config.ts';
import { createXFake } from './fake.ts';
import { signatureOf } from './signed.ts';
import { xPlugin } from './x.ts';

const secrets = {
  API_KEY: 'canary-api-key',
  API_SECRET: 'canary-api-secret',
  TOKEN: 'canary-access-token',
  TOKEN_SECRET: 'canary-access-secret',
};
const keys = {
  apiKey: secrets.API_KEY,
  apiSecret: secrets.API_SECRET,
  accessToken: secrets.TOKEN,
  accessSecret: secrets.TOKEN_SECRET,
};
const configOf = (url: string) => ({
  ...(url === '' ? {} : { url }),
  apiKey: { env: 'API_KEY' },
  apiSecret: { env: 'API_SECRET' },
  accessToken: { env: 'TOKEN' },
  accessSecret: { env: 'TOKEN_SECRET' },
});
const since = Date.parse('2026-03-01T12:00:00Z');
const post = { text: 'Spring is here.', images: [], since };

conformance({
  plugin: xPlugin,
  secrets,
  config: configOf,
  provider: { start: () => createXFake(keys), plays: scenarios },
  actions: {
    submitPost: { input: post, junk: [{ text: 'x' }, { ...post, images: [{}] }] },
    findPost: { input: post, junk: [{ text: 'x' }] },
    commentOnPost: { input: { id: '1000', text: 'More below.', since }, junk: [{ id: '1', since }] },
    send: { input: { to: 'ana', text: 'Thank you!', thread: '77' }, junk: [{ to: '', text: 'x' }] },
  },
  polls: {
    mentions: {
      plays: scenarios,
      config: (url) => ({ ...configOf(url), listen: true }),
      many: 250,
      start: async () => {
        const fake = await createXFake(keys);
        return {
          ...fake,
          add: (id) => {
            fake.mentions.push({ id, text: 'Hello', author_id: '7', conversation_id: '50' });
          },
        };
      },
    },
  },
});

describe('X', () => {
  let fake: Awaited<ReturnType<typeof createXFake>>;
  beforeEach(async () => {
    fake = await createXFake(keys);
  });
  afterEach(() => fake.close());

  const given = (more: object = {}) => ({
    plugin: xPlugin,
    config: { ...configOf(fake.url), ...more },
    secrets,
  });
  let attempts = 0;
  /** Each attempt is a moment later: no request of X has the nonce of another. */
  const call = (action: string, input: unknown) =>
    callAction({ ...given(), action, input, systemTime: since + (attempts += 1) });

  test('signatures are those of the example that X publishes', () => {
    const example = {
      apiKey: 'xvz1evFS4wEEPTGEFPHBog',
      apiSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
      accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
      accessSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
    };
    const signature = signatureOf({
      method: 'POST',
      url: 'https://api.twitter.com/1.1/statuses/update.json?include_entities=true',
      form: { status: 'Hello Ladies + Gentlemen, a signed OAuth request!' },
      oauth: {
        oauth_consumer_key: example.apiKey,
        oauth_nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
        oauth_signature_method: 'HMAC-SHA1',
        oauth_timestamp: '1318622958',
        oauth_token: example.accessToken,
        oauth_version: '1.0',
      },
      keys: example,
    });
    expect(signature).toBe('hCtSmYh+iHYCEqBWrE7C7hYmtUk=');
  });

  test('a post with images, their alternative texts and a link is found again, as X shows it', async () => {
    const image = { type: 'image/png', base64: 'iVBORw0KGgo=', url: 'https://shop.example/i/1' };
    const input = {
      text: 'Spring & <more>',
      link: 'https://shop.example/spring?a=1&b=2',
      images: [
        { ...image, alt: 'A tulip' },
        { ...image, alt: '' },
      ],
      since,
    };
    expect(await call('submitPost', input)).toMatchObject({
      output: { state: 'published', id: '1000', url: 'https://x.com/i/status/1000' },
    });
    expect(fake.media.map(({ alt }) => alt)).toEqual(['A tulip', undefined]);
    expect(fake.bodies).toEqual([
      {
        text: 'Spring & <more>\n\nhttps://shop.example/spring?a=1&b=2',
        media: { media_ids: ['1', '2'] },
      },
    ]);
    expect(await call('findPost', input)).toMatchObject({ output: { state: 'published', id: '1000' } });
    expect(await call('findPost', { ...input, text: 'Another' })).toMatchObject({
      output: { state: 'absent' },
    });
    // The same words of another campaign are another post.
    const later = { ...input, since: since + 3_600_000 };
    expect(await call('findPost', later)).toMatchObject({ output: { state: 'absent' } });
  });

  test('an answer that is lost leaves the post to be looked for; the same text again is said to be so', async () => {
    fake.play('lost');
    expect(await call('submitPost', { ...post, text: 'Again' })).toMatchObject({ kind: 'unknown' });
    fake.play('ok');
    expect(await call('submitPost', { ...post, text: 'Again' })).toMatchObject({ code: 'duplicate' });
    expect(await call('findPost', { ...post, text: 'Again' })).toMatchObject({ output: { id: '1000' } });
  });

  test('mentions become messages from where the first look began, where they are asked for', async () => {
    const mention = (id: string) => ({
      id,
      text: `@shop ${id} &amp; more`,
      author_id: '7',
      conversation_id: '50',
    });
    fake.mentions.push(mention('60'));
    const looked = async (cursor: unknown, more: object) =>
      Object(
        await lookOnce({
          ...given(more),
          poll: 'mentions',
          cursor: JSON.parse(JSON.stringify(cursor ?? null)) ?? undefined,
        }),
      );
    expect(await looked(undefined, {})).toMatchObject({ messages: [], cursor: null });
    const first = await looked(undefined, { listen: true });
    expect(first).toMatchObject({ messages: [], cursor: { me: '9', after: '60' } });
    fake.mentions.push(mention('61'), { ...mention('62'), author_id: '9' }, mention('63'));
    const { messages, cursor } = await looked(first.cursor, { listen: true });
    expect(messages).toMatchObject([
      {
        id: '61',
        channel: 'x',
        from: { address: 'ana', name: 'Ana L' },
        text: '@shop 61 & more',
        thread: '50',
      },
      { id: '63' },
    ]);
    expect(cursor).toEqual({ me: '9', after: '63' });
    expect(await call('send', { to: 'ana', text: 'Yes.', thread: '50' })).toMatchObject({ kind: 'done' });
    expect(fake.bodies.at(-1)).toEqual({ text: '@ana Yes.', reply: { in_reply_to_tweet_id: '50' } });
    expect(await call('send', { to: 'ana', text: 'Yes.' })).toMatchObject({ code: 'no-thread' });
  });

  test('text is weighed as X weighs it', () => {
    expect(lengthOf({ text: 'Grüße' })).toBe(5);
    expect(lengthOf({ text: '日本' })).toBe(4);
    expect(lengthOf({ text: '👩‍👩‍👧 🇪🇸 1️⃣' })).toBe(8);
    expect(lengthOf({ text: 'See', link: 'https://shop.example/a/very/long/address/that/goes/on' })).toBe(28);
  });
});
