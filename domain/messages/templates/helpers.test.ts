import { expect, test } from 'vitest';
import { loadTest, renderTest } from '../compile-for-tests.ts';
import { helperExampleContext, helperReference } from './helper-reference.ts';

const sms = (text: string) =>
  loadTest({ json: { channel: 'sms', subject: undefined }, files: { 'body.hbs': text } });

const shown = async (text: string, context: object = helperExampleContext): Promise<string> =>
  renderTest({ message: await sms(text), context }).text.trimEnd();

test.each(helperReference)(
  'the example of $name gives what the reference says',
  async ({ example, gives }) => {
    const text = await shown(example);
    expect(text.replaceAll(/[\u202f\u00a0]/g, ' ')).toBe(gives);
  },
);

test('amounts, numbers and dates follow the region of the person, the wording the locale of the text', async () => {
  const message = await loadTest({
    json: { channel: 'sms', subject: undefined },
    files: {
      'body.hbs': 'en',
      'body.es.hbs': '{{money 1249.5 "USD"}} | {{number 1234.5}} | {{date "2026-03-01T23:30:00Z"}}',
    },
  });
  const render = (locales: readonly string[], zone: string) =>
    renderTest({ message, locales, zone })
      .text.trim()
      .replaceAll(/[\u202f\u00a0]/g, ' ');
  expect(render(['es-MX', 'es', 'en'], 'America/Mexico_City')).toBe(
    'USD 1,249.50 | 1,234.5 | 1 de marzo de 2026',
  );
  expect(render(['es', 'en'], 'Europe/Madrid')).toBe('1249,50 US$ | 1234,5 | 2 de marzo de 2026');
});

test('a date without time is the same day in every zone', async () => {
  const message = await sms('{{date "2026-03-01"}}');
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
    expect(renderTest({ message, zone }).text).toBe('March 1, 2026\n');
  }
});

test('dates are read as waits and conditions read them: seconds, milliseconds, local times, midnight UTC', async () => {
  const traits = {
    naive: '2026-12-24T18:30:00',
    secs: 1_798_137_000,
    ms: 1_798_137_000_000,
    birthday: '1990-06-20T00:00:00.000Z',
    nonsense: 'soon',
  };
  const show = async (expression: string) => {
    const message = await sms(`{{date ${expression}}}`);
    const { text } = renderTest({ message, context: { profile: { traits } }, zone: 'America/New_York' });
    return text.trim().replaceAll(/[\u202f\u00a0]/g, ' ');
  };
  expect(await show('profile.traits.naive style="datetime"')).toBe('December 24, 2026 at 6:30 PM');
  expect(await show('profile.traits.naive style="datetime" zone="Europe/Madrid"')).toBe(
    'December 25, 2026 at 12:30 AM',
  );
  expect(await show('profile.traits.secs style="datetime"')).toBe('December 24, 2026 at 1:30 PM');
  expect(await show('profile.traits.ms')).toBe('December 24, 2026');
  expect(await show('profile.traits.birthday')).toBe('June 20, 1990');
  expect(await show('profile.traits.birthday style="datetime"')).toBe('June 19, 1990 at 8:00 PM');
  expect(await show('profile.traits.nonsense')).toBe('');
});

test.each([
  ['{{money "12.50" "EUR"}}', '€12.50'],
  ['{{money 12 "JPY"}}', '¥12'],
  ['{{money 12 "JPY" unit="minor"}}', '¥12'],
  ['{{money 12.5}}', '€12.50'],
  ['{{money 5 "NOPE!"}}', '5.00 NOPE!'],
  ['{{date 1772389800000 style="short" zone="No/Zone"}}', '3/1/26'],
  ['{{plural 0 zero="nothing" one="one" other="#"}}', 'nothing'],
  ['{{plural 1 one="# day" other="# days"}}', '1 day'],
  ['{{upper profile.traits.firstName}}{{lower profile.traits.firstName}}', 'ANAana'],
  ['{{#if (and (gte "10" 9) (not (eq 1 2)))}}y{{/if}}', 'y'],
  ['{{#if (gt "2026-02-01" "2026-01-31")}}y{{/if}}', 'y'],
  ['{{#if (gt profile 1)}}y{{else}}n{{/if}}', 'n'],
  ['{{#each entry.none}}x{{else}}empty{{/each}}', 'empty'],
  ['{{#each entry.properties.products limit=0}}x{{else}}empty{{/each}}', 'empty'],
  [
    '{{#each entry.properties.products as |p|}}{{@index}}{{p.name}}{{../profile.stage}} {{/each}}',
    '0Mugloyal 1Trayloyal 2Bowlloyal',
  ],
  ['{{#each profile.traits}}{{@key}}={{this}}{{/each}}', 'firstName=Ana'],
  ['{{#with entry.properties}}{{#each products}}{{#if @last}}{{name}}{{/if}}{{/each}}{{/with}}', 'Bowl'],
  ['{{#if false}}y{{/if}}{{#if 0}}zero counts{{/if}}', 'zero counts'],
])('%s gives %s', async (template, gives) => {
  expect(await shown(template)).toBe(gives);
});

test('blank means the same to every helper: no value, an empty text, an empty list', async () => {
  const blanks = { profile: { a: '', b: '  ', c: null, d: [], e: Number.NaN } };
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    const path = `profile.${name}`;
    const template = `{{#if ${path}}}1{{/if}}{{#unless ${path}}}2{{/unless}}{{fallback ${path} 3}}{{#if (not ${path})}}4{{/if}}`;
    expect(await shown(template, blanks)).toBe('234');
  }
});
