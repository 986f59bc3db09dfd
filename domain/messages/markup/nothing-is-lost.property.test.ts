import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Problem } from '../../problem.ts';
import { compileTest } from '../compile-for-tests.ts';

/** A document in which each WORD stands for a word of its own. */
const inline = fc.constantFrom(
  'WORD ',
  'WORD &amp; WORD',
  '<b>WORD</b>',
  '<a href="https://a.example/WORD" title="WORD">WORD</a>',
  '<br>',
  '<p>WORD</p>',
  '<ul><li>WORD<li>WORD</ul>',
  '{{#if profile.id}}WORD{{else}}<i>WORD</i>{{/if}}',
  '{{fallback profile.traits.x "WORD"}}',
  '<!-- note -->',
  '<!--[if mso]>WORD<![endif]-->',
  'é WORD ñ',
  '1 < 2 WORD',
);
const text = fc.array(inline, { maxLength: 4 }).map((parts) => parts.join(''));

const content = fc.oneof(
  text.map((inside) => `<mj-text>${inside}</mj-text>`),
  text.map((inside) => `<mj-text css-class="WORD">\n  ${inside}\n</mj-text>`),
  text.map((inside) => `<mj-raw>${inside}</mj-raw>`),
  text.map((inside) => `<mj-table><tr><td>${inside}</td></tr></mj-table>`),
  fc.constantFrom(
    '<mj-button href="https://a.example">WORD</mj-button>',
    '<mj-image src="https://a.example/x.png" alt="WORD" />',
    '<mj-divider />',
    '<mj-social><mj-social-element name="facebook" href="https://a.example">WORD</mj-social-element></mj-social>',
    '<mj-navbar><mj-navbar-link href="https://a.example">WORD</mj-navbar-link></mj-navbar>',
    '<mj-accordion><mj-accordion-element><mj-accordion-title>WORD</mj-accordion-title><mj-accordion-text>WORD</mj-accordion-text></mj-accordion-element></mj-accordion>',
    '<mj-raw>{{#if profile.id}}</mj-raw><mj-text>WORD</mj-text><mj-raw>{{/if}}</mj-raw>',
  ),
);
const column = fc
  .array(content, { maxLength: 3 })
  .map((parts) => `<mj-column>\n${parts.join('\n')}\n</mj-column>`);
const section = fc.oneof(
  fc
    .array(column, { minLength: 1, maxLength: 2 })
    .map((parts) => `<mj-section>${parts.join('')}</mj-section>`),
  column.map((inside) => `<mj-wrapper><mj-section><mj-group>${inside}</mj-group></mj-section></mj-wrapper>`),
  content
    .filter((inside) => !inside.startsWith('<mj-raw>{{'))
    .map((inside) => `<mj-hero>${inside}</mj-hero>`),
  text.map((inside) => `<mj-raw>${inside}</mj-raw>`),
);
const head = fc.constantFrom(
  '',
  '<mj-head><mj-style inline="inline">p { color: red }</mj-style></mj-head>\n',
  '<mj-head><mj-attributes><mj-text color="red" /></mj-attributes></mj-head>\n',
);

const numbered = (source: string): string => {
  let count = 0;
  return source.replaceAll('WORD', () => `w${(count += 1)}q`);
};
const mail = fc
  .tuple(head, fc.array(section, { minLength: 1, maxLength: 3 }))
  .map(([first, parts]) => numbered(`<mjml>\n${first}<mj-body>\n${parts.join('\n')}\n</mj-body>\n</mjml>`));

/** What authors do to a file by mistake. */
const slip = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  near: fc.constantFrom('<', '>', '</', 'w', '"', ' ', ''),
  remove: fc.constantFrom(0, 0, 0, 1, 2, 5, 12),
  put: fc.constantFrom(
    '',
    '<mj-text>',
    '</mj-text>',
    '</mj-column>',
    '<mj-raw>',
    '<b>',
    '</b>',
    '</MJ-TEXT>',
    '"',
    '<',
    '>',
    '/>',
    '<!--',
    '-->',
    '{{#if profile.id}}',
    '{{/if}}',
    ' w900q ',
    '<p>w901q</p>',
    '<title>',
    '</p>',
  ),
});
type Slip = typeof slip extends fc.Arbitrary<infer T> ? T : never;

const withSlip = (source: string, { at, near, remove, put }: Slip): string => {
  const from = Math.max(0, source.indexOf(near, Math.floor(at * source.length)));
  return source.slice(0, from) + put + source.slice(from + remove);
};

/** The words that readers of the mail must find: those of the head are none. */
const wordsOf = (source: string): readonly string[] =>
  source
    .slice(Math.max(0, source.indexOf('<mj-body')))
    .replaceAll(/<!--(?!\[if)[\s\S]*?-->/g, '')
    .match(/w\d+q/g) ?? [];

type Outcome = { readonly html: string | undefined; readonly errors: readonly Problem[] };

const compile = async (source: string): Promise<Outcome> => {
  const compiled = await compileTest({ files: { 'body.mjml': source } });
  if (compiled.ok) return { html: compiled.value.locales['en']?.html ?? '', errors: [] };
  return { html: undefined, errors: compiled.problems.filter(({ severity }) => severity === 'error') };
};

test('every word of a sound source is in the mail', async () => {
  await fc.assert(
    fc.asyncProperty(mail, async (source) => {
      const { html = '', errors } = await compile(source);
      expect(errors).toEqual([]);
      expect(wordsOf(source).filter((word) => !html.includes(word))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('after any slip of the pen every word is in the mail, or what is wrong is named with its line and column', async () => {
  await fc.assert(
    fc.asyncProperty(mail, fc.array(slip, { minLength: 1, maxLength: 2 }), async (sound, slips) => {
      const source = slips.reduce(withSlip, sound);
      const { html, errors } = await compile(source);
      if (html !== undefined) {
        expect(wordsOf(source).filter((word) => !html.includes(word))).toEqual([]);
        return;
      }
      expect(errors).not.toEqual([]);
      const lines = source.split('\n');
      for (const { file, line = 0, column: at = 0, message, hint } of errors) {
        expect(file).toBe('messages/test/body.mjml');
        expect(at).toBeGreaterThan(0);
        expect(at).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        expect(message).not.toBe('');
        expect(hint).not.toBe('');
      }
    }),
    { numRuns: 400 },
  );
});
