import { convert } from 'html-to-text';
import * as fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { bodyWith, loadTest, renderTest } from '../compile-for-tests.ts';
import { loadMessage } from '../load-message.ts';
import { renderMessage } from './render-message.ts';
import { sampleContext } from './sample-context.ts';

const greeting = {
  json: { subject: { en: 'Hi {{fallback profile.traits.firstName "you"}}' } },
  text: '<b title="{{fallback profile.traits.firstName "x"}}">[{{fallback profile.traits.firstName "you"}}]</b>',
};

const named = (firstName: unknown) => ({ profile: { traits: { firstName } } });

test('whatever a customer calls themselves, it is shown as text and nothing else', async () => {
  const message = await loadTest(greeting);
  const nasty = fc.constantFrom(
    '<script>',
    '{{profile}}',
    '{{{x}}}',
    '</mj-raw>',
    '" onload="x',
    "'",
    '&lt;',
    '`',
    '=',
    '-->',
    'zqx0zqx',
    '\\{{a}}',
    '$&',
  );
  const name = fc
    .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 8 })), { minLength: 1 })
    .map((parts) => `x${parts.join('')}x`);
  fc.assert(
    fc.property(name, (firstName) => {
      const { html = '', text } = renderTest({ message, context: named(firstName) });
      const [, title = '', shown = ''] = /<b title="([^"<>]*)">\[([^<>]*)\]<\/b>/.exec(html) ?? [];
      const decode = (value: string) => convert(`<pre>${value}</pre>`, { wordwrap: false });
      expect(decode(shown)).toBe(firstName);
      expect(decode(title)).toBe(firstName);
      expect(text.replaceAll(/\s/g, '')).toBe(`[${firstName}]`.replaceAll(/<#?>|\s/g, ''));
    }),
  );
});

test('a subject made of data is one header, and is read back as it was made', async () => {
  const message = await loadTest(greeting);
  const mailer = createTransport({ streamTransport: true, buffer: true });
  for (const firstName of ['A\r\nBcc: all@example.com', 'B\u2028\u0085C\0', '  Ünï 🎉 ', '\u202eevil']) {
    const { subject } = renderTest({ message, context: named(firstName) });
    const sent = await mailer.sendMail({ from: 'a@example.com', to: 'b@example.com', subject, text: 'x' });
    const parsed = await simpleParser(sent.message);
    expect(parsed.subject).toBe(subject);
    expect(parsed.bcc).toBeUndefined();
    expect([...parsed.headers.keys()].filter((key) => key === 'subject')).toHaveLength(1);
  }
});

test.each(['skip', 'hold'])(
  'with %s, a message that misses something is not made, and says what',
  async (whenMissing) => {
    const message = await loadTest({
      json: { whenMissing, subject: { en: '{{steps.ten.code}}' } },
      text: '{{upper profile.traits.city}} {{#if profile.traits.vip}}{{profile.traits.tier}}{{/if}} {{#each entry.l}}{{name}}{{/each}}',
    });
    const render = (context: object) =>
      renderMessage({ message, locales: ['en'], context: { ...sampleContext({}), ...context } });
    expect(render({})).toEqual({
      kind: 'missing',
      variables: ['profile.traits.city', 'steps.ten.code'],
      policy: whenMissing,
    });
    expect(render({ entry: { l: [{ name: 'x' }, {}] } })).toMatchObject({
      variables: ['entry.l[].name', 'profile.traits.city', 'steps.ten.code'],
    });
    const whole = { steps: { ten: { code: 'TEN' } }, profile: { traits: { city: 'Soria' } } };
    expect(render(whole)).toMatchObject({ kind: 'rendered', subject: 'TEN', text: 'SORIA\n', missing: [] });
  },
);

test('with default, a message is made all the same, and says what it missed', async () => {
  const message = await loadTest({
    text: 'a{{profile.traits.x}}b{{profile.traits.y}}c{{fallback profile.a profile.b}}',
  });
  const context = { profile: { traits: { x: {}, y: [] } } };
  expect(renderTest({ message, context })).toMatchObject({
    text: 'abc\n',
    missing: ['profile.a', 'profile.traits.x', 'profile.traits.y'],
  });
});

test('with and without else: only without does an absent value count as missing', async () => {
  const message = await loadTest({
    text: '{{#with steps.a}}{{code}}{{/with}}{{#with steps.b}}{{code}}{{else}}none{{/with}}',
  });
  expect(renderTest({ message })).toMatchObject({ text: 'none\n', missing: ['steps.a'] });
});

