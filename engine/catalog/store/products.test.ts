import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ProductNews } from '../../../domain/catalog/product.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';
import type { ProductRow } from '../ports.ts';

describe('the store of products', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const made = (given: Partial<ProductRow> & Pick<ProductRow, 'id' | 'title'>): ProductRow => ({
    tenant: store.tenant,
    rev: 0,
    categories: [],
    attributes: {},
    addedAt: noon,
    updatedAt: noon,
    clocks: {},
    prices: [],
    news: [],
    ...given,
  });

  it('finds products by id, SKU, category, stock and the beginnings of words, the last changed first', async () => {
    const { products } = store.stores;
    const { tenant } = store;
    const rows = [
      made({ id: '1', title: 'Boston fern', sku: 'FERN-01', categories: ['plants'], stock: 0 }),
      made({ id: '2', title: 'Fernleaf pot', categories: ['pots'], stock: 4, updatedAt: noon + 1 }),
      made({ id: '3', title: 'Boston ivy', categories: ['plants'], updatedAt: noon + 2 }),
    ];
    expect(await Promise.all(rows.map((row) => products.write(row)))).toEqual(rows.map(() => 'written'));
    const ids = async (filter: object) =>
      (await products.list({ tenant, limit: 10, ...filter })).map(({ id }) => id);
    expect(await ids({})).toEqual(['3', '2', '1']);
    expect(await ids({ words: ['fern'] })).toEqual(['2', '1']);
    expect(await ids({ words: ['bost', 'fern'] })).toEqual(['1']);
    expect(await ids({ category: 'plants', isAvailable: true })).toEqual(['3']);
    expect(await ids({ after: { at: noon + 2, n: 0, id: '3' } })).toEqual(['2', '1']);
    const named = await products.named({ tenant, names: ['FERN-01', '2', 'none'] });
    expect(named.map(({ id }) => id).toSorted()).toEqual(['1', '2']);
  });

  it('lets one of two writers of the same revision write', async () => {
    const { products } = store.stores;
    const { tenant } = store;
    const first = made({ id: 'once', title: 'Once' });
    expect((await Promise.all([products.write(first), products.write(first)])).toSorted()).toEqual([
      'conflict',
      'written',
    ]);
    const row = await products.get({ tenant, id: 'once' });
    if (row === undefined) throw new Error('It is not there.');
    const both = await Promise.all([
      products.write({ ...row, title: 'A' }),
      products.write({ ...row, title: 'B' }),
    ]);
    expect(both.toSorted()).toEqual(['conflict', 'written']);
  });

  it('hands out news once while it is leased, and forgets what was told', async () => {
    const { products } = store.stores;
    const { tenant } = store;
    const one: ProductNews = { id: 'n1', kind: 'price-dropped', at: noon };
    const news = [one];
    await products.write(made({ id: 'told', title: 'Told', news, due: noon }));
    const take = async (systemTime: number) =>
      (await products.takeNews({ systemTime, until: systemTime + 1000, limit: 50 })).filter(
        (row) => row.tenant === tenant,
      );
    const [row] = await take(noon);
    expect(row?.news).toEqual(news);
    expect(await take(noon)).toEqual([]);
    if (row === undefined) return;
    expect(await products.noteTold({ row, told: 'p_1', until: noon + 5000 })).toBe(true);
    const [again] = await take(noon + 5000);
    expect(again?.told).toBe('p_1');
    expect(await products.noteTold({ row, told: 'p_2', until: noon })).toBe(false);
    if (again === undefined) return;
    await products.endNews({ row: again, news: one, systemTime: noon });
    const after = await products.get({ tenant, id: 'told' });
    expect([after?.news, after?.due, after?.told, after?.lease]).toEqual([
      [],
      undefined,
      undefined,
      undefined,
    ]);
  });
});
