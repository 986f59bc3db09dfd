import { expect, it } from 'vitest';

import { lineOf, readSettings, withLine } from './message-settings.ts';

const json = `{
  "channel": "email", "class":"marketing",
  "subject": { "en": "Hello" }
}
`;

it('the subject in a language is changed and added, and nothing else', () => {
  expect(lineOf(json, 'subject', 'en')).toBe('Hello');
  expect(withLine({ json, line: 'subject', locale: 'en', value: 'Hi "you"' })).toBe(
    json.replace('"Hello"', String.raw`"Hi \"you\""`),
  );
  const both = withLine({ json, line: 'subject', locale: 'es', value: 'Hola' });
  expect([lineOf(both, 'subject', 'en'), lineOf(both, 'subject', 'es')]).toEqual(['Hello', 'Hola']);
  const preheader = withLine({ json, line: 'preheader', locale: 'en', value: 'More' });
  expect(lineOf(preheader, 'preheader', 'en')).toBe('More');
  expect(preheader.startsWith('{\n  "channel": "email", "class":"marketing",\n')).toBe(true);
  expect(withLine({ json: both, line: 'subject', locale: 'es', value: '' })).toBe(json);
});

it('a line that nobody wrote stays away, and what is no JSON stays as it is', () => {
  expect(withLine({ json, line: 'preheader', locale: 'en', value: '' })).toBe(json);
  expect(readSettings('{ "channel": ')).toBeUndefined();
  expect(lineOf('{', 'subject', 'toString')).toBe('');
});
