import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { json, rowsOf, type Shop, startShop, textOf } from '../shop-for-tests.ts';

let shop: Shop;

const record = async (kind: string, data: unknown): Promise<string> =>
  textOf((await json(shop.call('POST', `/api/records/${kind}`, { data })))['id']);
const search = async (query: string, key?: string) =>
  rowsOf(
    await json(shop.call('GET', `/api/search?${query}`, undefined, key === undefined ? {} : { key })),
    'results',
  );
const titles = async (query: string, key?: string) =>
  (await search(query, key)).map((one) => textOf(one['title']));

beforeAll(async () => {
  shop = await startShop();
  const traits = { firstName: 'Ana', lastName: 'Pérez', company: 'Tiles and Sons', email: 'ana@example.com' };
  await shop.identify('ana', traits);
  await shop.identify('ben', { firstName: 'Ben', lastName: 'Anand' });
  await record('account', { name: 'Tiles and Sons' });
  await record('deal', { name: 'Roof for Ana' });
  const gone = await record('deal', { name: 'Roof for Gus' });
  await shop.call('DELETE', `/api/records/deal/${gone}`);
});
afterAll(() => shop.close());

describe('the search', () => {
  it('finds people and records by the beginnings of words, whole words of titles first', async () => {
    expect((await titles('q=ana')).toSorted()).toEqual(['Ana Pérez', 'Ben Anand', 'Roof for Ana']);
    expect((await titles('q=ana')).at(-1)).toBe('Ben Anand');
    expect(await titles('q=PEREZ')).toEqual(['Ana Pérez']);
    expect((await titles('q=tiles%20so')).toSorted()).toEqual(['Ana Pérez', 'Tiles and Sons']);
  });

  it('finds a person by an address and by their user id', async () => {
    expect(await titles('q=ana@example.com')).toEqual(['Ana Pérez']);
    expect(await titles('q=ben')).toEqual(['Ben Anand']);
  });

  it('leaves deleted records out, and forgets what a record and a person no longer are', async () => {
    expect(await titles('q=gus')).toEqual([]);
    await shop.identify('ben', { lastName: 'Ortiz' });
    expect(await titles('q=anand')).toEqual([]);
    expect(await titles('q=ortiz')).toEqual(['Ben Ortiz']);
  });

  it('looks among the kinds that are asked for, and names the nearest of one that is not there', async () => {
    expect(await titles('q=ana&kinds=deal')).toEqual(['Roof for Ana']);
    expect(await titles('q=ana&kinds=person')).toContain('Ana Pérez');
    const wrong = await shop.call('GET', '/api/search?q=ana&kinds=deals');
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('`deal`');
  });

  it('shows no person and no personal word to a key without personal-data', async () => {
    const made = await json(
      shop.call('POST', '/api/keys', { name: 'sales', kind: 'server', scopes: ['read', 'records:read'] }),
    );
    const key = textOf(made['key']);
    expect(await titles('q=tiles', key)).toEqual(['Tiles and Sons']);
    expect(await titles('q=perez', key)).toEqual([]);
  });

  it('finds nobody who was erased', async () => {
    await shop.call('DELETE', `/api/profiles/${await shop.profileId('ana')}`);
    expect(await titles('q=perez')).toEqual([]);
  });
});
