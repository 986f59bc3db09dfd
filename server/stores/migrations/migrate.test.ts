import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openServerStore } from '../../../test/store/open-store.ts';
import { noon, sampleProfile } from '../../../test/store/samples.ts';

describe('what an earlier version stored', () => {
  let store: Awaited<ReturnType<typeof openServerStore>>;
  beforeAll(async () => {
    store = await openServerStore();
  });
  afterAll(() => store.close());

  it('identities in profiles become documents of their own, once, whichever process starts', async () => {
    const { tenant, connection } = store;
    const profiles = connection.collection<{ _id: string; keys?: string[] }>('profiles');
    await profiles.createIndex({ keys: 1 }, { name: 'keys', unique: true, sparse: true });
    await profiles.createIndex({ referralCode: 1, tenant: 1 }, { name: 'referral', unique: true });
    for (let n = 0; n < 3; n += 1) {
      const ids = [`user:${n}`, `email:${n}@shop.test`];
      const former = { ...sampleProfile({ tenant, id: `p-${n}`, ids }), rev: 4 };
      await profiles.insertOne({
        ...former,
        _id: `${tenant}:p-${n}`,
        keys: ids.map((id) => `${tenant}:${id}`),
      });
    }
    await Promise.all([store.ensureIndexes(), store.ensureIndexes()]);
    await store.ensureIndexes();
    const found = await store.stores.profiles.withIds({ tenant, ids: ['user:0', 'email:2@shop.test'] });
    expect(found.map(({ id, rev }) => [id, rev])).toEqual([
      ['p-0', 4],
      ['p-2', 4],
    ]);
    expect(await profiles.countDocuments({ keys: { $exists: true } })).toBe(0);
    const indexes = (await profiles.indexes()).map(({ name }) => name);
    expect(indexes).not.toContain('keys');
    expect(indexes).not.toContain('referral');
    const thief = sampleProfile({ tenant, id: 'thief', ids: ['user:1'] });
    expect(await store.stores.profiles.insert(thief)).toBe('conflict');
  });

  it('people of an earlier version are found by the search, and those merged away are not', async () => {
    const { tenant, connection } = store;
    const profiles = connection.collection<{ _id: string; mergedInto?: string }>('profiles');
    const indexes = (await profiles.indexes()).map(({ name }) => name);
    if (indexes.includes('found')) await profiles.dropIndex('found');
    const former = { ...sampleProfile({ tenant, id: 'old', ids: ['email:Old@shop.test'] }), rev: 2 };
    const traits = { firstName: 'Ágata' };
    const old = { ...former, traits };
    await profiles.insertOne({ ...old, _id: `${tenant}:old` });
    const away = { ...old, id: 'away' };
    await profiles.insertOne({ ...away, mergedInto: 'old', _id: `${tenant}:away` });
    await Promise.all([store.ensureIndexes(), store.ensureIndexes()]);
    const found = await store.stores.profiles.found({ tenant, begins: [['agat']], limit: 5 });
    expect(found.map(({ id }) => id)).toEqual(['old']);
    expect(await store.stores.profiles.get({ tenant, profileId: 'old' })).toMatchObject({ rev: 2 });
  });

  it('numbers and codes of coupons become documents of their own, and the budget stays spent', async () => {
    const { tenant, connection } = store;
    const coupons = connection.collection<{ _id: string }>('coupons');
    await coupons.createIndex({ tenant: 1, offer: 1, serial: 1 }, { name: 'serial', unique: true });
    await coupons.createIndex({ tenant: 1, codeKey: 1, share: 1 }, { name: 'code', unique: true });
    const former = {
      tenant,
      offer: 'ten',
      profileId: 'p-1',
      issueKey: 'k-1',
      issuedAt: noon,
      worth: 0,
      share: '',
    };
    const numbers = { serial: 1, personSerial: 1, code: 'Ten-1', codeKey: 'TEN-1' };
    await coupons.insertOne({ ...former, ...numbers, _id: `${tenant}:k-1` });
    await Promise.all([store.ensureIndexes(), store.ensureIndexes()]);
    const issue = (issueKey: string, profileId: string, codes: readonly string[]) =>
      store.stores.offers.issue({
        coupon: { tenant, offer: 'ten', profileId, issueKey, issuedAt: noon },
        codes,
        shared: false,
        total: 2,
        perPerson: 1,
        worth: undefined,
        totalValue: undefined,
      });
    expect(await issue('k-1', 'p-1', ['X'])).toMatchObject({ kind: 'issued', coupon: { code: 'Ten-1' } });
    expect(await issue('k-2', 'p-1', ['X'])).toMatchObject({ reason: 'per-person-limit' });
    expect(await issue('k-3', 'p-3', ['TEN-1'])).toMatchObject({ reason: 'no-code-free' });
    expect(await issue('k-4', 'p-4', ['X'])).toMatchObject({ kind: 'issued' });
    expect(await issue('k-5', 'p-5', ['Y'])).toMatchObject({ reason: 'budget-used-up' });
  });

  it('places of runs become documents of their own, and stay taken', async () => {
    const { tenant, connection } = store;
    const runs = connection.collection<{ _id: string; places: string[] }>('entryPlaces');
    await runs.createIndex({ places: 1 }, { name: 'places', unique: true });
    await runs.insertOne({ _id: `${tenant}:r-1`, places: [`${tenant}:j:total#000000001`] });
    await store.ensureIndexes();
    const take = (run: string) =>
      store.stores.places.take({
        tenant,
        journey: 'j',
        run,
        windows: [{ kind: 'total', window: 'total', max: 1 }],
      });
    expect(await take('r-1')).toEqual({ kind: 'taken' });
    expect(await take('r-2')).toEqual({ kind: 'full', cap: 'total' });
  });

  it('raw requests that were read lose what they say, and what is over is forgotten after its time from now on', async () => {
    const { tenant, connection } = store;
    const deliveries = connection.collection<mongo.Document & { _id: string }>('deliveries');
    await deliveries.dropIndex('retention');
    await deliveries.createIndex({ became: 1 }, { name: 'became', sparse: true });
    const request = {
      method: 'POST',
      path: '/',
      query: {},
      headers: { from: 'Ana' },
      rawBody: new mongo.Binary(Buffer.from('ana@old.test')),
    };
    for (const state of ['done', 'dead', 'pending']) {
      await deliveries.insertOne({ _id: `${tenant}:${state}`, id: state, tenant, state, request });
    }
    const tasks = connection.collection<mongo.Document & { _id: string }>('tasks');
    for (const state of ['done', 'open']) await tasks.insertOne({ _id: `${tenant}:${state}`, tenant, state });
    await Promise.all([store.ensureIndexes(), store.ensureIndexes()]);
    const [done, dead, pending] = await Promise.all(
      ['done', 'dead', 'pending'].map((state) => deliveries.findOne({ _id: `${tenant}:${state}` })),
    );
    expect(done).toMatchObject({ overAt: expect.any(Date), request: { headers: {}, path: '/' } });
    expect(JSON.stringify(done)).not.toContain(Buffer.from('ana@old.test').toString('base64'));
    expect(dead).toMatchObject({
      overAt: expect.any(Date),
      stuck: `${tenant}:dead`,
      request: { headers: { from: 'Ana' } },
    });
    expect(pending).not.toHaveProperty('overAt');
    expect(await tasks.findOne({ _id: `${tenant}:done` })).toHaveProperty('overAt');
    expect(await tasks.findOne({ _id: `${tenant}:open` })).not.toHaveProperty('overAt');
    const indexes = (await deliveries.indexes()).map(({ name }) => name);
    expect(indexes).toContain('retention');
    expect(indexes).not.toContain('became');
  });
});
