import { expect, test } from 'vitest';

import { parseWorkspace } from './parse-workspace.ts';
import { changed, smallWorkspace } from './workspace-for-tests.ts';

const found = async (files: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> => {
  const checked = await parseWorkspace({ files: changed(files) });
  return (checked.ok ? checked.warnings : checked.problems).map(({ code, file }) => `${code} ${file}`);
};

const text = (file: string): string => smallWorkspace[file] ?? '';
const body = 'messages/hello/body.mjml';
const definition = 'messages/hello/message.json';
const withoutLink = text(body).replace('<a href="{{links.unsubscribe}}">Unsubscribe</a>', '');
const withName = text(body).replace('Hello.', 'Hello {{profile.first_name}}.');
const unclosed = text(body).replace('</mj-text>', '');

test('a journey that is no JSON hides nothing that is wrong with messages, rules, segments and offers', async () => {
  expect(
    await found({
      'journeys/hello.json': '{',
      'rules/reader.json': text('rules/reader.json').replace('"new"', '"nwe"'),
      'segments/friends.csv': 'email\nnobody\n',
      'offers/cup.json': text('offers/cup.json').replace('"CUP"', '"MUG"'),
      [body]: withoutLink,
      'messages/named/message.json': text(definition),
      'messages/named/body.mjml': withName,
      'messages/open/message.json': text(definition),
      'messages/open/body.mjml': unclosed,
    }),
  ).toEqual([
    'not-json journeys/hello.json',
    'no-unsubscribe messages/hello/body.mjml',
    'not-in-sample messages/named/message.json',
    'no-fallback messages/named/message.json',
    'unclosed-element messages/open/body.mjml',
    'unknown-product offers/cup.json',
    'unknown-segment rules/reader.json',
    'bad-identity segments/friends.csv',
  ]);
});

test('a ciclo.json that is no JSON hides no reference between other files, and makes none unknown', async () => {
  expect(await found({ 'ciclo.json': '{' })).toEqual(['not-json ciclo.json']);
  expect(
    await found({
      'ciclo.json': '{',
      'journeys/hello.json': text('journeys/hello.json').replace('"message": "hello"', '"message": "helo"'),
      'rules/reader.json': text('rules/reader.json').replace('"new"', '"nwe"'),
    }),
  ).toEqual([
    'not-json ciclo.json',
    'unknown-message journeys/hello.json',
    'unknown-segment rules/reader.json',
  ]);
});

test('a ciclo.json that is no JSON makes no problem of locales and currencies', async () => {
  expect(
    await found({
      'ciclo.json': '{',
      [definition]: text(definition).replace('"en": "Hello"', '"es": "Hola"'),
      [body]: undefined,
      'messages/hello/body.es.mjml': withoutLink,
      'offers/dinar.json':
        '{ "key": "dinar", "name": "D", "kind": "amount", "value": 1.125, "code": { "shared": "DINAR" } }',
    }),
  ).toEqual([
    'not-json ciclo.json',
    'no-unsubscribe messages/hello/body.es.mjml',
    'order-for-nothing offers/dinar.json',
  ]);
});

test('a body with mistakes hides no mistake of the bodies in other languages', async () => {
  expect(
    await found({
      [definition]: text(definition).replace('"en": "Hello"', '"en": "Hello", "es": "Hola"'),
      [body]: unclosed,
      'messages/hello/body.es.mjml': withoutLink,
    }),
  ).toEqual(['no-unsubscribe messages/hello/body.es.mjml', 'unclosed-element messages/hello/body.mjml']);
});

test('a broken object hides no reference of another to something that is not there', async () => {
  const object = (key: string, to: string): string =>
    JSON.stringify({
      key,
      name: key === 'one' ? 'One' : 'Two',
      title: 'name',
      fields: { name: { type: 'text', personal: false }, of: { type: 'reference', to } },
    });
  expect(
    await found({
      'objects/broken.json': '{',
      'objects/one.json': object('one', 'nothing'),
      'objects/two.json': object('two', 'broken'),
    }),
  ).toEqual(['not-json objects/broken.json', 'unknown-object objects/one.json']);
});
