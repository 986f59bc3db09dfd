import { expect, test } from 'vitest';
import {
  bodyWith,
  compileTest,
  loadTest,
  problemsOf,
  renderTest,
  type TestMessage,
} from './compile-for-tests.ts';

const codes = async (message: TestMessage): Promise<readonly string[]> =>
  (await problemsOf(message)).map(({ code, severity }) => `${severity}: ${code}`);

const mjml = (body: string): TestMessage => ({
  files: { 'body.mjml': `<mjml><mj-body>\n${body}\n</mj-body></mjml>` },
});

test.each<[string, TestMessage, string]>([
  ['three braces', { text: '{{{profile.traits.bio}}}' }, 'raw-output'],
  ['an ampersand', { text: '{{&profile.traits.bio}}' }, 'raw-output'],
  ['an unknown helper', { text: '{{shout profile.traits.firstName}}' }, 'unknown-helper'],
  ['an unknown helper inside', { text: '{{upper (shout "x")}}' }, 'unknown-helper'],
  ['lookup', { text: '{{lookup profile "constructor"}}' }, 'unknown-helper'],
  ['log', { text: '{{log profile.traits.firstName}}' }, 'unknown-helper'],
  ['one of our own helpers', { text: '{{ciclo-emit profile "x"}}' }, 'unknown-helper'],
  ['a block of ours', { text: '{{#ciclo-link 1}}x{{/ciclo-link}}' }, 'unknown-block'],
  ['a block on a variable', { text: '{{#profile.traits}}x{{/profile.traits}}' }, 'unknown-block'],
  ['an inverse block', { text: '{{^profile.traits}}x{{/profile.traits}}' }, 'unknown-block'],
  ['a helper without its arguments', { text: '{{money}}' }, 'helper-arguments'],
  ['too many arguments', { text: '{{upper "a" "b"}}' }, 'helper-arguments'],
  ['an unknown named argument', { text: '{{money 1 "EUR" decimals=3}}' }, 'helper-arguments'],
  ['a variable without its root', { text: '{{firstName}}' }, 'unknown-variable'],
  ['a way out of the template', { text: '{{../profile.traits.firstName}}' }, 'unknown-variable'],
  ['unknown data', { text: '{{@secret}}' }, 'unknown-variable'],
  ['the prototype', { text: '{{profile.__proto__.x}}' }, 'forbidden-name'],
  ['a constructor', { text: '{{#with profile.traits as |t|}}{{t.constructor}}{{/with}}' }, 'forbidden-name'],
  ['a literal', { text: '{{"x"}}' }, 'literal-output'],
  ['an inline partial', { text: '{{#*inline "x"}}y{{/inline}}' }, 'unknown-expression'],
  ['a partial with arguments', { text: '{{> footer wide=true}}' }, 'partial-form'],
  ['a dynamic partial', { text: '{{> (fallback profile.traits.x "y")}}' }, 'partial-form'],
  ['an open block', { text: '{{#if profile.traits.firstName}}x' }, 'template-syntax'],
  [
    'blocks closed across one another',
    { text: '{{#if profile.id}}{{#each profile.tags}}{{/if}}{{/each}}' },
    'template-syntax',
  ],
  ['half an expression', { text: 'Hi {{profile.traits.firstName' }, 'template-syntax'],
  ['a missing partial', { text: '{{> nothing}}' }, 'unknown-partial'],
  ['a script', { text: '<script>alert(1)</script>' }, 'active-content'],
  ['an event handler', { text: '<b onclick="x()">x</b>' }, 'active-content'],
  ['a frame', mjml('<mj-raw><iframe src="https://a.example"></iframe></mj-raw>'), 'active-content'],
  [
    'a refresh',
    mjml('<mj-raw><meta http-equiv="refresh" content="0;url=https://a.example"></mj-raw>'),
    'active-content',
  ],
  ['a link to a script', { text: '<a href="javascript:alert(1)">x</a>' }, 'bad-link'],
  ['a disguised link to a script', { text: '<a href="java&#115;cript:alert(1)">x</a>' }, 'bad-link'],
  ['a link without its host', { text: '<a href="/cart">x</a>' }, 'bad-link'],
  ['an empty link', { text: '<a href="#">x</a>' }, 'bad-link'],
  [
    'a local picture',
    mjml('<mj-section><mj-column><mj-image src="logo.png" alt="" /></mj-column></mj-section>'),
    'bad-source',
  ],
  ['data in a style', { text: '<b style="color:{{profile.traits.color}}">x</b>' }, 'data-in-css'],
  ['data beside attributes', { text: '<b {{profile.traits.x}}>x</b>' }, 'expression-in-tag'],
  ['data without quotes', { text: '<a href={{profile.traits.website}}>x</a>' }, 'expression-in-tag'],
  ['an include', mjml('<mj-include path="../../../etc/passwd" type="html" />'), 'mj-include'],
  [
    'unknown MJML',
    mjml('<mj-section><mj-column><mj-text colour="red">x</mj-text></mj-column></mj-section>'),
    'mjml',
  ],
  ['MJML in a wrong place', mjml('<mj-text>x</mj-text>'), 'mjml'],
  ['no MJML at all', { files: { 'body.mjml': 'hello' } }, 'lost-text'],
  [
    'an expression where MJML keeps no text',
    mjml('{{#if profile.id}}<mj-section></mj-section>{{/if}}'),
    'lost-expression',
  ],
  ['a file that is too large', { text: 'x'.repeat(200_001) }, 'file-too-large'],
  ['more expressions than any mail needs', { text: '{{profile.id}}'.repeat(5_001) }, 'too-large'],
  [
    'a sample that never ends',
    { text: '{{#each entry.l}}x{{/each}}', json: { sample: { entry: { l: Array(6_000).fill(1) } } } },
    'sample-fails',
  ],
  ['a bad line in message.json', { json: { subject: { en: 'Hi {{{profile.id}}}' } } }, 'raw-output'],
])('%s is refused', async (_what, message, code) => {
  const compiled = await compileTest(message);
  expect(compiled.ok).toBe(false);
  expect(await codes(message)).toContain(`error: ${code}`);
});

