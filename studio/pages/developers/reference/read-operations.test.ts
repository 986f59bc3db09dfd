import { expect, it } from 'vitest';

import { addressOf, curlOf, exampleOf, readOperations } from './read-operations.ts';

const document = {
  paths: {
    '/api/things/{id}': {
      get: {
        tags: ['Things'],
        summary: 'One thing',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'full', in: 'query' },
        ],
        responses: { 200: { description: 'The thing.' } },
      },
      put: {
        summary: 'Change it',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['name', 'kind', 'parts'],
        properties: {
          name: { type: 'string', example: 'Lamp' },
          kind: { enum: ['a', 'b'] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } },
          note: { type: 'string' },
        },
      },
      Part: { type: 'object', required: ['count'], properties: { count: { type: 'integer' } } },
    },
  },
};

it('calls are read with their parameters, body and answers', () => {
  const [get, put] = readOperations(document);
  expect(get).toMatchObject({
    id: 'GET /api/things/{id}',
    tag: 'Things',
    answers: [{ status: '200', description: 'The thing.' }],
  });
  expect(exampleOf(put?.body, put?.body ?? {})).toEqual({ name: 'Lamp', kind: 'a', parts: [{ count: 1 }] });
  expect(() => readOperations({})).toThrow();
});

it('an address has its parameters, and a command for a terminal quotes what it is given', () => {
  const [get] = readOperations(document);
  if (get === undefined) throw new Error('no call');
  const values = new Map([
    ['id', 'a/b'],
    ['full', 'yes & no'],
  ]);
  expect(addressOf(get, values)).toBe('/api/things/a%2Fb?full=yes+%26+no');
  expect(addressOf(get, new Map())).toBe('/api/things/{id}');
  const curl = curlOf({ origin: 'http://x', method: 'PUT', address: '/a', body: `{"a":"it's"}` });
  expect(curl).toContain(String.raw`-d '{"a":"it'\''s"}'`);
});
