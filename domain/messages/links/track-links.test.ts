import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyWith, loadTest, renderTest } from '../compile-for-tests.ts';
import { decodeAttribute, encodeAttribute } from '../templates/link-helpers.ts';
import { createKeyring } from '../../../platform/secrets/keyring.ts';
import { linkHostsOf } from './link-hosts.ts';
import { createLinks, readToken } from './links.ts';
import { createTracking, type Tracking } from './track-links.ts';

const keys = createKeyring({ secrets: ['a secret of the tests, long enough'] });
const links = createLinks({ keys, publicUrl: 'https://l.example' });
const owner = { tenant: 'default', messageId: 'm1', profileId: 'p1', at: 1_800_000_000 };
const both = { links, owner, clicks: true, opens: true };

const hrefs = (html = ''): readonly string[] =>
  Array.from(html.matchAll(/<a[^>]*? href=(["'])(.*?)\1/g), (match) => decodeAttribute(match[2] ?? ''));

const targetOf = (url: string): string | undefined =>
  readToken({ token: url.replace('https://l.example/c/', ''), kind: 'click', keys })?.url;

const shown = async (input: {
  text: string;
  tracking?: Tracking;
  context?: object;
  plain?: string;
  hosts?: readonly string[];
}) => {
  const files = {
    'body.mjml': bodyWith(input.text),
    ...(input.plain === undefined ? {} : { 'text.hbs': input.plain }),
  };
  const { tracking = createTracking(both), context, hosts } = input;
  return renderTest({ message: await loadTest({ files }), tracking, hosts, ...(context && { context }) });
};

test('web links lead over a signed address to exactly where they led before', async () => {
  const url = 'https://shop.example/a?b=1&c=%20+ü&d[]=2#part';
  const { html, text } = await shown({
    text: `<a href="${encodeAttribute(url)}">fixed</a> <a href="https://shop.example/{{entry.slug}}?a=1&amp;b={{encode entry.q}}">part</a> <a class='x' href='{{entry.url}}'>whole</a>`,
    context: { entry: { slug: 'mugs', q: 'a&b', url } },
  });
  const targets = [url, 'https://shop.example/mugs?a=1&b=a%26b', url];
  expect(hrefs(html).map(targetOf)).toEqual(targets);
  expect(Array.from(text.matchAll(/<([^>]*)>/g), ([, link = '']) => targetOf(link))).toEqual(targets);
});

test('any web address of data arrives unchanged', async () => {
  const message = await loadTest({ text: '<a href="{{entry.url}}">x</a>' });
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
      const { html } = renderTest({ message, context: { entry: { url } }, tracking: createTracking(both) });
      expect(hrefs(html).map(targetOf)).toEqual([url]);
    }),
  );
});

test('mail, phone, anchors and our own links stay as they are', async () => {
  const { html } = await shown({
    text: '<a href="mailto:a@b.example?subject=Hi">1</a><a href="tel:+34123">2</a><a href="#top">3</a><a href="{{links.unsubscribe}}">4</a><a href="{{fallback links.preferences "https://x.example"}}">5</a><a href="{{#if links.view}}{{links.view}}{{/if}}">6</a>',
  });
  expect(hrefs(html)).toEqual([
    'mailto:a@b.example?subject=Hi',
    'tel:+34123',
    '#top',
    'https://links.shop.example/u/sample',
    'https://links.shop.example/p/sample',
    'https://links.shop.example/v/sample',
  ]);
});

test.each([
  'javascript:alert(1)',
  ' jav\tascript:alert(1)',
  'data:text/html,x',
  'https:evil.example',
  'https://shop.example@evil.example/',
  'https://shop.example\\@evil.example/',
  '/cart',
  'vbscript:x',
  '',
])('data that is no web address leads nowhere: %j', async (url) => {
  const { html } = await shown({ text: '<a href="{{entry.url}}">x</a>', context: { entry: { url } } });
  expect(hrefs(html)).toEqual(['#']);
});

const hosts = linkHostsOf({ url: 'https://www.shop.example', linkHosts: ['*.pay.example'] });

test('nor does data choose whom a mail, a call or a text message goes to; what an author wrote out stays', async () => {
  const { html, dropped } = await shown({
    text: '<a href="{{entry.a}}">1</a> <a href="{{entry.b}}">2</a> <a href="{{entry.c}}">3</a> <a href="mailto:{{entry.d}}">4</a>',
    hosts,
    context: {
      entry: { a: 'mailto:x@evil.test', b: ' tel:+1900', c: 'SMS:+1900', d: 'shop@shop.example' },
    },
  });
  expect(hrefs(html)).toEqual(['#', '#', '#', 'mailto:shop@shop.example']);
  expect(dropped).toEqual(
    ['mailto:', 'tel:', 'SMS:'].map((host) => ({ what: 'link', why: 'foreign-host', host })),
  );
});

test('a link made of data leads to hosts of the shop only; one that is written out leads anywhere', async () => {
  const { html, text, dropped } = await shown({
    text: [
      '<a href="{{entry.own}}">1</a>',
      '<a href="{{entry.evil}}">2</a>',
      '<a href="https://{{entry.host}}/x">3</a>',
      '<a href="https://shop.example{{entry.tail}}">4</a>',
      '<a href="{{entry.pay}}">5</a>',
      '<a href="https://partner.example/?c={{encode entry.evil}}">6</a>',
      '<a href="//cdn.shop.example/{{entry.own}}">7</a>',
      '<a href="{{entry.relative}}">8</a>',
    ].join(' '),
    hosts,
    context: {
      entry: {
        own: 'https://m.shop.example/a',
        evil: 'https://evil.test/?shop.example',
        host: 'evil.test#.shop.example',
        tail: '.evil.test/',
        pay: 'https://eu.pay.example/1',
        relative: '//shop.example/p/1?a=1',
      },
    },
  });
  expect(hrefs(html).map((url) => targetOf(url) ?? url)).toEqual([
    'https://m.shop.example/a',
    '#',
    '#',
    '#',
    'https://eu.pay.example/1',
    'https://partner.example/?c=https%3A%2F%2Fevil.test%2F%3Fshop.example',
    'https://cdn.shop.example/https://m.shop.example/a',
    'https://shop.example/p/1?a=1',
  ]);
  expect(text).not.toContain('evil.test');
  expect(dropped).toEqual([
    { what: 'link', why: 'foreign-host', host: 'evil.test' },
    { what: 'link', why: 'foreign-host', host: 'shop.example.evil.test' },
  ]);
});

test('no text of a customer makes a link to a foreign host, whatever it looks like', async () => {
  const message = await loadTest({
    files: { 'body.mjml': bodyWith('<a href="{{entry.url}}">x</a> <a href="https://{{entry.url}}">y</a>') },
  });
  const piece = fc.constantFrom(
    'https:',
    '//',
    '/',
    '\\',
    '@',
    'shop.example',
    'evil.test',
    '.',
    '#',
    '?',
    ':',
    '%2f',
    ' ',
    '\t',
    'a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const context = { entry: { url: pieces.join('') } };
      const { html } = renderTest({ message, hosts, context, tracking: createTracking(both) });
      for (const href of hrefs(html)) {
        const target = targetOf(href);
        if (target === undefined) expect(href).toMatch(/^#/);
        else expect(new URL(target).hostname).toMatch(/(?:^|\.)(?:shop|pay)\.example\.?$/);
      }
    }),
    { numRuns: 500 },
  );
});