test.each<[string, TestMessage, string]>([
  ['a mistyped name', { text: '{{fallback profile.traits.fristName "x"}}' }, 'not-in-sample'],
  [
    'a mistyped name in a list',
    { text: '{{#each entry.l}}{{nmae}}{{/each}}', json: { sample: { entry: { l: [{ name: 'x' }] } } } },
    'not-in-sample',
  ],
  ['a name that people may not have', { text: 'Hi {{profile.traits.firstName}}' }, 'no-fallback'],
  ['a picture without words', { text: '<img src="https://a.example/x.png">' }, 'missing-alt'],
  [
    'raw data in a query',
    { text: '<a href="https://a.example/?e={{profile.traits.email}}">x</a>' },
    'not-encoded',
  ],
  ['a mail that Gmail clips', { text: 'x'.repeat(110_000) }, 'gmail-clips'],
  ['a file of another name', { files: { 'body.mjml': bodyWith('x'), 'boby.es.mjml': 'x' } }, 'unused-file'],
  [
    'a body without a subject',
    { files: { 'body.mjml': bodyWith('x'), 'body.es.mjml': bodyWith('x') } },
    'missing-locale',
  ],
  ['a subject without a body', { json: { subject: { en: 'x', es: 'x' } } }, 'missing-locale'],
])('%s is allowed with a warning', async (_what, message, code) => {
  const compiled = await compileTest(message);
  expect(compiled.ok ? [] : compiled.problems).toEqual([]);
  expect(await codes(message)).toContain(`warning: ${code}`);
});

const footer = '<a href="{{links.unsubscribe}}">Unsubscribe</a> {{tenant.postalAddress}}';
const marketing = { class: 'marketing', topic: 'offers' };

