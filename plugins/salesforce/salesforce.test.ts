import { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askSync, conformance, scenarios, testToken } from '../testing.ts';
import { createSalesforceFake } from './fake.ts';
import { salesforcePlugin } from './salesforce.ts';

const config = (url: string) => ({ url, clientId: 'key', clientSecret: { env: 'SECRET' } });
const secrets = { SECRET: 'canary-consumer-secret' };

conformance({
  plugin: salesforcePlugin,
  secrets,
  config,
  syncs: {
    Contact: {
      start: () => createSalesforceFake(testToken),
      plays: scenarios,
      key: 'Email',
      text: 'MailingCity',
      needs: { LastName: 'X' },
      isUnique: true,
      tellsDeleted: 0,
      wrong: { Nothing__c: 'x' },
    },
  },
});

describe('Salesforce', () => {
  let fake: Awaited<ReturnType<typeof createSalesforceFake>>;
  beforeEach(async () => {
    fake = await createSalesforceFake(testToken);
  });
  afterEach(() => fake.close());

  const ask = askSync({
    plugin: salesforcePlugin,
    secrets,
    config: () => config(fake.url),
    object: 'Contact',
  });
  const client = () => new Connection({ instanceUrl: fake.url, accessToken: testToken, version: '62.0' });

  test('jsforce 3.10.16 makes, finds, changes and deletes at the fake', async () => {
    const contacts = client().sobject('Contact');
    const made = await contacts.create([
      { LastName: 'Ruiz', Email: 'ana@example.com' },
      { LastName: 'Gil', Email: 'ana@example.com' },
    ]);
    expect(made).toMatchObject([{ success: true }, { errors: [{ statusCode: 'DUPLICATES_DETECTED' }] }]);
    const id = made[0]?.id ?? '';
    expect(await contacts.update([{ Id: id, MailingCity: 'Rota' }])).toMatchObject([{ id, success: true }]);
    const found = await client().query(
      "SELECT Id, MailingCity FROM Contact WHERE Email IN ('ana@example.com')",
    );
    expect(found).toMatchObject({ totalSize: 1, done: true, records: [{ Id: id, MailingCity: 'Rota' }] });
    expect(await contacts.destroy([id])).toMatchObject([{ id, success: true }]);
    await expect(client().query('SELECT Nothing')).rejects.toThrow('unexpected token');
  });

  test('of the same rows the connector sends what jsforce sends', async () => {
    const fields = { LastName: 'Ruiz', Email: 'ana@example.com' };
    const contacts = client().sobject('Contact');
    const [made] = await contacts.create([fields], { allowRecursive: true });
    await contacts.update([{ Id: made?.id ?? '', MailingCity: 'Rota' }]);
    await contacts.destroy([made?.id ?? '']);
    const ofSdk = fake.requests.splice(0);
    await ask.write({ op: 'create', rows: [{ fields }] });
    await ask.write({ op: 'update', rows: [{ id: made?.id ?? '', fields: { MailingCity: 'Rota' } }] });
    await ask.write({ op: 'remove', ids: [made?.id ?? ''] });
    expect(fake.requests.map(({ path }) => path)).toEqual(ofSdk.map(({ path }) => path));
    expect(fake.requests[0]).toEqual(ofSdk[0]);
  });

  test('a contact that was merged into another is told of as that one, and not as deleted', async () => {
    const [into = '', from = ''] = ['ana', 'anna'].map((name) =>
      fake.add({ LastName: 'Ruiz', Email: `${name}@example.com` }),
    );
    fake.merge(into, from);
    const page = await ask.changed(undefined, ['Email']);
    if (page.kind !== 'done') throw new Error(JSON.stringify(page));
    expect(page.rows.filter(({ deleted }) => deleted === true)).toEqual([]);
    expect(page.rows.at(-1)).toMatchObject({
      id: into,
      mergedFrom: [from],
      fields: { Email: 'ana@example.com' },
    });
  });

  test.each([["Email FROM Contact WHERE Id != ''"], ['Email, Secret__c'], ["Email') OR Id != ('"]])(
    'a field that is no name is refused and asked of nobody: %s',
    async (field) => {
      expect(await ask.changed(undefined, [field])).toMatchObject({ kind: 'failed', code: 'invalid-field' });
      const find = { op: 'find', field, values: ['x'], fields: [] } as const;
      expect(await ask.read(find)).toMatchObject({ code: 'invalid-field' });
      expect(fake.requests).toEqual([]);
    },
  );

  test('a value is one text in SOQL, whatever stands in it', async () => {
    fake.add({ LastName: 'Ruiz', Email: 'ana@example.com' });
    const values = ["x') OR Email != ('", "\\') OR Id != ('", "'"];
    expect(await ask.read({ op: 'find', field: 'Email', values, fields: ['Email'] })).toMatchObject({
      rows: [],
    });
  });

  test('when the calls of a day are used up it is tried again later', async () => {
    const { failed } = await import('./answers.ts');
    const json = [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }];
    const answer = { status: 403, headers: {}, bytes: new Uint8Array(), text: '', json };
    const ctx = { failure: () => ({ kind: 'rejected', code: 'forbidden', message: '' }) as const };
    expect(failed(ctx, answer)).toMatchObject({ kind: 'retry', code: 'rate-limited', afterMs: 900_000 });
  });
});
