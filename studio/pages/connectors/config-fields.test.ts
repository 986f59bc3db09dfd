import { expect, it } from 'vitest';

import { configFields, configOf, isReadable } from './config-fields.ts';

const schema = {
  type: 'object',
  required: ['token', 'secrets', 'url'],
  properties: {
    url: { type: 'string', default: 'https://api.example' },
    region: { enum: ['eu', 'us'], type: 'string' },
    token: { type: 'object', properties: { env: { type: 'string' } }, required: ['env'] },
    secrets: {
      anyOf: [
        { type: 'object', properties: { env: { type: 'string' } } },
        { type: 'array', items: { type: 'object', properties: { env: { type: 'string' } } } },
      ],
    },
    rate: { type: 'object', properties: { messages: { type: 'number' } } },
    retries: { type: 'integer' },
    quiet: { type: 'boolean' },
  },
};

it('the fields of a config are those of its schema, those that are required first', () => {
  expect(configFields(schema).map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
    ['token', 'secret', true],
    ['secrets', 'secret', true],
    ['url', 'text', false],
    ['region', 'choice', false],
    ['rate', 'json', false],
    ['retries', 'number', false],
    ['quiet', 'yes-no', false],
  ]);
});

it('what is written into the fields is the config, secrets as the names of variables; what is empty is left out', () => {
  const fields = configFields(schema);
  const texts = new Map([
    ['token', 'CICLO_PLUGIN_TOKEN'],
    ['region', 'eu'],
    ['rate', '{ "messages": 5 }'],
    ['retries', '3'],
    ['quiet', 'true'],
    ['url', ' '],
  ]);
  expect(configOf(fields, texts)).toEqual({
    token: { env: 'CICLO_PLUGIN_TOKEN' },
    region: 'eu',
    rate: { messages: 5 },
    retries: 3,
    quiet: true,
  });
  const rate = fields.find(({ name }) => name === 'rate');
  expect(rate !== undefined && isReadable(rate, '{ "messages": ')).toBe(false);
});

it('a schema that is none has no fields', () => {
  expect(configFields('nothing')).toEqual([]);
});
