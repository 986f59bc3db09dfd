import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { stagesOf } from '../../../domain/objects/definition.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { createWorld, make, objectFor } from '../../records/records-for-tests.ts';
import { createFilterDeals } from '../read-deals.ts';

const deal = objectFor('deal');
const open = stagesOf(deal.definition).filter(({ ends }) => ends === undefined);
const eur = (minor: number) => ({ minor, currency: 'EUR' });

describe('the reads of deals for reports', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let world: ReturnType<typeof createWorld>;
  beforeAll(async () => {
    store = await openTestStore();
    const { tenant } = store;
    world = createWorld({ stores: store.stores, tenant });
    await make(world, 'deal', 'd1', { name: 'A', amount: eur(100), closeOn: '2027-03-31' });
    await make(world, 'deal', 'd2', { name: 'B', amount: eur(250), closeOn: '2027-03-10' });
    await make(world, 'deal', 'd3', { name: 'C', amount: eur(7), closeOn: '2027-03-09' });
    await make(world, 'deal', 'd4', { name: 'D', amount: { minor: 9, currency: 'USD' } });
    await make(world, 'deal', 'd5', { name: 'E', closeOn: '2027-03-31' });
    await make(world, 'deal', 'd6', { name: 'F' });
    const other = createWorld({ stores: store.stores, tenant: 'another' });
    await make(other, 'deal', 'x1', { name: 'X', amount: eur(5000), closeOn: '2027-03-31' });
  });
  afterAll(() => store.close());

  const filterOf = (stages: typeof open) =>
    createFilterDeals({ clock: world.clock, zoneOf: async () => 'UTC' })({
      tenant: store.tenant,
      object: deal,
      stages,
      conditions: [],
    });

  it('sum up deals that count alike: by stage, currency and month, those whose day is over and those without amount or day apart', async () => {
    const { tenant } = store;
    const sums = await store.stores.dealReads.sums({
      tenant,
      filter: await filterOf(open),
      today: '2027-03-10',
    });
    const stage = open[0]?.key;
    const [owner, team] = [undefined, undefined];
    const part = { stage, owner, team };
    expect(sums).toHaveLength(5);
    expect(sums).toEqual(
      expect.arrayContaining([
        { ...part, month: '2027-03', isOver: false, deals: 2, amount: eur(350) },
        { ...part, month: '2027-03', isOver: true, deals: 1, amount: eur(7) },
        { ...part, month: undefined, isOver: false, deals: 1, amount: { minor: 9, currency: 'USD' } },
        { ...part, month: '2027-03', isOver: false, deals: 1, amount: undefined },
        { ...part, month: undefined, isOver: false, deals: 1, amount: undefined },
      ]),
    );
    const others = await filterOf(stagesOf(deal.definition).filter(({ ends }) => ends === 'won'));
    expect(await store.stores.dealReads.sums({ tenant, filter: others, today: '2027-03-10' })).toEqual([]);
  });

  it('give the newest deals with what reports need of them', async () => {
    const { tenant } = store;
    const filter = await filterOf(open);
    const rows = await store.stores.dealReads.newest({ tenant, filter, limit: 3 });
    expect(rows).toHaveLength(3);
    const all = await store.stores.dealReads.newest({ tenant, filter, limit: 10 });
    expect(all.map(({ id }) => id).toSorted()).toEqual(['d1', 'd2', 'd3', 'd4', 'd5', 'd6']);
    expect(all.find(({ id }) => id === 'd1')).toMatchObject({
      revision: 1,
      data: { amount: eur(100), closeOn: '2027-03-31' },
      createdAt: expect.any(Number),
    });
  });
});
