/** The test of a new plugin: the conformance kit, and one of its own. */
export const testText = (input: {
  id: string;
  variable: string;
  token: string;
}): string => `import { conformance } from 'ciclo/plugin/testing';
import { expect, test } from 'vitest';

import { startFake } from './fake.ts';
import plugin from './${input.id}.ts';

conformance({
  plugin,
  secrets: { ${input.variable}: '${input.token}' },
  config: (url) => ({ ...(url === '' ? {} : { url }), token: { env: '${input.variable}' } }),
  provider: {
    start: startFake,
    plays: [
      'ok',
      'throttled-seconds',
      'throttled-date',
      'throttled',
      'server-error',
      'unavailable',
      'unauthorized',
      'refused',
      'lost',
      'hang',
      'huge',
      'garbage',
    ],
  },
  actions: {
    upsertContact: {
      input: { email: 'ana@example.com', name: 'Ana' },
      junk: [{ email: 'no address' }, {}, { email: 'ana@example.com', surprise: true }],
    },
  },
});

test('speaks to the provider alone by default', () => {
  expect(plugin.ownHosts).toEqual(['api.example.com']);
});
`;
