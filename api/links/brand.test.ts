import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';

import type { Brand } from '../../domain/workspace/brand.ts';
import { links, logo, settings, startVisits, topic } from './visits-for-tests.ts';

const pages = {
  unsubscribe: links.unsubscribe(topic),
  preferences: links.preferences(topic),
  confirm: links.confirm({ ...topic, messageId: 'asked-1' }),
};

type Element = DefaultTreeAdapterTypes.Element;

function* elementsOf(node: DefaultTreeAdapterTypes.Node): Generator<Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsOf(child);
}
const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;
const textOf = (node: DefaultTreeAdapterTypes.Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';

const look = async (input: { brand?: Brand; url: string; lang?: string; form?: Record<string, string> }) => {
  const { brand, url, lang = 'en', form } = input;
  const init: RequestInit = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
  const answer = await (
    await startVisits({}, brand === undefined ? {} : { brand })
  ).app.request(`${url}?lang=${lang}`, init);
  expect(answer.status).toBe(200);
  const elements = [...elementsOf(parse(await answer.text()))];
  return {
    policy: answer.headers.get('content-security-policy') ?? '',
    named: (tag: string) => elements.filter(({ tagName }) => tagName === tag),
  };
};

describe('the look of public pages', () => {
  const brand = { color: '#2f5d3a', logo: 'brand/logo.svg' };
  const picture = `data:image/svg+xml;base64,${Buffer.from(logo).toString('base64')}`;

  it('is that of the shop: its logo, its colour, its name', async () => {
    for (const url of Object.values(pages)) {
      const { named } = await look({ brand, url });
      const [logo] = named('img');
      expect(logo === undefined ? undefined : [attribute(logo, 'src'), attribute(logo, 'alt')]).toEqual([
        picture,
        settings.name,
      ]);
      expect(named('style').map(textOf).join('')).toContain(':root{--brand:#2f5d3a;--on-brand:#ffffff}');
    }
  });

  it('is plain and has the name where the shop says nothing', async () => {
    const { named, policy } = await look({ url: pages.unsubscribe });
    expect(named('img')).toEqual([]);
    expect(named('header').map(textOf)).toEqual([settings.name]);
    expect(policy).not.toContain('img-src');
  });

  it('allows the style that is there and the picture that is named, and nothing else', async () => {
    const { named, policy } = await look({ brand, url: pages.preferences });
    const style = createHash('sha256').update(named('style').map(textOf).join('')).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${style}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    );
    const far = { logo: 'https://shop.example/a;script-src *,/logo.png?v=2' };
    expect((await look({ brand: far, url: pages.preferences })).policy).toContain(
      '; img-src https://shop.example/a%3Bscript-src%20*%2C/logo.png; form-action',
    );
  });
});

describe.each(['en', 'es'])('a public page in %s', (lang) => {
  const cases: readonly { name: string; url: string; form?: Record<string, string> }[] = [
    ...Object.entries(pages).map(([name, url]) => ({ name, url })),
    { name: 'unsubscribed', url: pages.unsubscribe, form: { scope: 'all' } },
    { name: 'saved', url: pages.preferences, form: { do: 'save' } },
    { name: 'confirmed', url: pages.confirm, form: { yes: '1' } },
  ];

  it.each(cases)('can be used with any reader and keyboard: $name', async ({ url, form }) => {
    const { named } = await look({ url, lang, ...(form === undefined ? {} : { form }) });
    expect(named('html').map((one) => attribute(one, 'lang'))).toEqual([lang]);
    expect(named('title').map(textOf).join('').trim()).not.toBe('');
    expect(named('h1')).toHaveLength(1);
    expect(named('main')).toHaveLength(1);
    for (const input of named('input')) expect(input.parentNode).toMatchObject({ tagName: 'label' });
    for (const set of named('fieldset')) expect(set.childNodes[0]).toMatchObject({ tagName: 'legend' });
    for (const one of [...named('button'), ...named('a'), ...named('label')])
      expect(textOf(one).trim()).not.toBe('');
    if (form !== undefined) {
      const said = named('p').filter((one) => attribute(one, 'role') === 'status');
      expect(said).toHaveLength(1);
    }
  });

  it('speaks one language throughout', async () => {
    for (const { url, form } of cases) {
      const { named } = await look({ url, lang, ...(form === undefined ? {} : { form }) });
      const words = [...named('h1'), ...named('p'), ...named('button'), ...named('a')].map(textOf).join(' ');
      expect(words).not.toMatch(lang === 'en' ? /[¿áéíóú]| de / : /\b(?:you|your|the)\b/i);
    }
  });
});
