import { createRestAPIClient } from 'masto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, lookOnce, scenarios } from '../testing.ts';
import { lengthOf } from './config.ts';
import { createMastodonFake } from './fake.ts';
import { mastodonPlugin } from './mastodon.ts';
import { toPlainText } from './plain-text.ts';

const token = 'canary-mastodon-token';
const since = Date.parse('2026-03-01T12:00:00Z');
const post = { text: 'Spring is here.', images: [], since };
const started = { text: 'Spring is here.', since, handle: '{"media":["1"]}' };
const png = Buffer.from('iVBORw0KGgo=', 'base64').toString('base64');
const image = (alt: string) => ({ type: 'image/png', base64: png, alt, url: 'https://shop.example/i/1' });

conformance({
  plugin: mastodonPlugin,
  secrets: { TOKEN: token },
  config: (url) => ({ server: url === '' ? 'https://mastodon.social' : url, token: { env: 'TOKEN' } }),
  provider: { start: () => createMastodonFake(token), plays: scenarios },
  actions: {
    submitPost: {
      input: post,
      junk: [{ text: 'x' }, { ...post, images: [{}] }, { ...post, link: 'javascript:1' }],
    },
    checkPost: { input: started, junk: [post, { ...started, handle: '' }] },
    finalizePost: { input: { ...started, handle: '{"media":[]}' }, junk: [post] },
    commentOnPost: {
      input: { id: '1000', text: 'More here.', since },
      junk: [{ id: '1' }, { text: 'x', since }],
    },
    send: {
      input: { to: 'ana@social.example', text: 'Thank you!' },
      junk: [{ to: '', text: 'x' }, { to: 'ana' }],
    },
  },
  polls: {
    mentions: {
      plays: scenarios,
      many: 100,
      start: async () => {
        const fake = await createMastodonFake(token);
        return {
          ...fake,
          add: (name) => {
            fake.mention({ id: name, acct: 'ana', content: '<p>Hello</p>', replyTo: '900' });
            return `s${name}`;
          },
        };
      },
    },
  },
});

