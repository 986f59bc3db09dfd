import { describe, expect, test } from 'vitest';
import { askSync, conformance, scenarios } from '../testing.ts';
import { espocrmPlugin } from './espocrm.ts';
import { createEspoFake } from './fake.ts';

const key = 'canary-espo-api-key';

conformance({
  plugin: espocrmPlugin,
  secrets: { KEY: key },
  config: (url) => ({ url: `${url}/`, apiKey: { env: 'KEY' } }),
  syncs: {
    Contact: {
      start: () => createEspoFake(key),
      plays: scenarios,
      key: 'emailAddress',
      text: 'addressCity',
      needs: { lastName: 'X' },
      isUnique: true,
      wrong: { lastName: null },
    },
  },
});

describe('EspoCRM', () => {
  test('a duplicate is named, and is made all the same where EspoCRM is not to look', async () => {
    const fake = await createEspoFake(key);
    const id = fake.add({ emailAddress: 'ana@example.com', lastName: 'Ruiz' });
    const asking = (more: object) =>
      askSync({
        plugin: espocrmPlugin,
        secrets: { KEY: key },
        config: () => ({ url: fake.url, apiKey: { env: 'KEY' }, ...more }),
        object: 'Contact',
      });
    const rows = [{ fields: { emailAddress: 'ana@example.com', lastName: 'Ruiz' } }];
    expect(await asking({}).write({ op: 'create', rows })).toMatchObject({
      results: [{ kind: 'taken', id }],
    });
    expect(await asking({ checkDuplicates: false }).write({ op: 'create', rows })).toMatchObject({
      results: [{ kind: 'done' }],
    });
    await fake.close();
  });
});
