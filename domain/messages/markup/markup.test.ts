import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bodyWith, compileTest, problemsOf } from '../compile-for-tests.ts';

/** Code, place and, for the file of the body, nothing else. */
const faultsOf = async (body: string, partials: Record<string, string> = {}): Promise<readonly string[]> =>
  (await problemsOf({ files: { 'body.mjml': body }, partials }))
    .filter(({ severity }) => severity === 'error')
    .map(({ code, file, line, column }) => {
      const name = file === 'messages/test/body.mjml' ? '' : `${file} `;
      return `${name}${line}:${column} ${code}`;
    });

const column = (inside: string): string =>
  `<mjml><mj-body><mj-section><mj-column>\n${inside}\n</mj-column></mj-section></mj-body></mjml>`;
const inBody = (inside: string): string => `<mjml><mj-body>\n${inside}\n</mj-body></mjml>`;

test('the field case, an mj-text without its end, is refused at its line and column', async () => {
  const body = readFileSync(
    join(import.meta.dirname, '../../../test/fixtures/messages/unclosed-mj-text.mjml'),
    'utf8',
  );
  expect(await faultsOf(body)).toEqual(['2:24 unclosed-element']);
});

test.each<[string, string, string]>([
  ...['mj-text', 'mj-button', 'mj-raw', 'mj-table', 'mj-social', 'mj-navbar', 'mj-accordion'].map(
    (name): [string, string, string] => [
      `an ${name} without end`,
      column(`  <${name}>`),
      '2:3 unclosed-element',
    ],
  ),
  ['a section without end', inBody('<mj-section><mj-column></mj-column>'), '2:1 unclosed-element'],
  ['a body without end', '<mjml><mj-body></mjml>', '1:7 unclosed-element'],
  ['a root without end', '<mjml><mj-body></mj-body>', '1:1 unclosed-element'],
  ['a bold text without end', bodyWith('a <b>b'), '2:12 unclosed-element'],
  ['a link without end', bodyWith('<a href="https://a.example">b'), '2:10 unclosed-element'],
  ['elements that overlap', bodyWith('<b><i>x</b></i>'), '2:13 unclosed-element'],
  ['an end without beginning', bodyWith('x</b>'), '2:11 stray-end-tag'],
  ['the end of an element that has none', bodyWith('x</br>'), '2:11 stray-end-tag'],
  ['an end of MJML without beginning', column('</mj-text>'), '2:1 stray-end-tag'],
  ['an end beyond the root', `${column('')}</mjml>`, '3:43 stray-end-tag'],
  ['MJML in a text', bodyWith('<mj-button>x</mj-button>'), '2:10 misplaced-element'],
  ['a name in capitals', column('<mj-text>x</MJ-Text>'), '2:11 tag-case'],
  ['HTML between elements', column('<p>x</p>'), '2:1 misplaced-html'],
  ['an element that MJML lacks', column('<mj-texts>x</mj-texts>'), '2:1 unknown-element'],
  ['an attribute that MJML lacks', column('<mj-text\n colour="red">x</mj-text>'), '3:2 mjml'],
  ['an attribute that the root lacks', '<mjml lnag="en"><mj-body></mj-body></mjml>', '1:7 unknown-attribute'],
  ['text in a column', column(' hello'), '2:2 lost-text'],
  ['text in a section', inBody('<mj-section>hello</mj-section>'), '2:13 lost-text'],
  [
    'text in a picture',
    column('<mj-image src="https://a.example/b.png" alt="">x</mj-image>'),
    '2:48 lost-text',
  ],
  ['text in a carousel', column('<mj-carousel-image>x</mj-carousel-image>'), '2:20 lost-text'],
  ['text before the root', `hello ${column('')}`, '1:1 lost-text'],
  ['text behind the root', `${column('')} hello`, '3:44 lost-text'],
  [
    'text in the attributes',
    '<mjml><mj-head><mj-attributes><mj-text>x</mj-text></mj-attributes></mj-head><mj-body></mj-body></mjml>',
    '1:40 lost-text',
  ],
  ['an expression in a column', column('{{profile.id}}'), '2:1 lost-expression'],
  ['raw HTML beside the body', '<mjml><mj-raw>x</mj-raw><mj-body></mj-body></mjml>', '1:7 misplaced-element'],
  ['two bodies', '<mjml><mj-body></mj-body><mj-body></mj-body></mjml>', '1:26 repeated-element'],
  ['two roots', '<mjml><mj-body></mj-body></mjml><mjml></mjml>', '1:33 outside-root'],
  [
    'an attribute written twice',
    column('<mj-text color="red" color="blue">x</mj-text>'),
    '2:22 repeated-attribute',
  ],
  [
    'a quote that does not close',
    column('<mj-button href="https://a.example>Go</mj-button>\n<mj-text css-class="b">x</mj-text>'),
    '2:12 unclosed-quote',
  ],
  ['a quote that never closes', column('<mj-text color="red>x</mj-text>'), '2:1 unclosed-tag'],
  ['a tag that does not close', bodyWith('a <b'), '2:12 unclosed-tag'],
  ['attributes run together', bodyWith('<a href="https://a.example"title="x">y</a>'), '2:37 broken-tag'],
  ['an end tag with attributes', bodyWith('<b>x</b class="y">'), '2:14 broken-tag'],
  [
    'a comment that does not close',
    column('<mj-text>x</mj-text><!-- note <mj-text>y</mj-text>'),
    '2:21 unclosed-comment',
  ],
  [
    'a comment that a later one closes',
    column('<!-- a <mj-text>x</mj-text>\n<!-- b -->'),
    '2:1 unclosed-comment',
  ],
  ['a comment closed in another way', bodyWith('<!-- a --!> x --> y'), '2:10 unclosed-comment'],
  ['a comment for Outlook between elements', inBody('<!--[if mso]>x<![endif]-->'), '2:1 lost-comment'],
  [
    'a comment in a style',
    '<mjml><mj-head><mj-style><!-- a{} --></mj-style></mj-head><mj-body></mj-body></mjml>',
    '1:26 comment-in-style',
  ],
  ['a section of character data', bodyWith('<![CDATA[x]]>'), '2:10 no-markup'],
  ['a declaration', `<?xml version="1.0"?>\n${column('')}`, '1:1 no-markup'],
  ['a document type', `<!doctype html>\n${column('')}`, '1:1 no-markup'],
  ['an element of HTML that closes itself', bodyWith('<div/>x'), '2:10 self-closing-tag'],
  ['a block around half an element', bodyWith('{{#if profile.id}}<b>{{/if}}x</b>'), '2:31 crossing-block'],
  [
    'a block with an end in one branch',
    bodyWith('<b>x{{#if profile.id}}</b>{{else}}{{/if}}'),
    '2:36 crossing-block',
  ],
  [
    'a block across attributes',
    bodyWith('<b class="{{#if profile.id}}x" title="{{/if}}">y</b>'),
    '2:48 crossing-block',
  ],
  [
    'a block out of its section',
    inBody('<mj-raw>{{#if profile.id}}</mj-raw><mj-section><mj-raw>{{/if}}</mj-raw></mj-section>'),
    '2:56 crossing-block',
  ],
])('%s is refused at its line and column', async (_what, body, expected) => {
  expect(await faultsOf(body)).toContain(expected);
  for (const { message, hint } of await problemsOf({ files: { 'body.mjml': body } })) {
    expect(message).toMatch(/[.…`]$/);
    expect(hint).not.toBe('');
  }
});

test.each<[string, string]>([
  ['elements of HTML without end tag', bodyWith('a<br>b<hr><img src="https://a.example/b.png" alt="">')],
  ['ends that HTML lets one leave out', bodyWith('<ul><li>a<li>b</ul><p>c<p>d')],
  [
    'rows of a table without ends, repeated',
    column('<mj-table>{{#each entry.l}}<tr><td>{{name}}{{/each}}</mj-table>'),
  ],
  ['attributes without quotes or value', bodyWith('<table border=0 nowrap><tr><td>x</td></tr></table>')],
  ['a smaller-than sign', bodyWith('1 < 2 &amp; 3 <3')],
  ['a comment', bodyWith('a<!-- <b> {{> nothing}} {{x -->b')],
  [
    'a comment for Outlook in a text',
    bodyWith('<!--[if mso]><table><tr><td><![endif]-->x<!--[if !mso]><!-->y<!--<![endif]-->'),
  ],
  ['a condition that Outlook alone reads', bodyWith('<![if !mso]>x<![endif]>')],
  [
    'what one mj-raw opens and a later one closes',
    inBody('<mj-raw><div class="a"></mj-raw><mj-section></mj-section><mj-raw></div></mj-raw>'),
  ],
  [
    'a table over several mj-raw',
    inBody('<mj-raw><table><tr><td></mj-raw><mj-section></mj-section><mj-raw></td></tr></table></mj-raw>'),
  ],
  [
    'raw text at the start of the file',
    '<mjml><mj-raw position="file-start">x</mj-raw><mj-body></mj-body></mjml>',
  ],
  ['drawings', bodyWith('<svg><title>a</title><path d="M0 0"/></svg>')],
  [
    'lines that end as on Windows',
    column('<mj-text>a\r\n{{profile.id}}\r\n</mj-text>').replaceAll('\n', '\r\n'),
  ],
])('%s may be written', async (_what, body) => {
  expect(await faultsOf(body)).toEqual([]);
});

test('what a partial lacks is told in the partial, at its own line and column', async () => {
  const body = inBody('{{> head}}\n  {{> foot}}<mj-section></mj-section>');
  const head = '<mj-section>\n</mj-section>';
  const foot = '<mj-section>\n  <mj-column>\n</mj-section>';
  expect(await faultsOf(body, { 'head.mjml': head, 'foot.mjml': foot })).toEqual([
    'messages/_partials/foot.mjml 2:3 unclosed-element',
  ]);
});

test('a partial may open what another one closes', async () => {
  const partials = { 'open.mjml': '<mj-wrapper>', 'close.mjml': '</mj-wrapper>' };
  expect(await faultsOf(inBody('{{> open}}<mj-section></mj-section>{{> close}}'), partials)).toEqual([]);
});

test('faults of templates and of links have their column too', async () => {
  expect(await faultsOf(bodyWith('a <!-- b --> {{shout "x"}}'))).toEqual(['2:23 unknown-helper']);
  expect(await faultsOf(bodyWith('a <!-- b --> <a href="/x">c</a>'))).toEqual(['2:32 bad-link']);
});

test('a comment leaves no blank in the text around it', async () => {
  const compiled = await compileTest({ text: 'a<!-- b -->c' });
  expect(compiled.ok && compiled.value.locales['en']?.html).toContain('>ac<');
});

test.each([
  ['elements without end', '<b>'],
  ['ends without beginning', '</b>'],
  ['attributes written twice', '<b a a>'],
  ['tags that run on', '<b a="<i>'],
  ['comments within comments', '<!-- <!-- '],
  ['quotes', '"<a b='],
  ['blocks', '<b>{{#if profile.id}}'],
  ['MJML in a wrong place', '<mj-text colour="x">y</mj-text>'],
])('a file full of %s is refused with at most some hundred problems', async (_what, piece) => {
  const body = bodyWith(piece.repeat(Math.floor(150_000 / piece.length)));
  const faults = await faultsOf(body);
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.length).toBeLessThan(310);
});
