import { Client } from '@hubspot/api-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askSync, conformance, scenarios, testNow, testToken } from '../testing.ts';
import { createHubspotFake } from './fake.ts';
import { hubspotPlugin } from './hubspot.ts';

/** HubSpot, and somebody who works in it. */
const started = async (token: string) => {
  const clock = { at: testNow };
  const fake = await createHubspotFake({ token, clock, page: 2 });
  const texts = (fields: object) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  return {
    ...fake,
    add: (fields: object) => fake.add(texts(fields)),
    change: (id: string, fields: object): void => {
      fake.change(id, texts(fields));
    },
    remove: (id: string): void => {
      const known = fake.kept.get(id);
      if (known !== undefined) known.archived = true;
    },
    all: () =>
      [...fake.kept.values()]
        .filter(({ archived }) => !archived)
        .map(({ id, properties }) => ({ id, fields: properties })),
    pass: (ms: number): void => {
      clock.at += ms;
    },
  };
};

const contacts = (token: string) => ({
  start: () => started(token),
  plays: scenarios,
  key: 'email',
  text: 'city',
  isUnique: true,
  tellsDeleted: 3_600_000,
  wrong: { refuse: 'x' },
});

conformance({
  plugin: hubspotPlugin,
  secrets: { TOKEN: 'pat-canary-hubspot-token' },
  config: (url) => ({ ...(url === '' ? {} : { url }), token: { env: 'TOKEN' } }),
  syncs: { contacts: contacts('pat-canary-hubspot-token') },
});

describe('as a public app', () => {
  conformance({
    plugin: hubspotPlugin,
    secrets: { CLIENT: 'canary-client-secret-of-hubspot' },
    config: (url) => ({
      ...(url === '' ? {} : { url }),
      oauth: { clientId: 'client', clientSecret: { env: 'CLIENT' } },
    }),
    syncs: { contacts: contacts(testToken) },
  });
});

describe('HubSpot', () => {
  let fake: Awaited<ReturnType<typeof createHubspotFake>>;
  beforeEach(async () => {
    fake = await createHubspotFake({ token: 'pat-1', page: 2 });
  });
  afterEach(() => fake.close());

  const ask = askSync({
    plugin: hubspotPlugin,
    secrets: { TOKEN: 'pat-1' },
    config: () => ({ url: fake.url, token: { env: 'TOKEN' } }),
    object: 'contacts',
  });
  const client = () => new Client({ accessToken: 'pat-1', basePath: fake.url, numberOfApiCallRetries: 0 });

  test('@hubspot/api-client 13.5.0 makes, reads, finds, changes and archives at the fake', async () => {
    const { crm } = client();
    const made = await crm.contacts.basicApi.create({
      properties: { email: 'ana@example.com', city: 'Cadiz' },
    });
    expect(made.properties['email']).toBe('ana@example.com');
    const both = await crm.contacts.batchApi.create({
      inputs: [
        { properties: { email: 'ben@example.com' }, objectWriteTraceId: '0' },
        { properties: { email: 'eva@example.com' }, objectWriteTraceId: '1' },
      ],
    });
    expect(both.results.map(({ objectWriteTraceId }) => objectWriteTraceId)).toEqual(['1', '0']);
    const read = await crm.contacts.batchApi.read({
      inputs: [{ id: 'ben@example.com' }],
      idProperty: 'email',
      properties: ['email'],
      propertiesWithHistory: [],
    });
    expect(read.results).toHaveLength(1);
    const page = await crm.contacts.basicApi.getPage(2, undefined, ['email']);
    expect([page.results.length, page.paging?.next?.after]).toEqual([2, page.results[1]?.id]);
    await crm.contacts.batchApi.update({ inputs: [{ id: made.id, properties: { city: 'Jerez' } }] });
    await crm.contacts.batchApi.archive({ inputs: [{ id: made.id }] });
    const gone = await crm.contacts.basicApi.getPage(2, undefined, ['city'], undefined, undefined, true);
    expect(gone.results.map(({ properties }) => properties['city'])).toEqual(['Jerez']);
  });

  test('of the same rows the connector sends what the SDK sends', async () => {
    const inputs = [{ properties: { email: 'ana@example.com', city: '' }, objectWriteTraceId: '0' }];
    await client().crm.contacts.batchApi.create({ inputs });
    fake.kept.clear();
    await ask.write({ op: 'create', rows: [{ fields: { email: 'ana@example.com', city: null } }] });
    const [ofSdk, ours] = fake.requests.filter(({ path }) => path.endsWith('/batch/create'));
    expect(ours).toEqual(ofSdk);
  });

  test('a group with one wrong row: the others are written, and each is told what came of it', async () => {
    const other = fake.add({ email: 'ben@example.com' });
    const rows = [
      { fields: { email: 'ana@example.com', city: 'Cadiz' } },
      { fields: { email: 'ben@example.com' } },
      { fields: { email: 'eva@example.com', refuse: 'x' } },
    ];
    const written = await ask.write({ op: 'create', rows });
    expect(written).toMatchObject({
      kind: 'done',
      results: [{ kind: 'done' }, { kind: 'taken', id: other }, { kind: 'rejected', code: 'invalid' }],
    });
  });

  test('rows that are answered in another order are told apart; one that is gone is said to be', async () => {
    const made = await ask.write({
      op: 'create',
      rows: [{ fields: { email: 'ana@example.com' } }, { fields: { email: 'ben@example.com' } }],
    });
    if (made.kind !== 'done') throw new Error('not made');
    const emails = made.results.map((one) =>
      one.kind === 'done' ? fake.kept.get(one.id)?.properties['email'] : '',
    );
    expect(emails).toEqual(['ana@example.com', 'ben@example.com']);
    const id = fake.add({ email: 'eva@example.com' });
    const rows = [
      { id: '999', fields: { city: 'x' } },
      { id, fields: { city: 'y' } },
    ];
    expect(await ask.write({ op: 'update', rows })).toMatchObject({
      results: [{ kind: 'gone' }, { kind: 'done', row: { fields: { city: 'y' } } }],
    });
  });

  test('a person who was erased is archived, or deleted for good where that is set', async () => {
    const id = fake.add({ email: 'ana@example.com' });
    expect(await ask.write({ op: 'remove', ids: [id] })).toMatchObject({ results: [{ kind: 'done', id }] });
    expect(fake.kept.get(id)?.archived).toBe(true);
    const forGood = askSync({
      plugin: hubspotPlugin,
      secrets: { TOKEN: 'pat-1' },
      config: () => ({ url: fake.url, token: { env: 'TOKEN' }, erase: 'gdpr' }),
      object: 'contacts',
    });
    await forGood.write({ op: 'remove', ids: [id] });
    expect(fake.kept.has(id)).toBe(false);
  });
});
