import { describe, expect, it } from 'vitest';

import { contrast, readableOn } from './brand.ts';
import { kindOfFile } from './workspace-files.ts';
import { readSettings } from './read/read-settings.ts';
import { smallWorkspace } from './workspace-for-tests.ts';

const read = (input: { brand: object; pictures?: Readonly<Record<string, string>> }) => {
  const text = (smallWorkspace['ciclo.json'] ?? '').replace(
    '{\n',
    `{ "brand": ${JSON.stringify(input.brand)},\n`,
  );
  const { pictures = {} } = input;
  return readSettings({ file: { file: 'ciclo.json', text }, plugins: undefined, pictures }).settings;
};
const problemsOf = (input: Parameters<typeof read>[0]): string[] => {
  const settings = read(input);
  return settings.ok ? [] : settings.problems.map(({ path, message }) => `${path}: ${message}`);
};

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#2f5d3a" d="M0 0h8v8z"/></svg>';
const png = 'data:image/png;base64,iVBORw==';

describe('the brand of a business', () => {
  it.each([
    ['a colour', { color: '#2F5D3A' }],
    ['a colour and the text on it', { color: '#ffd400', textColor: '#222222' }],
    ['a logo from elsewhere', { logo: 'https://shop.example/logo.png?v=2' }],
  ])('may be %s', (_what, brand) => {
    expect(read({ brand })).toMatchObject({ ok: true, value: { brand } });
  });

  it.each([
    ['a colour by name', { color: 'green' }, /^brand\.color: /],
    [
      'text that cannot be read on its colour',
      { color: '#ffd400', textColor: '#ffffff' },
      /^brand\.textColor: .*contrast is 1\.4.*`#000000` is/,
    ],
    ['text without a colour', { textColor: '#ffffff' }, /^brand\.textColor: .*needs `color`/],
    ['a logo without TLS', { logo: 'http://shop.example/logo.png' }, /^brand\.logo: /],
    ['a logo with a password', { logo: 'https://user:pw@shop.example/logo.png' }, /^brand\.logo: /],
    ['a script for a logo', { logo: 'javascript:alert(1)' }, /^brand\.logo: /],
    ['data for a logo', { logo: png }, /^brand\.logo: /],
    ['a file from outside', { logo: 'brand/../ciclo.json' }, /^brand\.logo: /],
    [
      'a file that is not there',
      { logo: 'brand/logo.svg' },
      /^brand\.logo: There is no file `brand\/logo\.svg`/,
    ],
  ])('is never %s', (_what, brand, expected) => {
    expect(problemsOf({ brand })).toEqual([expect.stringMatching(expected)]);
  });

  it('carries a logo of the workspace within it, so that pages load nothing from elsewhere', () => {
    const pictures = { 'brand/logo.svg': svg, 'brand/logo.png': png };
    expect(read({ brand: { logo: 'brand/logo.png' }, pictures })).toMatchObject({
      value: { brand: { logo: png } },
    });
    const uri = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    expect(read({ brand: { logo: 'brand/logo.svg' }, pictures })).toMatchObject({
      value: { brand: { logo: uri } },
    });
  });

  it.each([
    ['a script', svg.replace('<path', '<script>alert(1)</script><path')],
    ['a handler', svg.replace('<path', '<path onload="alert(1)"')],
    ['a page within', svg.replace('<path', '<foreignObject/><path')],
    ['a picture from elsewhere', svg.replace('<path', '<image href="https://evil.test/x.png"/><path')],
    ['a link that runs', svg.replace('<path', '<a href="javascript:alert(1)"/><path')],
    ['an entity', `<!DOCTYPE svg [<!ENTITY x "y">]>${svg}`],
    ['a style from elsewhere', svg.replace('<path', '<style>@import "//evil.test"</style><path')],
    ['too much', svg.replace('<path', `<!--${'x'.repeat(200_000)}--><path`)],
    ['nothing to see', 'hello'],
  ])('takes no SVG with %s', (_what, text) => {
    expect(problemsOf({ brand: { logo: 'brand/logo.svg' }, pictures: { 'brand/logo.svg': text } })).toEqual([
      expect.stringMatching(/^brand\.logo: `brand\/logo\.svg` /),
    ]);
  });

  it('takes no PNG that is something else', () => {
    const pictures = { 'brand/logo.png': 'data:text/html;base64,PHA+' };
    expect(problemsOf({ brand: { logo: 'brand/logo.png' }, pictures })).toHaveLength(1);
  });

  it('is a folder of pictures, and of nothing else', () => {
    expect(kindOfFile('brand/logo.svg')).toEqual({ kind: 'pictures', name: 'brand/logo.svg' });
    for (const file of ['brand/logo.html', 'brand/deep/logo.svg', 'brand/Logo.gif']) {
      expect(kindOfFile(file)).toEqual({ kind: 'unknown' });
    }
  });
});

describe('contrast', () => {
  it('is what WCAG says it is', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });

  it('of black or white, whichever is chosen, is enough on every colour', () => {
    const shares = ['00', '33', '66', '99', 'cc', 'ff'];
    const colors = shares.flatMap((red) =>
      shares.flatMap((green) => shares.map((blue) => `#${red}${green}${blue}`)),
    );
    expect(colors.filter((color) => contrast(color, readableOn(color)) < 4.5)).toEqual([]);
  });
});
