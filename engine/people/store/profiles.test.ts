import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleProfile } from '../../../test/store/samples.ts';

describe('the store of profiles', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const at = (id: string) => ({ tenant: store.tenant, profileId: id });
  const make = async (id: string, more: Partial<ReturnType<typeof sampleProfile>> = {}) => {
    const profile = sampleProfile({ tenant: store.tenant, id, ...more });
    expect(await store.stores.profiles.insert(profile)).toBe('inserted');
    return profile;
  };

  it('gives back a profile as it was written, at revision 0', async () => {
    const profile = await make('exact', {
      traits: { $odd: { 'a.b': 1 }, empty: {}, nothing: null },
      recheckAt: noon,
      segments: ['vip'],
    });
    expect(await store.stores.profiles.get(at('exact'))).toEqual({ ...profile, rev: 0 });
    expect(await store.stores.profiles.get({ tenant: 'other', profileId: 'exact' })).toBeUndefined();
  });

  it('lets one of many profiles have an identity, no matter who comes first', async () => {
    const { profiles } = store.stores;
    const told = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        profiles.insert(
          sampleProfile({
            tenant: store.tenant,
            id: `raced-${n}`,
            ids: [`anon:${n}`, 'email:one@shop.test'],
          }),
        ),
      ),
    );
    expect(told.filter((one) => one === 'inserted')).toHaveLength(1);
    expect(await profiles.withIds({ tenant: store.tenant, ids: ['email:one@shop.test'] })).toHaveLength(1);
  });

  it('lets the same identity be of one person in each tenant', async () => {
    const { profiles } = store.stores;
    const ids = ['email:both@shop.test'];
    for (const tenant of ['one', 'two']) {
      expect(await profiles.insert(sampleProfile({ tenant, id: `both-${tenant}`, ids }))).toBe('inserted');
    }
    expect((await profiles.withIds({ tenant: 'two', ids })).map((row) => row.id)).toEqual(['both-two']);
  });

  it('keeps any number of profiles without an identity', async () => {
    await make('bare-1', { ids: [] });
    await make('bare-2', { ids: [] });
    expect((await store.stores.profiles.get(at('bare-2')))?.ids).toEqual([]);
  });

  it('finds the profiles of each of several identities, each once, also when many ask at once', async () => {
    const { profiles } = store.stores;
    const { tenant } = store;
    await make('ids-1', { ids: ['user:1', 'anon:1'] });
    await make('ids-2', { ids: ['user:2'] });
    const wanted = [['user:1', 'anon:1'], ['user:1', 'user:2'], ['user:3'], []];
    const found = await Promise.all(wanted.map((ids) => profiles.withIds({ tenant, ids })));
    expect(found.map((rows) => rows.map((row) => row.id).toSorted())).toEqual([
      ['ids-1'],
      ['ids-1', 'ids-2'],
      [],
      [],
    ]);
  });

  it('lets exactly one of many writers replace a revision, and counts it up', async () => {
    const { profiles } = store.stores;
    const profile = await make('swap');
    const told = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        profiles.replace({ profile: { ...profile, points: n + 1 }, rev: 0 }),
      ),
    );
    const winner = told.indexOf('replaced');
    expect(told.filter((one) => one === 'replaced')).toHaveLength(1);
    expect(await profiles.get(at('swap'))).toMatchObject({ rev: 1, points: winner + 1 });
  });

  it('tells each of many writers of different profiles its own answer', async () => {
    const { profiles } = store.stores;
    const made = await Promise.all(Array.from({ length: 20 }, (_, n) => make(`many-${n}`)));
    const told = await Promise.all(
      made.map((profile, n) => profiles.replace({ profile: { ...profile, points: 7 }, rev: n % 2 })),
    );
    expect(told).toEqual(made.map((_, n) => (n % 2 === 0 ? 'replaced' : 'conflict')));
  });

  it('refuses to give an identity away that another profile has, and takes back what was let go', async () => {
    const { profiles } = store.stores;
    const owner = await make('owner', { ids: ['user:own', 'email:own@shop.test'] });
    const thief = await make('thief', { ids: ['user:thief'] });
    const wanted = { ...thief, ids: ['user:thief', 'email:own@shop.test'] };
    expect(await profiles.replace({ profile: wanted, rev: 0 })).toBe('conflict');
    expect(await profiles.get(at('thief'))).toMatchObject({ rev: 0, ids: ['user:thief'] });
    expect(await profiles.replace({ profile: { ...owner, ids: [], mergedInto: 'thief' }, rev: 0 })).toBe(
      'replaced',
    );
    expect(await profiles.replace({ profile: wanted, rev: 0 })).toBe('replaced');
  });

  it('keeps the identities of a merged profile with the one that stays, at every moment', async () => {
    const { profiles } = store.stores;
    const { tenant } = store;
    const gone = await make('merged-from', { ids: ['user:m1', 'email:m1@shop.test'] });
    await make('merged-to', { ids: ['user:m2'] });
    const merged = { ...gone, ids: [], mergedInto: 'merged-to' };
    expect(await profiles.replace({ profile: merged, rev: 0 })).toBe('replaced');
    const [found] = await profiles.withIds({ tenant, ids: ['email:m1@shop.test', 'user:m2'] });
    expect(found).toMatchObject({ id: 'merged-to', ids: ['user:m2', 'email:m1@shop.test'] });
    const thief = sampleProfile({ tenant, id: 'merged-thief', ids: ['email:m1@shop.test'] });
    expect(await profiles.insert(thief)).toBe('conflict');
    const { rev = 0, ...taker } = found ?? {};
    const taken = { ...gone, ...taker, ids: ['user:m2', 'user:m1', 'email:m1@shop.test'] };
    expect(await profiles.replace({ profile: taken, rev })).toBe('replaced');
  });

  it('gives back what a conflict claimed, so that it stays free', async () => {
    const { profiles } = store.stores;
    const profile = await make('late', { ids: ['user:late'] });
    await make('holder', { ids: ['email:held@shop.test'] });
    const wanted = { ...profile, ids: ['user:late', 'anon:free', 'email:held@shop.test'] };
    expect(await profiles.replace({ profile: wanted, rev: 0 })).toBe('conflict');
    expect(await profiles.replace({ profile: { ...wanted, ids: ['user:late', 'anon:old'] }, rev: 7 })).toBe(
      'conflict',
    );
    await make('other', { ids: ['anon:free', 'anon:old'] });
  });

  it('drops what a replaced profile has no more', async () => {
    const { profiles } = store.stores;
    const { recheckAt: _, ...profile } = await make('dropped', { recheckAt: noon, ids: ['user:dropped'] });
    expect(await profiles.replace({ profile: { ...profile, ids: [] }, rev: 0 })).toBe('replaced');
    const row = await profiles.get(at('dropped'));
    expect(row).not.toHaveProperty('recheckAt');
    expect(await profiles.withIds({ tenant: store.tenant, ids: ['user:dropped'] })).toEqual([]);
    const taker = await make('taker', { ids: [] });
    expect(await profiles.replace({ profile: { ...taker, ids: ['user:dropped'] }, rev: 0 })).toBe('replaced');
  });

  it('books pressure for one of many at a revision, and forgets what is too old to count', async () => {
    const { profiles } = store.stores;
    const old = { id: 'old', at: noon - 10, channel: 'email', topic: 'offers' };
    await make('reserved', { pressure: [old] });
    const press = (id: string) =>
      profiles.reserveCap({
        ...at('reserved'),
        rev: 0,
        pressure: { ...old, id, at: noon },
        keepFrom: noon - 5,
      });
    const told = await Promise.all(Array.from({ length: 10 }, (_, n) => press(`$m-${n}`)));
    expect(told.filter((one) => one === 'reserved')).toHaveLength(1);
    const row = await profiles.get(at('reserved'));
    expect(row?.pressure.map((one) => one.id)).toEqual([`$m-${told.indexOf('reserved')}`]);
    expect(row?.rev).toBe(1);
  });

  it('keeps the newest 2,000 messages of late, however many there are', async () => {
    const { profiles } = store.stores;
    const one = (n: number) => ({ id: `m${n}`, at: noon + n, channel: 'email', topic: 'offers' });
    await make('flooded', { pressure: Array.from({ length: 2000 }, (_, n) => one(n)) });
    const input = { ...at('flooded'), rev: 0, pressure: one(2000), keepFrom: noon };
    expect(await profiles.reserveCap(input)).toBe('reserved');
    const kept = (await profiles.get(at('flooded')))?.pressure ?? [];
    expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([2000, 'm1', 'm2000']);
  });

  it('keeps a message that a narrower cap counts beyond the caps of the tenant', async () => {
    const { profiles } = store.stores;
    const one = { at: noon - 100, channel: 'email', topic: 'offers' };
    const pressure = [
      { ...one, id: 'old' },
      { ...one, id: 'counted', keptUntil: noon + 1 },
      { ...one, id: 'over', keptUntil: noon },
    ];
    await make('counted', { pressure });
    const input = { ...at('counted'), rev: 0, pressure: { ...one, at: noon, id: 'new' }, keepFrom: noon - 5 };
    expect(await profiles.reserveCap(input)).toBe('reserved');
    const kept = (await profiles.get(at('counted')))?.pressure ?? [];
    expect(kept.map(({ id }) => id)).toEqual(['counted', 'new']);
  });

  it('takes a booking back once, so that a writer who saw it has to look again', async () => {
    const { profiles } = store.stores;
    const profile = await make('unpressed', {
      pressure: [{ id: 'm', at: noon, channel: 'email', topic: 'offers' }],
    });
    await profiles.releaseCap({ ...at('unpressed'), id: 'm' });
    await profiles.releaseCap({ ...at('unpressed'), id: 'm' });
    expect(await profiles.get(at('unpressed'))).toMatchObject({ rev: 1, pressure: [] });
    expect(await profiles.replace({ profile, rev: 0 })).toBe('conflict');
  });

  it('empties the outbox of what was brought in, without a new revision', async () => {
    const { profiles } = store.stores;
    const item = (id: string) => ({ id, name: 'Segment Joined', properties: {}, at: noon });
    await make('outbox', { outbox: [item('a'), item('b'), item('c')] });
    await profiles.clearOutbox({ ...at('outbox'), ids: ['a', 'c'] });
    expect(await profiles.get(at('outbox'))).toMatchObject({ rev: 0, outbox: [{ id: 'b' }] });
  });

  it('finds profiles whose segments are to be looked at again, earliest first, of one tenant', async () => {
    const { profiles } = store.stores;
    const tenant = `${store.tenant}-recheck`;
    for (const [n, recheckAt] of [30, 10, 20, 99].entries()) {
      await profiles.insert(sampleProfile({ tenant, id: `recheck-${n}`, recheckAt }));
    }
    await profiles.insert(sampleProfile({ tenant, id: 'recheck-never' }));
    const due = await profiles.dueForRecheck({ tenant, now: 30, limit: 10 });
    expect(due.map((row) => row.recheckAt)).toEqual([10, 20, 30]);
    expect(await profiles.dueForRecheck({ tenant, now: 30, limit: 1 })).toHaveLength(1);
  });
});