test('the wording is the first locale of the chain that the message has', async () => {
  const message = await loadTest({
    json: { subject: { en: 'en', es: 'es' }, preheader: { en: 'pre en' } },
    files: {
      'body.mjml': bodyWith('English'),
      'body.es.mjml': bodyWith('Español'),
      'body.es-MX.mjml': bodyWith('México'),
    },
  });
  const shown = (...locales: string[]) => {
    const { locale, subject, preheader, text } = renderTest({ message, locales });
    return [locale, subject, preheader, text.trim()].join(' ');
  };
  expect(shown('es-AR', 'es', 'en')).toBe('es es pre en Español');
  expect(shown('es-MX', 'es', 'en')).toBe('es-MX es pre en México');
  expect(shown('fr', 'en')).toBe('en en pre en English');
  expect(shown()).toBe('en en pre en English');
});

test('prototypes are out of reach', async () => {
  const message = await loadTest({
    text: '[{{profile.toString}}{{profile.traits.valueOf}}{{#each entry.l}}{{anchor}}{{/each}}]',
  });
  const profile: unknown = JSON.parse('{"traits":{"__proto__":{"valueOf":"x"}}}');
  expect(renderTest({ message, context: { profile, entry: { l: ['abc'] } } }).text).toBe('[]\n');
});

test('data that is shaped to confuse renders as nothing, and does not throw', async () => {
  const message = await loadTest({
    text: '{{profile.traits.a}}{{upper profile.traits.a}}{{money profile.traits.a "EUR"}}{{date profile.traits.a}}{{#each profile.traits.a}}{{this}}{{/each}}{{encode profile.traits.a}}<a href="{{profile.traits.a}}">x</a>',
  });
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constant({ toHTML: 'x', toString: 'y' }),
    fc.constant({ length: 1e9 }),
  );
  fc.assert(
    fc.property(odd, (a) => {
      const { html } = renderTest({ message, context: { profile: { traits: { a } } } });
      expect(html).not.toContain('[object');
      expect(html).not.toMatch(/<a href="(?!#|https?:|mailto:|tel:|sms:)/);
    }),
  );
});

test('a rendering is bounded in size and in time', async () => {
  const message = await loadTest({
    text: '{{profile.traits.a}}{{#each entry.l}}{{#each ../entry.l}}{{#if this}}{{/if}}{{/each}}{{/each}}{{#each steps}}{{@root.profile.traits.b}}{{/each}}',
  });
  const render = (context: object) => () => renderTest({ message, context });
  expect(render({ profile: { traits: { a: 'x'.repeat(5_000_000) } } })).toThrow(
    '`test` (en, html) cannot be rendered: The message grows beyond 1 MB',
  );
  expect(render({ entry: { l: Array(3_000).fill(1) } })).toThrow('more than 5000 times');
  expect(render({ profile: { traits: { b: '"'.repeat(190_000) } }, steps: [1, 2] })).toThrow('1 MB');
  expect(render({})().text).toBe('\n');
});

test('a megabyte of blanks in data costs no more than any other', async () => {
  const message = await loadTest({ text: '<a href="{{profile.url}}">{{profile.a}}</a>' });
  const a = `x${' \t'.repeat(400_000)}x`;
  const started = performance.now();
  renderTest({ message, context: { profile: { a, url: `https://a.example/${' '.repeat(100_000)}` } } });
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a message that fails does not spoil the next rendering', async () => {
  const message = await loadTest({ text: '{{profile.traits.x}}{{#each entry.l}}{{this}}{{/each}}' });
  expect(() => renderTest({ message, context: { entry: { l: Array(6_000).fill(1) } } })).toThrow('5000');
  const good = renderTest({ message, context: { profile: { traits: { x: 'fine' } } } });
  expect(good).toMatchObject({ text: 'fine\n', missing: [] });
});

test('a stored template that was tampered with is refused when it is loaded', async () => {
  const { compiled } = await loadTest({ text: 'x' });
  const spoil = (text: string) => () =>
    renderTest({
      message: loadMessage({ ...compiled, locales: { en: { subject: '', preheader: '', text } } }),
    });
  expect(spoil('{{{profile.id}}}')).toThrow('`test` (en, text) cannot be used');
  expect(spoil('{{> x}}')).toThrow('cannot be used');
  expect(spoil('{{lookup profile "constructor"}}')).toThrow('cannot be used');
});

test('preheader and subject of the person stand in the HTML, escaped', async () => {
  const message = await loadTest({
    json: { subject: { en: 'For {{profile.id}}' }, preheader: { en: 'Just for {{profile.id}} & you' } },
    text: 'x',
  });
  const { html, preheader, text } = renderTest({ message, context: { profile: { id: '<i>' } } });
  expect(preheader).toBe('Just for <i> & you');
  expect(html).toContain('<title>For &lt;i&gt;</title>');
  expect(html).toContain('Just for &lt;i&gt; &amp; you');
  expect(text).toBe('x\n');
});