test('marketing mail without an unsubscribe link that everybody sees is refused', async () => {
  expect(await codes({ json: marketing, text: footer })).toEqual([]);
  expect(await codes({ json: marketing, text: 'x' })).toEqual([
    'error: no-unsubscribe',
    'warning: no-postal-address',
  ]);
  expect(
    await codes({ json: marketing, text: 'unsubscribe: {{links.unsubscribe}} {{tenant.postalAddress}}' }),
  ).toEqual(['error: no-unsubscribe']);
  const hidden = `{{#if profile.traits.vip}}${footer}{{/if}}`;
  expect(await codes({ json: marketing, text: hidden })).toContain('error: no-unsubscribe');
  const files = { 'body.mjml': bodyWith(footer), 'text.hbs': 'no link' };
  expect(await codes({ json: marketing, files })).toContain('error: no-unsubscribe');
  expect(await codes({ json: { subject: { en: 'Receipt' } }, text: 'x' })).toEqual([]);
});

test('problems tell file and line, through partials and expressions of several lines', async () => {
  const body = `<mjml>\n<mj-body>\n<mj-section><mj-column><mj-text>{{fallback\n  profile.traits.firstName\n  "x"}}</mj-text></mj-column></mj-section>\n{{> footer}}\n<mj-section wrong="1"></mj-section>\n<mj-raw>{{{profile.id}}}</mj-raw></mj-body></mjml>`;
  const where = async (message: TestMessage) =>
    (await problemsOf(message)).map(({ file, line, code }) => `${file}:${line} ${code}`);
  const good = '<mj-section>\n<mj-column></mj-column></mj-section>';
  expect(await where({ files: { 'body.mjml': body }, partials: { 'footer.mjml': good } })).toEqual([
    'messages/test/body.mjml:8 raw-output',
  ]);
  const without = body.replace('{{{profile.id}}}', '');
  expect(await where({ files: { 'body.mjml': without }, partials: { 'footer.mjml': good } })).toEqual([
    'messages/test/body.mjml:7 mjml',
  ]);
  const bad =
    '<mj-section>\n<mj-column wrong="1">\n<mj-text>{{shout "x"}}</mj-text></mj-column></mj-section>';
  expect(await where({ files: { 'body.mjml': without }, partials: { 'footer.mjml': bad } })).toEqual([
    'messages/_partials/footer.mjml:3 unknown-helper',
  ]);
  const stray = bad.replace('{{shout "x"}}', '<a href="/x">x</a>').replace(' wrong="1"', '');
  const fixed = without.replace(' wrong="1"', '');
  expect(await where({ files: { 'body.mjml': fixed }, partials: { 'footer.mjml': stray } })).toEqual([
    'messages/_partials/footer.mjml:3 bad-link',
  ]);
});

test('partials come in the locale of the text, nest, and cannot include themselves', async () => {
  const message: TestMessage = {
    json: { subject: { en: 'a', es: 'b' } },
    files: { 'body.mjml': bodyWith('{{> a}}'), 'body.es.mjml': bodyWith('{{> a}}') },
    partials: { 'a.mjml': 'A {{> b}}', 'b.mjml': 'English', 'b.es.mjml': 'Español', 'b.hbs': 'not for MJML' },
  };
  const loaded = await loadTest(message);
  expect(renderTest({ message: loaded, locales: ['en'] }).text).toBe('A English\n');
  expect(renderTest({ message: loaded, locales: ['es'] }).text).toBe('A Español\n');
  const loop = { text: '{{> a}}', partials: { 'a.mjml': '{{> b}}', 'b.mjml': 'x {{> a}}' } };
  expect(await codes(loop)).toEqual(['error: partial-loop']);
  const bomb = {
    text: '{{> a}}',
    partials: {
      'a.mjml': '{{> b}}'.repeat(300),
      'b.mjml': '{{> c}}'.repeat(300),
      'c.mjml': 'x'.repeat(1_000),
    },
  };
  expect(await codes(bomb)).toContain('error: too-large');
});

const inlined = '<mj-head><mj-style inline="inline">td { color: red }</mj-style></mj-head>';

