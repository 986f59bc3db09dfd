import { expect, it } from 'vitest';

import { putInstance } from './put-instance.ts';

const text = `{
  "tenant": "shop",   "currency": "EUR",
  "plugins": {
    "mail": { "use": "smtp", "config": {} }
  },
  "caps": [ ]
}
`;

it('an instance stands beside the others, and everything else keeps its bytes', () => {
  const put = putInstance({ text, instance: 'bot', entry: { use: 'telegram', config: { rate: 1 } } });
  expect(JSON.parse(put)).toMatchObject({
    plugins: { mail: { use: 'smtp' }, bot: { use: 'telegram', config: { rate: 1 } } },
  });
  expect(put).toContain('  "tenant": "shop",   "currency": "EUR",\n');
  expect(put).toContain('    "mail": { "use": "smtp", "config": {} }');
  expect(put).toContain('  "caps": [ ]\n}\n');
});

it('an instance of the same name is replaced, and the first one makes the place of all', () => {
  const again = putInstance({ text, instance: 'mail', entry: { use: 'brevo', config: {} } });
  expect(JSON.parse(again)).toMatchObject({ plugins: { mail: { use: 'brevo' } } });
  const first = putInstance({ text: '{ "tenant": "shop" }', instance: 'bot', entry: { use: 'telegram' } });
  expect(JSON.parse(first)).toEqual({ tenant: 'shop', plugins: { bot: { use: 'telegram' } } });
});