test('a picture of the data gets the scheme it lacks, and one that is no address is said', async () => {
  const { html, dropped } = await shown({
    text: '<img src="{{entry.cdn}}" alt=""><img src="{{entry.bad}}" alt="">',
    hosts,
    context: { entry: { cdn: '//cdn.shopify.test/x.png?v=1', bad: 'javascript:alert(1)' } },
  });
  expect(html).toContain('src="https://cdn.shopify.test/x.png?v=1"');
  expect(dropped).toEqual([{ what: 'picture', why: 'not-an-address', host: 'javascript:' }]);
});

test('each link has its own number, the same in HTML and text, and is signed once', async () => {
  const seen: string[] = [];
  const counting = {
    ...links,
    click: (link: Parameters<typeof links.click>[0]) => (
      seen.push(`${link.index} ${link.url}`),
      links.click(link)
    ),
  };
  await shown({
    text: '<a href="https://a.example">1</a><a href="https://a.example">2</a>{{#each entry.l}}<a href="{{this}}">3</a>{{/each}}',
    context: { entry: { l: ['https://b.example', 'https://c.example'] } },
    tracking: createTracking({ ...both, links: counting }),
  });
  expect(seen).toEqual([
    '1 https://a.example',
    '2 https://a.example',
    '3 https://b.example',
    '3 https://c.example',
  ]);
});

