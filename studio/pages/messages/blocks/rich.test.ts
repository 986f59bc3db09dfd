import { expect, it } from 'vitest';

import { fromBrowser, isSimple, toBrowser } from './rich.ts';

it('what stands in braces comes back from a browser as it was written', () => {
  const inside = '<h1>Hi {{fallback name "you & <me>"}}{{#if (gt a 2)}}!{{/if}}</h1>';
  expect(toBrowser(inside)).toBe(
    '<h1>Hi {{fallback name &quot;you &amp; &lt;me&gt;&quot;}}{{#if (gt a 2)}}!{{/if}}</h1>',
  );
  // Browsers write quotes as they are in texts.
  expect(fromBrowser(toBrowser(inside).replaceAll('&quot;', '"'))).toBe(inside);
  expect(fromBrowser('{{#if <b>a</b> &gt; b}}')).toBe('{{#if a > b}}');
  expect(fromBrowser('One<div>Two</div><div><br></div>')).toBe('One<br>Two<br>');
});

it('only texts with simple formatting are written as they look', () => {
  expect(isSimple('Hi <b>you</b>, <a href="{{fallback url "x"}}">here</a><br>')).toBe(true);
  for (const inside of ['<div>x</div>', '<p style="x">y</p>', '<a class="b" href="c">d</a>', '<!-- x -->']) {
    expect(isSimple(inside)).toBe(false);
  }
});
