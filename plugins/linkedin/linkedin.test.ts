import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, scenarios } from '../testing.ts';
import { createLinkedinFake } from './fake.ts';
import { linkedinPlugin } from './linkedin.ts';
import { littleText } from './little-text.ts';

const secrets = { TOKEN: 'canary-linkedin-token' };
const author = 'urn:li:organization:2414183';
const configOf = (url: string) => ({
  ...(url === '' ? {} : { url, uploadHosts: [new URL(url).host] }),
  author,
  token: { env: 'TOKEN' },
});
const since = Date.parse('2026-03-01T12:00:00Z');
const post = { text: 'Spring is here.', images: [], since };
const image = (alt: string) => ({
  type: 'image/png',
  base64: 'iVBORw0KGgo=',
  alt,
  url: 'https://shop.example/i/1',
});

conformance({
  plugin: linkedinPlugin,
  secrets,
  config: configOf,
  provider: { start: () => createLinkedinFake(secrets.TOKEN), plays: scenarios },
  actions: {
    submitPost: { input: post, junk: [{ text: 'x' }, { ...post, link: 'javascript:1' }] },
    findPost: { input: post, junk: [{ text: 'x' }] },
    commentOnPost: {
      input: { id: 'urn:li:share:1', text: 'More below.', since },
      junk: [{ id: '1', since }],
    },
  },
});

describe('LinkedIn', () => {
  let fake: Awaited<ReturnType<typeof createLinkedinFake>>;
  beforeEach(async () => {
    fake = await createLinkedinFake(secrets.TOKEN);
  });
  afterEach(() => fake.close());

  const call = (action: string, input: unknown, more: object = {}) =>
    callAction({
      plugin: linkedinPlugin,
      config: { ...configOf(fake.url), ...more },
      secrets,
      action,
      input,
    });

  test('images are uploaded first, with what can be seen on them; one alone is shown otherwise than several', async () => {
    const one = await call('submitPost', { ...post, images: [image('A tulip')] });
    expect(one).toMatchObject({
      output: { state: 'published', url: 'https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1000' },
    });
    await call('submitPost', {
      ...post,
      images: [image('One'), image('Two')],
      link: 'https://shop.example/',
    });
    expect(fake.uploads).toHaveLength(3);
    expect(fake.bodies).toMatchObject([
      { author, content: { media: { id: 'urn:li:image:1', altText: 'A tulip' } } },
      {
        commentary: 'Spring is here.\n\nhttps://shop.example/',
        content: { multiImage: { images: [{ altText: 'One' }, { altText: 'Two' }] } },
      },
    ]);
  });

  test('a text is written in LinkedIn’s format: hashtags are marked, and whatever has a meaning is escaped', () => {
    expect(littleText('A (big) sale* for_all #Spring #año_2026 @shop <3 C#')).toBe(
      String.raw`A \(big\) sale\* for\_all {hashtag|\#|Spring} {hashtag|\#|año\_2026} \@shop \<3 C\#`,
    );
  });

  test('what was lost is found by its words and its time', async () => {
    fake.play('lost');
    expect((await call('submitPost', post)).kind).toBe('unknown');
    fake.play('ok');
    expect(await call('findPost', post)).toMatchObject({
      output: { state: 'published', id: 'urn:li:share:1000' },
    });
    expect(await call('findPost', { ...post, since: since + 3_600_000 })).toMatchObject({
      output: { state: 'absent' },
    });
  });

  test('a duplicate is refused, and a version that LinkedIn knows no more delays the post', async () => {
    expect(await call('submitPost', { ...post, text: 'twice' })).toMatchObject({
      kind: 'rejected',
      code: 'duplicate',
    });
    expect(await call('submitPost', post, { version: '202301' })).toMatchObject({
      kind: 'retry',
      code: 'auth-failed',
    });
  });
});
