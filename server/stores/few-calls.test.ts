import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { emptyAccount } from '../../domain/loyalty/account.ts';
import { createWorld, make } from '../../engine/records/records-for-tests.ts';
import { openServerStore } from '../../test/store/open-store.ts';

const people = Array.from({ length: 100 }, (_, n) => `p-${n}`);

describe('what many people ask of the database at once', () => {
  const sent: string[] = [];
  let store: Awaited<ReturnType<typeof openServerStore>>;
  beforeAll(async () => {
    store = await openServerStore({ onCommand: ({ commandName }) => sent.push(commandName) });
  });
  afterAll(() => store.close());
  beforeEach(() => {
    sent.length = 0;
  });

  it('is a few reads for the coupons of all who use one code', async () => {
    const { tenant } = store;
    const { offers } = store.stores;
    const ask = (profileId: string) =>
      offers.find({ tenant, offer: 'many', code: 'MANY', profileId, isShared: true });
    expect((await Promise.all(people.map(ask))).flat()).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(10);
    expect(await offers.find({ tenant, offer: 'many', code: 'MANY', isShared: true })).toEqual([]);
  });

  it('is one read for all deals of a forecast, and one for those of another report', async () => {
    const { tenant } = store;
    const world = createWorld({ stores: store.stores, tenant });
    await make(world, 'deal', 'd-1', { name: 'Roof', amount: { minor: 100, currency: 'EUR' } });
    sent.length = 0;
    const filter = { exact: { stage: { $in: ['open'] } }, guides: [] };
    const sums = await store.stores.dealReads.sums({ tenant, filter, today: '2027-03-10' });
    expect(sums).toMatchObject([{ deals: 1, amount: { minor: 100, currency: 'EUR' } }]);
    expect(await store.stores.dealReads.newest({ tenant, filter, limit: 20_001 })).toHaveLength(1);
    expect(sent).toEqual(['aggregate', 'find']);
  });

  it('is a few writes for the points of all: account, posting and what settles them', async () => {
    const { tenant } = store;
    const { points } = store.stores;
    const give = async (profileId: string) => {
      const key = { tenant, profileId, program: 'club' };
      const found = await points.get(key);
      const row = found ?? {
        ...key,
        state: emptyAccount,
        rev: 0,
        tail: [],
        news: [],
        warnedTo: 0,
        isStale: false,
      };
      expect(await points.commit(row)).toBe('committed');
      const posting = {
        key: `k-${row.rev}`,
        kind: 'earn',
        at: 1,
        seq: row.rev,
        active: 1,
        pending: 0,
      } as const;
      await points.append({ ...key, postings: [posting] });
      await points.settle({ ...key, rev: row.rev + 1, due: undefined });
    };
    await Promise.all(people.map(give));
    await Promise.all(people.map(give));
    expect(sent.length).toBeLessThanOrEqual(60);
    // Of two who read the same account one writes it.
    const key = { tenant, profileId: 'p-1', program: 'club' };
    const read = await points.get(key);
    const both = read === undefined ? [] : [points.commit(read), points.commit(read)];
    expect((await Promise.all(both)).toSorted()).toEqual(['committed', 'conflict']);
    expect(await points.all(key)).toHaveLength(2);
  });
});