test('tracking can be switched off, each kind by itself', async () => {
  const text = '<a href="https://a.example/?x=1">x</a>';
  const pixel = /<img src="https:\/\/l\.example\/o\/[^"]+\.gif"[^>]*><\/body>/;
  const none = await shown({ text, tracking: createTracking({ ...both, clicks: false, opens: false }) });
  expect(hrefs(none.html)).toEqual(['https://a.example/?x=1']);
  expect(none.html).not.toMatch(pixel);
  const opens = await shown({ text, tracking: createTracking({ ...both, clicks: false }) });
  expect(opens.html).toMatch(pixel);
  expect(opens.text).not.toContain('/o/');
  const clicks = await shown({ text, tracking: createTracking({ ...both, opens: false }) });
  expect(hrefs(clicks.html).map(targetOf)).toEqual(['https://a.example/?x=1']);
  expect(clicks.html).not.toMatch(pixel);
});

test.each([
  ['https://a.example', 'https://a.example?utm_source=ciclo&utm_campaign=cart%20mail'],
  ['https://a.example/?', 'https://a.example/?utm_source=ciclo&utm_campaign=cart%20mail'],
  ['https://a.example/?x=1#y', 'https://a.example/?x=1&utm_source=ciclo&utm_campaign=cart%20mail#y'],
  ['https://a.example/?UTM_Source=own', 'https://a.example/?UTM_Source=own&utm_campaign=cart%20mail'],
  ['https://a.example/?utm_source=a&utm_campaign=b', 'https://a.example/?utm_source=a&utm_campaign=b'],
])('campaign parameters are added to %s where it has none of its own', (url, expected) => {
  const utm = { source: 'ciclo', campaign: 'cart mail', medium: undefined, term: '' };
  const tracking = createTracking({ ...both, clicks: false, utm });
  expect(tracking.link({ url, index: 1 })).toBe(expected);
});

test('addresses too long to survive as a link in a link are left alone', () => {
  const url = `https://a.example/?${'x'.repeat(2_000)}`;
  expect(createTracking(both).link({ url, index: 1 })).toBe(url);
});

test('a hand-written plain text is followed where it writes an address, and not where data does', async () => {
  const { text } = await shown({
    text: 'x',
    plain:
      'See https://a.example/x?y={{encode entry.q}}, or {{#if entry.url}}https://b.example{{/if}}. {{link entry.url}} {{entry.url}}',
    context: { entry: { q: '&', url: 'https://c.example' } },
  });
  const found = Array.from(
    text.matchAll(/https:\/\/[^\s,]+?(?=[,.]?\s|$)/g),
    ([url]) => targetOf(url) ?? url,
  );
  expect(found).toEqual([
    'https://a.example/x?y=%26',
    'https://b.example',
    'https://c.example',
    'https://c.example',
  ]);
  expect(text.trim().endsWith('https://c.example')).toBe(true);
});

test('pictures load from the web or not at all', async () => {
  const text = '<img alt="" src="{{entry.a}}"><img alt="" src="https://a.example/{{entry.b}}.png?x=1&y=2">';
  const { html } = await shown({ text, context: { entry: { a: 'javascript:x', b: 'm&n "q"' } } });
  expect(html).toContain('<img alt="" src="">');
  expect(html).toContain('src="https://a.example/m&amp;n%20&quot;q&quot;.png?x=1&amp;y=2"');
});
