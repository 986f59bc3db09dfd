import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleRun } from '../../../test/store/samples.ts';

describe('the store of runs', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const run = (id: string, more: Partial<ReturnType<typeof sampleRun>> = {}) =>
    sampleRun({ tenant: store.tenant, id, ...more });

  it('lets one of many enter, and gives the run back as it was written', async () => {
    const { runs } = store.stores;
    const given = run('enter', {
      hears: ['A'],
      wakeAt: noon,
      goalUntil: noon,
      state: { ...run('x').state, steps: { a: { $b: 1 } } },
    });
    const told = await Promise.all(Array.from({ length: 20 }, () => runs.insert(given)));
    expect(told.filter((one) => one === 'inserted')).toHaveLength(1);
    expect(await runs.get({ tenant: store.tenant, run: 'enter' })).toEqual(given);
    expect(await runs.get({ tenant: 'other', run: 'enter' })).toBeUndefined();
  });

  it('lets exactly one of many bursts carry a run on', async () => {
    const { runs } = store.stores;
    await runs.insert(run('burst'));
    const told = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        runs.save({ run: run('burst', { rev: 2, step: `s${n}` }), rev: 1 }),
      ),
    );
    expect(told.filter((one) => one === 'saved')).toHaveLength(1);
    expect(await runs.get({ tenant: store.tenant, run: 'burst' })).toMatchObject({
      rev: 2,
      step: `s${told.indexOf('saved')}`,
    });
  });

  it('forgets a wait that is over, and keeps a conversion that was noted meanwhile', async () => {
    const { runs } = store.stores;
    const at = { tenant: store.tenant, run: 'over' };
    await runs.insert(run('over', { hears: ['A'], wakeAt: noon, profileId: 'p-over' }));
    expect(await runs.convert({ ...at, at: noon, value: 12 })).toBe(true);
    expect(await runs.convert({ ...at, at: noon + 1, value: 13 })).toBe(false);
    const ended = run('over', {
      profileId: 'p-over',
      rev: 2,
      status: 'ended',
      outcome: 'bought',
      endedAt: noon,
    });
    expect(await runs.save({ run: ended, rev: 1 })).toBe('saved');
    expect(await runs.get(at)).toEqual({ ...ended, convertedAt: noon, goalValue: 12 });
    expect(await runs.hearing({ tenant: store.tenant, profileId: 'p-over', event: 'A' })).toEqual([]);
    expect(await runs.due({ tenant: store.tenant, now: noon + 1, limit: 50 })).not.toContainEqual(
      expect.objectContaining({ id: 'over' }),
    );
  });

  it('finds the runs of a person that must hear of an event, and no others, when many ask at once', async () => {
    const { runs } = store.stores;
    const { tenant } = store;
    await runs.insert(run('hear-1', { profileId: 'p-h', hears: ['A', 'B'] }));
    await runs.insert(run('hear-2', { profileId: 'p-h', hears: ['B'], status: 'ended', goalUntil: noon }));
    await runs.insert(run('hear-3', { profileId: 'p-other', hears: ['A'] }));
    const found = await Promise.all(
      ['A', 'B', 'C'].map((event) => runs.hearing({ tenant, profileId: 'p-h', event })),
    );
    expect(found.map((rows) => rows.map((row) => row.id).toSorted())).toEqual([
      ['hear-1'],
      ['hear-1', 'hear-2'],
      [],
    ]);
  });

  it('knows the latest run of a person in a journey for a key, and the one that something asked for', async () => {
    const { runs } = store.stores;
    const { tenant } = store;
    for (const occasion of [1, 3, 2]) {
      const cause = `c-${occasion}`;
      await runs.insert(run(`again-${occasion}`, { profileId: 'p-l', entryKey: 'cart-1', occasion, cause }));
    }
    await runs.insert(
      run('again-other', { profileId: 'p-l', entryKey: 'cart-2', occasion: 9, cause: 'c-1' }),
    );
    const before = (entryKey: string, cause: string) =>
      runs.before({ tenant, journey: 'cart-recovery', profileId: 'p-l', entryKey, cause });
    expect(await before('cart-1', 'c-2')).toMatchObject({
      latest: { id: 'again-3' },
      told: { id: 'again-2' },
    });
    expect(await before('cart-3', 'c-1')).toEqual({ latest: undefined, told: undefined, occasions: 0 });
    const asked = ['cart-1', 'cart-2', 'cart-3', 'cart-1'] as const;
    const atOnce = await Promise.all(asked.map((entryKey, n) => before(entryKey, `c-${n}`)));
    expect(atOnce.map(({ latest, told }) => [latest?.id, told?.id])).toEqual([
      ['again-3', undefined],
      ['again-other', 'again-other'],
      [undefined, undefined],
      ['again-3', 'again-3'],
    ]);
  });

  it('knows the run entered last also when a merge brought one of a higher occasion, and counts on from that', async () => {
    const { runs } = store.stores;
    const { tenant } = store;
    const entry = { journey: 'cart-recovery', profileId: 'p-m', entryKey: 'cart-1' };
    await runs.insert(run('met-1', { ...entry, occasion: 1, cause: 'c-1', enteredAt: noon + 9 }));
    await runs.insert(run('met-4', { ...entry, occasion: 4, cause: 'c-4', enteredAt: noon }));
    const before = await runs.before({ tenant, ...entry, cause: 'c-4' });
    expect(before).toMatchObject({ latest: { id: 'met-1' }, told: { id: 'met-4' }, occasions: 4 });
    const all = await runs.ofEntry({ tenant, ...entry });
    expect(all.map(({ id }) => id).toSorted()).toEqual(['met-1', 'met-4']);
  });

  it('lists active runs that are due, earliest first, of one tenant', async () => {
    const { runs } = store.stores;
    const tenant = `${store.tenant}-due`;
    for (const [n, wakeAt] of [30, 10, 20, 99].entries()) {
      await runs.insert(sampleRun({ tenant, id: `due-${n}`, wakeAt }));
    }
    await runs.insert(sampleRun({ tenant, id: 'due-ended', wakeAt: 5, status: 'ended' }));
    await runs.insert(sampleRun({ tenant, id: 'due-never' }));
    expect((await runs.due({ tenant, now: 30, limit: 10 })).map((row) => row.wakeAt)).toEqual([10, 20, 30]);
    expect(await runs.due({ tenant, now: 30, limit: 1 })).toHaveLength(1);
    const overdue = async (overdueBefore: number) =>
      (await store.stores.countStuck({ tenant, limit: 2, overdueBefore })).find(
        ({ what }) => what === 'runs',
      );
    expect(await overdue(10)).toEqual({ what: 'runs', state: 'overdue', count: 1 });
    expect(await overdue(99)).toMatchObject({ count: 2 });
    expect(await overdue(5)).toMatchObject({ count: 0 });
  });

  it('gives runs to another person on a merge, who then hears what they hear; a burst under way has to look again', async () => {
    const { runs } = store.stores;
    const { tenant } = store;
    await runs.insert(run('merge', { profileId: 'p-from', hears: ['A'] }));
    await runs.insert(run('merge-ended', { profileId: 'p-from', status: 'ended' }));
    await store.stores.people.merge({ tenant, from: 'p-from', to: 'p-to' });
    expect(await runs.hearing({ tenant, profileId: 'p-from', event: 'A' })).toEqual([]);
    expect(await runs.hearing({ tenant, profileId: 'p-to', event: 'A' })).toMatchObject([{ id: 'merge' }]);
    expect((await runs.activeOf({ tenant, profileId: 'p-to' })).map((row) => row.id)).toEqual(['merge']);
    const { journey, entryKey, cause } = run('merge');
    const before = (profileId: string) => runs.before({ tenant, journey, profileId, entryKey, cause });
    expect((await before('p-from')).latest).toBeUndefined();
    expect((await before('p-to')).latest?.profileId).toBe('p-to');
    const stale = run('merge', { profileId: 'p-from', hears: ['A'], rev: 2 });
    expect(await runs.save({ run: stale, rev: 1 })).toBe('conflict');
  });
});