test.each([
  ['', ''],
  [' also when styles are put inline', inlined],
])('blocks work inside text, around rows, columns and sections, and in attributes%s', async (_, head) => {
  const body = `<mjml>${head}<mj-body>
    <mj-raw>{{#if entry.show}}</mj-raw>
    <mj-section css-class="{{#if entry.big}}big{{else}}small{{/if}}"><mj-column>
      <mj-text>Hi {{#if profile.traits.firstName}}<b>{{profile.traits.firstName}}</b>{{else}}you{{/if}}</mj-text>
      <mj-table>{{#each entry.rows}}<tr><td title='{{fallback name "none"}}'>{{name}}</td><td>{{money 5}}</td></tr>{{/each}}</mj-table>
    </mj-column></mj-section>
    <mj-raw>{{else}}</mj-raw>
    <mj-section><mj-column><mj-text>Hidden</mj-text></mj-column></mj-section>
    <mj-raw>{{/if}}</mj-raw>
    <mj-section>
      <mj-raw>{{#each entry.rows}}</mj-raw><mj-column><mj-text>Column {{name}}</mj-text></mj-column><mj-raw>{{/each}}</mj-raw>
    </mj-section>
    {{!-- a comment with {{braces}} and "quotes" --}}
    <!-- and one of HTML with {{braces}} -->
  </mj-body></mjml>`;
  const message = await loadTest({ files: { 'body.mjml': body } });
  const entry = { show: true, big: true, rows: [{ name: 'One' }, { name: 'Two' }] };
  const shown = renderTest({ message, context: { entry } });
  expect(shown.text).toBe('Hi you\n\nOne €5.00\nTwo €5.00\n\nColumn One\n\nColumn Two\n');
  expect(shown.html).toContain('class="big"');
  expect(shown.html).toMatch(/<td title=(["'])One\1/);
  expect(shown.html).not.toMatch(/\{\{|zqx|Hidden|comment/);
  const hidden = renderTest({ message, context: { entry: { rows: [] } } });
  expect(hidden.text).toBe('Hidden\n');
  for (const { html = '' } of [shown, hidden]) {
    for (const tag of ['table', 'tr', 'td', 'div']) {
      expect(`${html.split(`<${tag}`).length} ${tag}`).toBe(`${html.split(`</${tag}>`).length} ${tag}`);
    }
    expect(html.split('<!--[if').length).toBe(html.split('<![endif]-->').length);
  }
});

test('a published message is plain data that says what it reads', async () => {
  const compiled = await compileTest({
    json: { from: 'Shop <hello@shop.example>', whenMissing: 'hold', utm: { source: 'ciclo' } },
    text: '{{#with steps.ten}}{{code}} {{date expiresAt}}{{/with}} {{#each entry.lines as |l|}}{{l.name}}{{/each}} {{fallback steps.pick.url "x"}} {{#if steps.a.code}}{{#with steps.a}}{{code}}{{/with}}{{/if}} {{#with steps.b}}{{code}}{{else}}-{{/with}} {{#unless steps.c}}{{steps.c.code}}{{/unless}}',
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  expect(JSON.parse(JSON.stringify(compiled.value))).toEqual(compiled.value);
  expect(compiled.value.variables).toEqual([
    'entry.lines',
    'entry.lines[].name',
    'steps.a',
    'steps.a.code',
    'steps.b',
    'steps.b.code',
    'steps.c',
    'steps.c.code',
    'steps.pick.url',
    'steps.ten',
    'steps.ten.code',
    'steps.ten.expiresAt',
  ]);
  expect(compiled.value.steps).toEqual(['c', 'ten']);
});

test('language, direction and title are there without being asked for', async () => {
  const message = await loadTest({
    json: { subject: { en: 'Hi <you>', ar: 'a' } },
    files: { 'body.mjml': bodyWith('x'), 'body.ar.mjml': bodyWith('x') },
  });
  expect(renderTest({ message }).html).toContain('<html lang="en" dir="ltr"');
  expect(renderTest({ message }).html).toContain('<title>Hi &lt;you&gt;</title>');
  expect(renderTest({ message, locales: ['ar'] }).html).toContain('<html lang="ar" dir="rtl"');
});
