import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, scenarios } from '../testing.ts';
import { createInstagramFake } from './fake.ts';
import { instagramPlugin } from './instagram.ts';

const secrets = { TOKEN: 'canary-instagram-token' };
const configOf = (url: string) => ({
  ...(url === '' ? {} : { url }),
  account: '17841400000000000',
  token: { env: 'TOKEN' },
});
const since = Date.parse('2026-03-01T12:00:00Z');
const image = (alt: string) => ({ type: 'image/jpeg', base64: '/9j/', alt, url: 'https://shop.example/i/1' });
const post = { text: 'Spring is here.', images: [image('A tulip')], since };
const handled = (handle: string) => ({ text: post.text, since, handle });

conformance({
  plugin: instagramPlugin,
  secrets,
  config: configOf,
  provider: { start: () => createInstagramFake(secrets.TOKEN), plays: scenarios },
  actions: {
    submitPost: { input: post, junk: [{ text: 'x' }, { ...post, link: 'javascript:1' }] },
    checkPost: { input: handled('8'), junk: [post, { ...handled('8'), handle: '' }] },
    finalizePost: { input: handled('9'), junk: [post] },
    commentOnPost: { input: { id: 'post-1', text: 'More below.', since }, junk: [{ id: '1', since }] },
  },
});

describe('Instagram', () => {
  let fake: Awaited<ReturnType<typeof createInstagramFake>>;
  beforeEach(async () => {
    fake = await createInstagramFake(secrets.TOKEN);
  });
  afterEach(() => fake.close());

  const call = (action: string, input: unknown) =>
    callAction({ plugin: instagramPlugin, config: configOf(fake.url), secrets, action, input });

  test('one image is a container, several are a carousel, each with what can be seen on it; a link stands in the text', async () => {
    expect(await call('submitPost', post)).toMatchObject({ output: { state: 'pending', handle: '11' } });
    const link = 'https://shop.example/spring';
    await call('submitPost', { ...post, link, images: [image('One'), image('')] });
    expect(fake.bodies).toEqual([
      { image_url: 'https://shop.example/i/1', alt_text: 'A tulip', caption: 'Spring is here.' },
      { image_url: 'https://shop.example/i/1', alt_text: 'One', is_carousel_item: true },
      { image_url: 'https://shop.example/i/1', is_carousel_item: true },
      { media_type: 'CAROUSEL', children: ['12', '13'], caption: `Spring is here.\n\n${link}` },
    ]);
  });

  test('a post is published in three acts, and once, whatever is repeated', async () => {
    const slow = { ...post, text: 'Spring is slow.' };
    await call('submitPost', slow);
    const at = { text: slow.text, since, handle: '11' };
    expect(await call('checkPost', at)).toMatchObject({ output: { state: 'pending' } });
    expect(await call('checkPost', at)).toMatchObject({ output: { state: 'ready', handle: '11' } });
    const url = 'https://www.instagram.com/p/post-1/';
    const published = { output: { state: 'published', id: 'post-1', url } };
    expect(await call('finalizePost', at)).toMatchObject(published);
    expect(await call('finalizePost', at)).toMatchObject(published);
    expect(await call('checkPost', at)).toMatchObject(published);
    expect(fake.posts).toHaveLength(1);
  });

  test('what Instagram cannot make has failed, with its reason', async () => {
    await call('submitPost', { ...post, text: 'bad' });
    expect(await call('checkPost', { ...handled('11'), text: 'bad' })).toMatchObject({
      output: { state: 'failed', code: 'refused', message: expect.stringContaining('2207052') },
    });
  });
});
