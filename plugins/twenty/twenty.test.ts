import { describe, expect, test } from 'vitest';
import { askSync, conformance, scenarios } from '../testing.ts';
import { createTwentyFake } from './fake.ts';
import { twentyPlugin } from './twenty.ts';

const key = 'canary-twenty-api-key';

conformance({
  plugin: twentyPlugin,
  secrets: { KEY: key },
  config: (url) => ({ ...(url === '' ? {} : { url }), apiKey: { env: 'KEY' } }),
  syncs: {
    people: {
      start: () => createTwentyFake(key),
      plays: scenarios,
      key: 'emails.primaryEmail',
      text: 'name.lastName',
      isUnique: true,
      tellsDeleted: 0,
      wrong: { nothing: 1 },
    },
  },
});

describe('Twenty', () => {
  test('a value that its filters cannot hold is asked of nobody, and leads to no other record', async () => {
    const fake = await createTwentyFake(key);
    fake.add({ 'emails.primaryEmail': 'ana@example.com' });
    const ask = askSync({
      plugin: twentyPlugin,
      secrets: { KEY: key },
      config: () => ({ url: fake.url, apiKey: { env: 'KEY' } }),
      object: 'people',
    });
    const values = ['x","ana@example.com', '"a,b"@example.com'];
    const fields = ['emails.primaryEmail'];
    expect(await ask.read({ op: 'find', field: 'emails.primaryEmail', values, fields })).toEqual({
      kind: 'done',
      rows: [],
    });
    await fake.close();
  });

  test('a record that is removed goes into the trash, or is destroyed where that is set', async () => {
    const fake = await createTwentyFake(key);
    const ids = ['ana', 'ben'].map((name) => fake.add({ 'emails.primaryEmail': `${name}@example.com` }));
    for (const [index, remove] of ['trash', 'destroy'].entries()) {
      const ask = askSync({
        plugin: twentyPlugin,
        secrets: { KEY: key },
        config: () => ({ url: fake.url, apiKey: { env: 'KEY' }, remove }),
        object: 'people',
      });
      await ask.write({ op: 'remove', ids: [ids[index] ?? ''] });
    }
    expect(ids.map((id) => fake.kept.get(id)?.isDeleted)).toEqual([true, undefined]);
    await fake.close();
  });
});
