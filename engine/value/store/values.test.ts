import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleProfile } from '../../../test/store/samples.ts';

describe('the store of what customers are measured against', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const state = (tenant: string) => ({
    tenant,
    day: '2026-03-01',
    at: noon,
    buyers: 1,
    basis: { repeatBuyers: 0, weeks: 0 },
    measures: { currency: 'EUR' },
    groups: {},
    predicted: 0,
    changed: 0,
  });
  const take = (tenant: string, token: string, systemTime = noon) =>
    store.stores.values.take({ tenant, token, systemTime, until: systemTime + 100 });

  it('gives the lease of a tenant to one of many', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, (_, n) => take('many', `t${n}`)));
    expect(taken.filter((lease) => lease !== undefined)).toHaveLength(1);
    expect(await take('other', 't')).toEqual({ tenant: 'other', token: 't' });
  });

  it('lets another go on when a lease ran out or was given back, and then nothing of the former is written', async () => {
    const { values } = store.stores;
    const first = await take('lost', 'one');
    if (first === undefined) throw new Error('not taken');
    expect(await values.renew({ lease: first, until: noon + 200 })).toBe(true);
    expect(await take('lost', 'two', noon + 150)).toBeUndefined();
    const second = await take('lost', 'two', noon + 200);
    expect(second).toBeDefined();
    expect(await values.save({ lease: first, state: state('lost') })).toBe(false);
    expect(await values.renew({ lease: first, until: noon + 900 })).toBe(false);
    await values.release(first);
    expect(await take('lost', 'three', noon + 201)).toBeUndefined();
    if (second === undefined) throw new Error('not taken');
    expect(await values.save({ lease: second, state: state('lost') })).toBe(true);
    await values.release(second);
    expect(await values.get('lost')).toEqual(state('lost'));
    expect(await take('lost', 'three', noon + 201)).toBeDefined();
  });

  it('lists people with an order, page by page, and nobody else', async () => {
    const { profiles, values } = store.stores;
    const { tenant } = store;
    const nobody = sampleProfile({ tenant, id: 'p0' });
    for (let n = 0; n < 7; n += 1) {
      const computed = { ...nobody.computed, orders: n % 7 === 3 ? 0 : 1 };
      await profiles.insert(sampleProfile({ tenant, id: `p${n}`, computed }));
    }
    await profiles.insert(
      sampleProfile({ tenant: 'elsewhere', id: 'p9', computed: { ...nobody.computed, orders: 1 } }),
    );
    const first = await values.buyers({ tenant, after: undefined, limit: 4 });
    expect(first.map(({ id }) => id)).toEqual(['p0', 'p1', 'p2', 'p4']);
    const rest = await values.buyers({ tenant, after: 'p4', limit: 4 });
    expect(rest).toMatchObject([{ id: 'p5', computed: { orders: 1 } }, { id: 'p6' }]);
    const gone = { ...sampleProfile({ tenant, id: 'p5', ids: [] }), mergedInto: 'p6' };
    expect(
      await profiles.replace({ profile: { ...gone, computed: { ...nobody.computed, orders: 1 } }, rev: 0 }),
    ).toBe('replaced');
    expect((await values.buyers({ tenant, after: 'p4', limit: 4 })).map(({ id }) => id)).toEqual(['p6']);
  });
});
