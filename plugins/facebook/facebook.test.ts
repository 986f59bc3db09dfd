import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, receiveWebhook, scenarios } from '../testing.ts';
import { facebookPlugin } from './facebook.ts';
import { createFacebookFake, signedByFacebook } from './fake.ts';

const token = 'canary-page-token';
const secrets = { TOKEN: token, ONE: 'canary-app-one', TWO: 'canary-app-two', VERIFY: 'canary-verify-token' };
const configOf = (url: string) => ({
  ...(url === '' ? {} : { url }),
  page: '42',
  token: { env: 'TOKEN' },
  appSecrets: [{ env: 'ONE' }, { env: 'TWO' }],
  verifyToken: { env: 'VERIFY' },
});
const since = Date.parse('2026-03-01T12:00:00Z');
const post = { text: 'Spring is here.', images: [], since };

const news = (value: object) => ({
  object: 'page',
  entry: [
    {
      id: '42',
      time: 1_772_366_400,
      changes: [
        {
          field: 'feed',
          value: {
            item: 'comment',
            verb: 'add',
            post_id: '42_1000',
            parent_id: '42_1000',
            comment_id: '1000_1',
            from: { id: '7', name: 'Ana' },
            message: 'Is it warm?',
            created_time: 1_772_366_400,
            ...value,
          },
        },
      ],
    },
  ],
});

conformance({
  plugin: facebookPlugin,
  secrets,
  config: configOf,
  provider: { start: () => createFacebookFake(token), plays: scenarios },
  actions: {
    submitPost: { input: post, junk: [{ text: 'x' }, { ...post, link: 'javascript:1' }] },
    findPost: { input: post, junk: [{ text: 'x' }] },
    commentOnPost: { input: { id: '42_1000', text: 'More below.', since }, junk: [{ id: '1', since }] },
    send: { input: { to: '7', text: 'It is.', thread: '1000_1' }, junk: [{ to: '', text: 'x' }] },
  },
  webhooks: {
    main: {
      sign: signedByFacebook,
      required: ['x-hub-signature-256'],
      signsTime: false,
      secretNames: ['ONE', 'TWO'],
      examples: [
        {
          name: 'a comment on a post',
          body: news({}),
          events: [],
          messages: [
            {
              type: 'message',
              id: '1000_1',
              channel: 'facebook',
              from: { address: '7', name: 'Ana' },
              authenticated: true,
              text: 'Is it warm?',
              thread: '1000_1',
            },
          ],
        },
        {
          name: 'an answer to a comment',
          body: news({ comment_id: '1000_2', parent_id: '1000_1' }),
          events: [],
          messages: [{ id: '1000_2', thread: '1000_1' }],
        },
        { name: 'a comment of the page itself', body: news({ from: { id: '42' } }), events: [] },
        { name: 'an edit', body: news({ verb: 'edited' }), events: [] },
        { name: 'a like', body: news({ item: 'reaction' }), events: [] },
      ],
    },
  },
});

describe('Facebook', () => {
  let fake: Awaited<ReturnType<typeof createFacebookFake>>;
  beforeEach(async () => {
    fake = await createFacebookFake(token);
  });
  afterEach(() => fake.close());

  const call = (action: string, input: unknown) =>
    callAction({ plugin: facebookPlugin, config: configOf(fake.url), secrets, action, input });

  test('a link is a field of its own; beside images it stands in the text', async () => {
    const link = 'https://shop.example/spring';
    expect(await call('submitPost', { ...post, link })).toMatchObject({
      output: { state: 'published', id: '42_1000', url: 'https://www.facebook.com/42_1000' },
    });
    const image = {
      type: 'image/png',
      base64: 'iVBORw0KGgo=',
      alt: 'A tulip',
      url: 'https://shop.example/i/1',
    };
    await call('submitPost', { ...post, link, images: [image] });
    expect(fake.bodies).toEqual([
      { message: 'Spring is here.', link },
      { message: `Spring is here.\n\n${link}`, attached_media: [{ media_fbid: '501' }] },
    ]);
    expect(fake.photos[0]?.fields).toEqual({ published: 'false', alt_text_custom: 'A tulip' });
  });

  test('what was lost is found by its words and its time', async () => {
    fake.play('lost');
    expect((await call('submitPost', post)).kind).toBe('unknown');
    fake.play('ok');
    expect(await call('findPost', post)).toMatchObject({ output: { state: 'published', id: '42_1000' } });
    expect(await call('findPost', { ...post, since: since + 3_600_000 })).toMatchObject({
      output: { state: 'absent' },
    });
  });

  test('codes of the Graph API say what status 400 does not', async () => {
    const outcome = (text: string) => call('submitPost', { ...post, text });
    expect(await outcome('twice')).toMatchObject({ kind: 'rejected', code: 'duplicate' });
    expect(await outcome('spam')).toMatchObject({ kind: 'retry', code: 'rate-limited', afterMs: 900_000 });
    expect(await outcome('broken')).toMatchObject({ kind: 'unknown' });
    const wrong = {
      plugin: facebookPlugin,
      config: configOf(fake.url),
      secrets: { ...secrets, TOKEN: 'no' },
    };
    expect(await callAction({ ...wrong, action: 'submitPost', input: post })).toMatchObject({
      kind: 'retry',
      code: 'auth-failed',
    });
  });

  test('an answer goes below the comment; nobody is written to first', async () => {
    await call('send', { to: '7', text: 'It is.', thread: '1000_1' });
    expect(fake.comments).toEqual([{ on: '1000_1', message: 'It is.' }]);
    expect(await call('send', { to: '7', text: 'Hi' })).toMatchObject({ code: 'no-thread' });
  });

  test("the webhook is set up with our token, and nobody else's", async () => {
    const ask = async (verify: string) => {
      const query = { 'hub.mode': 'subscribe', 'hub.verify_token': verify, 'hub.challenge': '1158' };
      const request = { method: 'GET', path: '/', query, headers: {}, rawBody: new Uint8Array() };
      return (await receiveWebhook({ plugin: facebookPlugin, config: configOf(fake.url), secrets, request }))
        .received;
    };
    expect(await ask('canary-verify-token')).toEqual({ kind: 'reply', status: 200, body: '1158' });
    expect(await ask('another')).toMatchObject({ kind: 'refused' });
  });
});
