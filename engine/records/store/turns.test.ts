import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { createChooseOwner } from '../journeys/choose-owner.ts';
import { objectFor } from '../records-for-tests.ts';

describe('turns of users', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let other: Awaited<ReturnType<typeof store.beside>>;
  beforeAll(async () => {
    store = await openTestStore();
    other = await store.beside();
  });
  afterAll(async () => {
    await other.close();
    await store.close();
  });

  /** Many records given out at once, by two processes. */
  const rush = async (way: 'roundRobin' | 'leastBusy', series: string, count: number) => {
    const choosers = [store, other].map(({ stores }) =>
      createChooseOwner({ ...stores, systemTime: () => Date.now() }),
    );
    const { tenant } = store;
    const object = objectFor('deal');
    const owners = ['u1', 'u2', 'u3'];
    const asked = Array.from({ length: count }, async (_one, n) => {
      const choose = choosers[n % choosers.length] ?? choosers[0];
      const by = `${series}-${n}`;
      return choose?.({ tenant, object, series, by, record: `${series}-r${n}`, way, owners });
    });
    const given = await Promise.all(asked);
    return owners.map((owner) => given.filter((one) => one === owner).length);
  };

  it('come to everybody equally often, when two processes give many at once', async () => {
    expect(await rush('roundRobin', 'a', 12)).toEqual([4, 4, 4]);
    expect(await rush('leastBusy', 'b', 12)).toEqual([4, 4, 4]);
  });

  it('are the same for the same visit, however often it asks', async () => {
    expect(await rush('roundRobin', 'c', 3)).toEqual([1, 1, 1]);
    const { turn } = (await store.stores.recordTurns.get({ tenant: store.tenant, series: 'c' })) ?? {};
    expect(await rush('roundRobin', 'c', 3)).toEqual([1, 1, 1]);
    expect(await store.stores.recordTurns.get({ tenant: store.tenant, series: 'c' })).toMatchObject({ turn });
  });
});
