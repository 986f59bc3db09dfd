import { describe, expect, test } from 'vitest';

import { addressOf, reachOn } from '../../gate/reach.ts';
import { isAddressTrait } from '../../events/public-event.ts';
import { nobody } from '../../profiles/profiles-for-tests.ts';
import { addressesOf, namedByAll } from '../../privacy/traces.ts';
import { loadTest, problemsOf, renderTest } from '../compile-for-tests.ts';
import { reviewMessage } from '../review/review-message.ts';

const json = { channel: 'post', class: 'marketing', topic: 'offers', subject: undefined };
const letter = (body: string, more: Record<string, unknown> = {}) => ({
  json: { ...json, ...more },
  files: { 'body.hbs': body },
});
const codesOf = async (body: string, more: Record<string, unknown> = {}) =>
  (await problemsOf(letter(body, more))).map(({ code }) => code);

describe('the page of a letter', () => {
  test('is a whole page for print around the body, with its data escaped', async () => {
    const body = '<p>Dear {{profile.traits.firstName}},</p>';
    const message = await loadTest(letter(body, { whenMissing: 'skip' }));
    const { html = '', text } = renderTest({
      message,
      context: { profile: { traits: { firstName: '<b>Ana</b>' } } },
    });
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toContain('@page{size:A4;margin:20mm}');
    expect(html).toContain('@page :first{margin-top:98mm}');
    expect(html).toContain('<p>Dear &lt;b&gt;Ana&lt;/b&gt;,</p>');
    expect(text).toBe('Dear <b>Ana</b>,\n');
  });

  test('may be US Letter, with the whole first page for the text', async () => {
    const page = { size: 'us-letter', window: false };
    const { html } = renderTest({ message: await loadTest(letter('<p>x</p>', { page })) });
    expect(html).toContain('@page{size:8.5in 11in;margin:20mm}');
    expect(html).toContain('@page :first{margin-top:20mm}');
    expect(html).not.toContain('body::before');
  });

  test('takes styles and partials, and needs neither a subject nor a link to unsubscribe', async () => {
    const body = '<style>p{margin:0}</style>\n{{> greeting}}\n<p>{{#if profile.stage}}x{{/if}}</p>';
    const source = { ...letter(body), partials: { 'greeting.hbs': '<p>Hello</p>' } };
    expect(await problemsOf(source)).toEqual([]);
    expect(renderTest({ message: await loadTest(source) }).html).toContain('<p>Hello</p>');
  });

  test.each([
    ['a page of its own', '<html><body>x</body></html>', 'whole-page'],
    ['a script', '<script>x</script>', 'active-content'],
    ['a handler', '<p onclick="x">x</p>', 'active-content'],
    ['data in a style', '<p style="color:{{profile.traits.color}}">x</p>', 'data-in-css'],
    ['a picture from nowhere', '<img src="logo.png" alt="">', 'bad-source'],
    ['data that is no variable', '<p>{{firstName}}</p>', 'unknown-variable'],
    ['a helper that there is not', '<p>{{shout "x"}}</p>', 'unknown-helper'],
  ])('is refused with %s', async (_name, body, code) => {
    expect(await codesOf(body)).toContain(code);
  });

  test('leads to no script by a picture or link of the data', async () => {
    const body = '<p><img alt="" src="{{entry.picture}}"><a href="{{entry.url}}">x</a></p>';
    const message = await loadTest(
      letter(body, { sample: { entry: { picture: 'https://a.example/x', url: 'https://a.example' } } }),
    );
    const entry = { picture: 'javascript:alert(1)', url: 'javascript:alert(1)' };
    expect(renderTest({ message, context: { entry } }).html).not.toContain('javascript');
  });

  test('`page` is of no other channel', async () => {
    const problems = await problemsOf({
      json: { channel: 'sms', class: 'transactional', topic: 'orders', subject: undefined, page: {} },
      files: { 'body.hbs': 'x' },
    });
    expect(problems).toMatchObject([{ code: 'useless-field', path: 'page' }]);
  });

  test('is looked over for what matters on paper only', async () => {
    const { html, text } = renderTest({
      message: await loadTest(letter('<p style="color:#eee">Pale</p>\n<a href="http://bit.ly/x">x</a>')),
    });
    const found = reviewMessage(
      {
        channel: 'post',
        class: 'marketing',
        subject: '',
        preheader: '',
        html,
        text,
        missing: ['profile.x'],
        dropped: [],
      },
      'en',
    );
    expect(found.map(({ code }) => code)).toEqual(['missing-value', 'contrast']);
  });
});

describe('whom a letter reaches', () => {
  const address = { street: 'Calle Mayor 5', city: 'Madrid', postalCode: '28013', country: 'ES' };
  const ana = { ...nobody(), traits: { name: 'Ana', address } };

  test('is told by the postal address; what it lacks is named', () => {
    expect(JSON.parse(addressOf({ profile: ana, channel: 'post' }) ?? '')).toMatchObject({
      line1: 'Calle Mayor 5',
    });
    expect(reachOn({ profile: nobody(), channel: 'post' })).toEqual({
      kind: 'unreachable',
      reason: 'no-address',
    });
    const half = { ...nobody(), traits: { name: 'Ana', address: { ...address, city: '' } } };
    expect(reachOn({ profile: half, channel: 'post' })).toEqual({
      kind: 'unreachable',
      reason: 'address-not-valid',
      missing: ['city'],
    });
  });

  test('is for the shop to say, and not for a page', () => {
    expect(isAddressTrait('address')).toBe(true);
  });

  test('is forgotten with the person', () => {
    const named = namedByAll({ profiles: [ana], orders: [], asked: { ids: [], orders: [] } });
    expect(addressesOf(named)).toContainEqual({
      channel: 'post',
      address: addressOf({ profile: ana, channel: 'post' }),
    });
  });
});
