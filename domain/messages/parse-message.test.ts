import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyWith } from './compile-for-tests.ts';
import { compileMessage } from './compile-message.ts';
import { parseMessage } from './parse-message.ts';

const good = { channel: 'email', class: 'transactional', topic: 'orders', subject: { en: 'Hello' } };

const parse = (json: unknown, files: Readonly<Record<string, string>> = { 'body.mjml': bodyWith('x') }) =>
  parseMessage({ json, files, partials: {}, defaultLocale: 'en', file: 'messages/hello/message.json' });

const problems = (json: unknown, files?: Readonly<Record<string, string>>) => {
  const parsed = parse(json, files);
  return (parsed.ok ? parsed.warnings : parsed.problems).map(({ code, path }) => `${code} ${path}`);
};

test('a sound message is read with its defaults, and its key is its folder', () => {
  const parsed = parse({ ...good, $schema: 'x' });
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      key: 'hello',
      definition: { whenMissing: 'default', track: { opens: true, clicks: true }, sample: {} },
    },
    warnings: [],
  });
});

test.each<[string, unknown, string]>([
  ['no object', null, 'invalid-type '],
  ['nothing in it', {}, 'missing-field channel'],
  ['an unknown field', { ...good, subjects: {} }, 'unknown-field '],
  ['an unknown class', { ...good, class: 'promo' }, 'value-not-allowed class'],
  ['a channel with blanks', { ...good, channel: 'E mail' }, 'invalid-format channel'],
  ['a locale of another form', { ...good, subject: { en: 'x', es_AR: 'x' } }, 'invalid-key subject.es_AR'],
  ['an empty subject', { ...good, subject: { en: ' ' } }, 'too-small subject.en'],
  [
    'a sender with a second header',
    { ...good, from: 'a@b.example\r\nBcc: c@d.example' },
    'invalid-value from',
  ],
  ['a sample that no template sees', { ...good, sample: { customer: {} } }, 'unknown-field sample'],
  ['no subject in the default locale', { ...good, subject: { es: 'Hola' } }, 'missing-subject subject.en'],
  ['no subject at all', { ...good, subject: undefined }, 'missing-subject subject.en'],
])('%s is refused', (_what, json, problem) => {
  expect(parse(json).ok).toBe(false);
  expect(problems(json)).toContain(problem);
});

test('e-mail needs body.mjml, other channels body.hbs', () => {
  expect(problems(good, {})).toEqual(['missing-body ']);
  expect(problems(good, { 'body.hbs': 'x' })).toEqual(['unused-file ', 'missing-body ']);
  const sms = { channel: 'sms', class: 'marketing', topic: 'offers' };
  expect(problems(sms, { 'body.hbs': 'x', 'body.es-AR.hbs': 'y' })).toEqual([]);
  expect(problems(sms, { 'body.mjml': 'x' })).toEqual(['unused-file ', 'missing-body ']);
});

test('whatever is in the files, reading and compiling them ends in a value or in problems', async () => {
  expect(() => fc.assert(fc.property(fc.jsonValue(), (json) => void parse(json)))).not.toThrow();
  const piece = fc.oneof(
    fc.constantFrom(
      '{{',
      '}}',
      '{{#if profile.id}}',
      '{{else}}',
      '{{/if}}',
      '{{#each entry.l}}',
      '{{/each}}',
      '{{> x}}',
      '{{{',
      '"',
      '<mj-text>',
      '</mj-text>',
      '<a href="',
      '<!--',
      '-->',
      '\\{{',
      '{{!--',
      '--}}',
      '(',
      '{{fallback ',
    ),
    fc.string({ maxLength: 5 }),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.boolean(), async (content, whole) => {
      const parsed = parse(good, { 'body.mjml': whole ? content : bodyWith(content) });
      if (!parsed.ok) return;
      const compiled = await compileMessage(parsed.value);
      const found = compiled.ok ? compiled.warnings : compiled.problems;
      expect(compiled.ok || found.length > 0).toBe(true);
      for (const { message, hint } of found) expect(message.length * hint.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});