describe('Mastodon', () => {
  let fake: Awaited<ReturnType<typeof createMastodonFake>>;
  beforeEach(async () => {
    fake = await createMastodonFake(token);
  });
  afterEach(() => fake.close());

  const given = (more: object = {}) => ({
    plugin: mastodonPlugin,
    config: { server: fake.url, token: { env: 'TOKEN' }, ...more },
    secrets: { TOKEN: token },
  });
  const call = (action: string, input: unknown, more: object = {}) =>
    callAction({ ...given(), action, input, ...more });

  test('masto 7.12.0 is answered by the fake, and sends of the same post what the connector sends', async () => {
    const client = createRestAPIClient({ url: fake.url, accessToken: token });
    const media = await client.v2.media.create({
      file: new Blob([Buffer.from(png, 'base64')], { type: 'image/png' }),
      description: 'A tulip',
      skipPolling: true,
    });
    const made = await client.v1.statuses.create(
      { status: 'Spring is here.', visibility: 'public', mediaIds: [media.id], language: 'en' },
      { requestInit: { headers: { 'idempotency-key': 'theirs' } } },
    );
    expect(made).toMatchObject({ id: '1000', url: 'https://social.example/@shop/1000' });
    const ours = await callAction({
      ...given({ language: 'en' }),
      action: 'submitPost',
      input: { ...post, images: [image('A tulip')] },
    });
    expect(ours).toMatchObject({ kind: 'done', output: { state: 'published', id: '1001' } });
    const { media_ids: theirMedia, ...theirs } = Object(fake.bodies[0]);
    const { media_ids: ourMedia, ...own } = Object(fake.bodies[1]);
    expect(own).toEqual(theirs);
    expect([theirMedia, ourMedia]).toEqual([['1'], ['2']]);
    expect(fake.media[1]?.description).toBe(fake.media[0]?.description);
    expect(await fake.media[1]?.file.arrayBuffer()).toEqual(await fake.media[0]?.file.arrayBuffer());
  });

  test('an image that is still processed delays the post, which is then published once', async () => {
    const submitted = await call('submitPost', { ...post, images: [image('slow')] });
    expect(submitted).toMatchObject({
      kind: 'done',
      output: { state: 'pending', handle: '{"media":["1"]}' },
    });
    expect((await call('finalizePost', started)).kind).toBe('rejected');
    expect(await call('checkPost', started)).toMatchObject({ output: { state: 'pending' } });
    expect(await call('checkPost', started)).toMatchObject({ output: { state: 'ready' } });
    expect(await call('finalizePost', started)).toMatchObject({ output: { state: 'published' } });
    await call('finalizePost', started);
    expect(fake.statuses).toHaveLength(1);
  });

  test('an attempt whose key Mastodon has forgotten is looked for, and not posted again', async () => {
    await call('submitPost', { ...post, link: 'https://shop.example/spring?a=1&b=2' });
    fake.forgetKeys();
    const later = { systemTime: since + 3 * 3_600_000 };
    const again = await call('submitPost', { ...post, link: 'https://shop.example/spring?a=1&b=2' }, later);
    expect(again).toMatchObject({ kind: 'done', output: { state: 'published', id: '1000' } });
    expect(fake.statuses).toHaveLength(1);
    // The same words of another campaign are another post.
    await call('submitPost', { ...post, since: since + 2 * 3_600_000 }, later);
    expect(fake.statuses).toHaveLength(2);
  });

  test('mentions become messages from where the first look began, in the order in which they were said', async () => {
    fake.mention({ id: '5', acct: 'old', content: '<p>Long ago</p>' });
    const first = await lookOnce({ ...given(), poll: 'mentions', cursor: undefined });
    expect(first).toMatchObject({ kind: 'events', messages: [], cursor: { after: '5' } });
    fake.mention({
      id: '6',
      acct: 'Ana@Far.Example',
      content: '<p>@shop Is it <b>open</b> &amp; warm?<br>Ana</p>',
    });
    fake.mention({
      id: '7',
      acct: 'ben',
      content: '<p>And this?</p>',
      visibility: 'direct',
      replyTo: '1001',
      bot: true,
    });
    const cursor = { after: '5' };
    const { messages, cursor: next } = Object(await lookOnce({ ...given(), poll: 'mentions', cursor }));
    const own = new URL(fake.url).host;
    expect(messages).toMatchObject([
      {
        id: 's6',
        channel: 'mastodon',
        from: { address: 'ana@far.example', name: 'Ana' },
        authenticated: true,
        text: '@shop Is it open & warm?\nAna',
        thread: 's6',
      },
      { id: 's7', from: { address: `ben@${own}` }, automatic: true, thread: 'direct:1000' },
    ]);
    expect(next).toEqual({ after: '7' });
  });

  test('an answer goes below what it answers, and what was said in private stays private', async () => {
    await call('send', { to: 'ana@far.example', text: 'It is.', thread: 's6' });
    await call('send', { to: 'ben@x.example', text: 'Yes.', thread: 'direct:1000' }, { idempotencyKey: 'b' });
    await call('send', { to: 'cleo@x.example', text: 'A gift for you.' }, { idempotencyKey: 'c' });
    expect(fake.bodies).toEqual([
      { status: '@ana@far.example It is.', visibility: 'unlisted', in_reply_to_id: 's6' },
      { status: '@ben@x.example Yes.', visibility: 'direct', in_reply_to_id: '1000' },
      { status: '@cleo@x.example A gift for you.', visibility: 'direct' },
    ]);
  });

  test('text is counted as Mastodon counts it', () => {
    expect(lengthOf({ text: '👩‍👩‍👧 é' })).toBe(3);
    expect(lengthOf({ text: 'See https://shop.example/a/very/long/address/that/goes/on/and/on' })).toBe(27);
    expect(lengthOf({ text: 'Hi', link: 'https://shop.example' })).toBe(27);
    expect(lengthOf({ text: 'Hi @ana@far.far.example' })).toBe(7);
  });

  test('the HTML of a status becomes its text, whatever stands in it', () => {
    expect(toPlainText('<p>a</p><p>b &lt;i&gt; &#39;c&#x27; &nope; &#99999999;</p>')).toBe(
      "a\n\nb <i> 'c' &nope; &#99999999;",
    );
  });
});
