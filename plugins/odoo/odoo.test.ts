import { describe, expect, test } from 'vitest';
import { askSync, conformance, lookOnce, scenarios } from '../testing.ts';
import { faultOf } from './call.ts';
import { createOdooFake, sold } from './fake.ts';
import { odooPlugin } from './odoo.ts';

const key = 'canary-odoo-api-key';
const secrets = { KEY: key };
const config = (more: object) => (url: string) => ({
  url: `${url}/`,
  database: 'shop',
  apiKey: { env: 'KEY' },
  pageSize: 2,
  ...more,
});

describe.each([
  ['JSON-2', {}],
  ['JSON-RPC', { api: 'json-rpc', user: 'api@shop.example' }],
])('by %s', (_name, more) => {
  conformance({
    plugin: odooPlugin,
    secrets,
    config: config(more),
    syncs: {
      'res.partner': {
        start: () => createOdooFake(key),
        plays: scenarios,
        key: 'email',
        text: 'city',
        needs: { name: 'X' },
        isUnique: false,
        wrong: { name: null },
      },
    },
    polls: {
      products: {
        plays: scenarios,
        config: config({ products: { currency: 'EUR' } }),
        many: 5,
        tellsAll: true,
        start: async () => {
          const fake = await createOdooFake(key);
          return {
            ...fake,
            add: (name) => {
              fake.sells.push(...sold.slice(0, 1).map((one) => ({ ...one, id: Number(name) })));
            },
            change: undefined,
          };
        },
      },
    },
  });
});

describe('Odoo', () => {
  const started = async (more: object = {}) => {
    const fake = await createOdooFake(key);
    const ask = askSync({
      plugin: odooPlugin,
      secrets,
      config: () => config(more)(fake.url),
      object: 'res.partner',
    });
    return { fake, ask };
  };

  test('false is no value, except where yes and no are; what is linked has an id and a name', async () => {
    const { fake, ask } = await started();
    const id = fake.add({ name: 'Ana', country_id: 68 });
    const fields = ['name', 'city', 'active', 'country_id', 'country_id.name'];
    expect(await ask.read({ op: 'read', ids: [id, 'x', '0'], fields })).toMatchObject({
      rows: [
        {
          fields: { name: 'Ana', city: null, active: true, country_id: 68, 'country_id.name': 'Country 68' },
        },
      ],
    });
    await ask.write({ op: 'update', rows: [{ id, fields: { category_id: [3, 4], country_id: '69' } }] });
    expect(fake.kept.get(id)?.fields).toMatchObject({ category_id: [[6, 0, [3, 4]]], country_id: 69 });
    await fake.close();
  });

  test('who is removed is archived, and comes as deleted; deleted where that is set', async () => {
    const { fake, ask } = await started();
    const id = fake.add({ name: 'Ana', email: 'ana@example.com' });
    await ask.write({ op: 'remove', ids: [id] });
    expect(fake.kept.get(id)).toMatchObject({ isDeleted: false, fields: { active: false } });
    expect(await ask.changed(undefined, ['email'])).toMatchObject({ rows: [{ id, deleted: true }] });
    await fake.close();
    const other = await started({ remove: 'delete' });
    const gone = other.fake.add({ name: 'Ben' });
    await other.ask.write({ op: 'remove', ids: [gone] });
    expect(other.fake.kept.get(gone)?.isDeleted).toBe(true);
    await other.fake.close();
  });

  test('a field that the model does not have is refused by name of the model, and a key that is wrong delays', async () => {
    const { fake, ask } = await started();
    expect(await ask.changed(undefined, ['emial'])).toMatchObject({ kind: 'failed', code: 'invalid-field' });
    await fake.close();
    const other = await createOdooFake('another key');
    const wrong = askSync({
      plugin: odooPlugin,
      secrets,
      config: () => config({ api: 'json-rpc', user: 'x' })(other.url),
      object: 'res.partner',
    });
    expect(await wrong.changed(undefined, ['email'])).toMatchObject({
      code: 'auth-failed',
      isRefused: false,
    });
    await other.close();
  });

  test.each([
    ['psycopg2.errors.SerializationFailure', 'retry', 'busy'],
    ['odoo.exceptions.AccessDenied', 'retry', 'auth-failed'],
    ['odoo.exceptions.AccessError', 'rejected', 'forbidden'],
    ['odoo.exceptions.ValidationError', 'rejected', 'invalid'],
  ])('%s is %s', (name, kind, code) => {
    expect(faultOf({ name, message: 'ana@example.com is wrong' })).toMatchObject({ kind, code });
    expect(faultOf({ name, message: 'ana@example.com is wrong' }).message).not.toContain('@');
  });

  test('products come into the catalog with price and stock, page by page; what is no goods has no stock', async () => {
    const fake = await createOdooFake(key);
    const look = (cursor: { after: number } | undefined) =>
      lookOnce({
        plugin: odooPlugin,
        secrets,
        config: config({ products: { currency: 'EUR' } })(fake.url),
        poll: 'products',
        cursor,
      });
    expect(await look(undefined)).toMatchObject({
      products: [
        {
          product: {
            id: '11',
            title: 'Shirt',
            sku: 'S-1',
            price: { minor: 1990, currency: 'EUR' },
            stock: 3,
          },
        },
        { product: { id: '12', title: 'Repair', price: { minor: 2500, currency: 'EUR' }, stock: null } },
      ],
      more: true,
      cursor: { after: 12 },
    });
    expect(await look({ after: 12 })).toMatchObject({
      products: [{ product: { id: '13', stock: 0, removed: true } }],
      more: false,
      cursor: {},
    });
    await fake.close();
  });
});
