import { describe, expect, it } from 'vitest';

import { hexOf, over, readColor } from './color.ts';
import { withoutPictures } from './pictures.ts';
import { hasDarkLook, inScheme } from './scheme.ts';
import { textRuns } from './text-runs.ts';

const css = `
  .card p { color: #222 }
  @media (prefers-color-scheme: dark) { .card { background: #111 !important } .card p { color: #eee !important } }
  @media (max-width: 480px) { p { font-size: 40px } }
`;
const mail = `<html><head><style>:root { color-scheme: light dark; } ${css}</style></head>
  <body bgcolor="#fafafa"><div style="display:none">Preview line</div>
  <div class="card" style="background-color:#ffffff"><p style="font-size:12pt">Hello <b>Ana</b></p></div>
  <p style="background:url(a.png);color:rgba(0,0,0,.5)">On a picture</p></body></html>`;

const seen = (scheme: 'light' | 'dark') =>
  textRuns({ html: mail, scheme }).map(({ text, color, ground, size, isBold }) => [
    text,
    hexOf(color),
    ground === undefined ? undefined : hexOf(ground),
    size,
    isBold,
  ]);

describe('the look of a mail', () => {
  it('is that of its styles, on a light and on a dark ground', () => {
    expect(seen('light')).toEqual([
      ['Hello', '#222222', '#ffffff', 16, false],
      ['Ana', '#222222', '#ffffff', 16, true],
      ['On a picture', '#000000', undefined, 16, false],
    ]);
    expect(seen('dark').slice(0, 2)).toEqual([
      ['Hello', '#eeeeee', '#111111', 16, false],
      ['Ana', '#eeeeee', '#111111', 16, true],
    ]);
  });

  it('answers what the styles ask of the scheme, and touches nothing else', () => {
    const dark = inScheme(mail, 'dark');
    expect(dark).toContain('@media (min-width: 0px)');
    expect(dark).toContain('color-scheme: dark;');
    expect(inScheme(mail, 'light')).toContain('@media (max-width: 0px)');
    expect(inScheme('<p>prefers-color-scheme: dark</p>', 'dark')).toBe('<p>prefers-color-scheme: dark</p>');
    expect([hasDarkLook(mail), hasDarkLook('<p>Hi</p>')]).toEqual([true, false]);
  });

  it('is read of any HTML, broken styles included', () => {
    const html = '<style>p { color: ; } } @media {</style><p style="color:red;;x">Hi<p>there';
    expect(textRuns({ html, scheme: 'light' }).map(({ text }) => text)).toEqual(['Hi', 'there']);
  });
});

describe('a mail without its pictures', () => {
  it('asks for none, and keeps its words and what it carries itself', () => {
    const html =
      '<td background="https://a.example/b.png" style="background:url(\'https://a.example/c.png\') #fff"><img src=https://a.example/d.png alt="Fern"><img src="data:image/png;base64,AA"></td>';
    const bare = withoutPictures(html);
    expect(bare).not.toContain('a.example');
    expect(bare).toContain('alt="Fern"');
    expect(bare).toContain('data:image/png;base64,AA');
    expect(withoutPictures('<p>Read url(https://a.example)?</p>')).toContain('Read');
  });
});

describe('colours', () => {
  it.each([
    ['#abc', '#aabbcc'],
    ['#1d5c4aff', '#1d5c4a'],
    ['rgb(10, 20, 30)', '#0a141e'],
    ['rgb(100% 0% 0%)', '#ff0000'],
    ['Navy', '#000080'],
  ])('%s is read', (text, hex) => {
    const color = readColor(text);
    expect(color === undefined ? undefined : hexOf(color)).toBe(hex);
  });

  it('that are none are not', () => {
    expect(['inherit', 'var(--x)', '#12', 'rgb(a,b,c)', ''].map((one) => readColor(one))).toEqual(
      Array(5).fill(undefined),
    );
  });

  it('that let through what lies below are mixed with it', () => {
    expect(over([0, 0, 0, 0.5], [255, 255, 255, 1])).toEqual([128, 128, 128, 1]);
  });
});
