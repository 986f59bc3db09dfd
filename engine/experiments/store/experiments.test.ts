import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { experimentDesign } from '../../../domain/experiments/design.ts';
import { type Exposure, newExposure, withSuccess } from '../../../domain/experiments/exposure.ts';
import { readOut } from '../../../domain/experiments/read-out.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, noTraces } from '../../../test/store/samples.ts';

type Store = Awaited<ReturnType<typeof openTestStore>>;

const design = experimentDesign({
  journey: 'cart',
  step: {
    id: 'discount',
    type: 'experiment',
    arms: [
      { name: 'plain', weight: 1, control: true, then: [] },
      { name: 'code', weight: 1, then: [] },
    ],
    metric: { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
  },
});
const day = 86_400_000;

describe('exposures', () => {
  let store: Store;
  let tenant: string;
  beforeAll(async () => {
    store = await openTestStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  const made = (over: Partial<Exposure> & { profileId: string }): Exposure => {
    const { profileId, arm = 'plain', at = noon } = over;
    return newExposure({
      design,
      tenant,
      journey: 'cart',
      version: 1,
      profileId,
      arm,
      at,
      until: at + 7 * day,
      by: 'event',
      cause: null,
      currency: 'EUR',
    });
  };

  const bought = (exposure: Exposure, revenue: number): Exposure =>
    withSuccess({
      exposure,
      event: {
        messageId: `m-${exposure.profileId}`,
        event: 'Order Completed',
        timestamp: new Date(exposure.at + day).toISOString(),
        context: {},
        properties: { order_id: `o-${exposure.profileId}`, revenue, currency: 'EUR' },
      },
    });

  it('are there once per person, and the first arm stays, however many claim it at once', async () => {
    const claims = await Promise.all(
      ['plain', 'code', 'plain', 'code'].map((arm) =>
        store.stores.exposures.claim(made({ profileId: 'once', arm })),
      ),
    );
    expect(claims.filter((claim) => claim.isNew)).toHaveLength(1);
    expect(new Set(claims.map((claim) => claim.exposure.arm)).size).toBe(1);
  });

  it('are found by the events they hear of, and written only over what was read', async () => {
    const { exposures } = store.stores;
    const { exposure } = await exposures.claim(made({ profileId: 'hears' }));
    const hearing = (event: string) => exposures.hearing({ tenant, profileId: 'hears', event });
    expect(await hearing('Order Completed')).toHaveLength(1);
    expect(await hearing('Order Refunded')).toHaveLength(0);
    const { rev, ...before } = exposure;
    const after = bought(before, 10);
    expect(await exposures.replace({ exposure: after, rev })).toBe('replaced');
    expect(await exposures.replace({ exposure: after, rev })).toBe('conflict');
    expect(await hearing('Order Refunded')).toHaveLength(1);
    expect(await exposures.get({ tenant, id: exposure.id })).toMatchObject({ value: 1000, rev: 1 });
  });

  it('go along when two people turn out to be one', async () => {
    const { exposures } = store.stores;
    await exposures.claim(made({ profileId: 'a1' }));
    await exposures.claim(bought(made({ profileId: 'a2', at: noon + 5 }), 20));
    await exposures.claim(made({ profileId: 'a3', arm: 'code', at: noon + 9 }));
    await store.stores.people.merge({ tenant, from: 'a2', to: 'a1' });
    await store.stores.people.merge({ tenant, from: 'a2', to: 'a1' });
    const one = await exposures.get({ tenant, id: made({ profileId: 'a1' }).id });
    expect(one).toMatchObject({ profileId: 'a1', at: noon, value: 2000, isConverted: true });
    expect(one).not.toHaveProperty('isMixed');
    expect(await exposures.get({ tenant, id: made({ profileId: 'a2' }).id })).toBeUndefined();
    await store.stores.people.merge({ tenant, from: 'a3', to: 'a1' });
    expect(await exposures.get({ tenant, id: made({ profileId: 'a1' }).id })).toMatchObject({
      isMixed: true,
    });
    await store.stores.people.merge({ tenant, from: 'a1', to: 'a9' });
    expect(await exposures.hearing({ tenant, profileId: 'a9', event: 'Order Completed' })).toHaveLength(1);
  });

  it('lose nothing when many turn out to be one at the same moment', async () => {
    const { exposures, people } = store.stores;
    const losers = Array.from({ length: 12 }, (_, n) => `many-${n}`);
    for (const profileId of losers) await exposures.claim(bought(made({ profileId }), 10));
    await Promise.all(losers.map((from) => people.merge({ tenant, from, to: 'many' })));
    expect(await exposures.get({ tenant, id: made({ profileId: 'many' }).id })).toMatchObject({
      value: 12_000,
    });
  });

  it('are summed to plain numbers also where money has many digits', async () => {
    const other = await openTestStore();
    const worth = [100_000_000, 70_000_000];
    for (const [n, value] of worth.entries()) {
      const exposure = { ...made({ profileId: `rich${n}` }), tenant: other.tenant, value };
      await other.stores.exposures.claim(exposure);
    }
    const asked = { tenant: other.tenant, experiment: design.id, currency: 'EUR' };
    const { arms } = await other.stores.exposureSums.counts(asked);
    await other.close();
    expect(arms).toMatchObject([{ value: 170_000_000, squares: 149e14 }]);
  });

  it('are summed by the database: who counts, who came later, who is in several arms', async () => {
    const other = await openTestStore();
    const { exposures, exposureSums } = other.stores;
    const own = (exposure: Exposure): Exposure => ({ ...exposure, tenant: other.tenant });
    for (let n = 0; n < 10; n += 1) {
      const arm = n % 2 === 0 ? 'plain' : 'code';
      const exposure = made({ profileId: `s${n}`, arm, at: noon + n });
      await exposures.claim(own(n < 4 ? bought(exposure, 10 + n) : exposure));
    }
    await exposures.claim(own({ ...made({ profileId: 'mixed', at: noon }), isMixed: true }));
    const asked = { tenant: other.tenant, experiment: design.id, currency: 'EUR' };
    expect(await exposureSums.nth({ ...asked, arm: 'plain', n: 1 })).toBe(noon);
    expect(await exposureSums.nth({ ...asked, arm: 'code', n: 3 })).toBe(noon + 5);
    expect(await exposureSums.nth({ ...asked, arm: 'code', n: 6 })).toBeUndefined();
    const all = await exposureSums.counts(asked);
    expect(all).toMatchObject({ rest: 0, mixed: 1, leftOut: 0, lastUntil: noon + 9 + 7 * day });
    expect(all.arms.find((one) => one.arm === 'plain')).toEqual({
      arm: 'plain',
      people: 5,
      converted: 2,
      value: 2200,
      squares: 1000 ** 2 + 1200 ** 2,
    });
    expect(await exposureSums.counts({ ...asked, upTo: noon + 3 })).toMatchObject({ rest: 6, mixed: 1 });
    expect(await exposureSums.counts({ ...asked, closedBy: noon + 7 * day + 1 })).toMatchObject({
      rest: 8,
      lastUntil: noon + 1 + 7 * day,
    });
    expect(await exposureSums.counts({ ...asked, currency: 'USD' })).toMatchObject({
      arms: expect.arrayContaining([expect.objectContaining({ value: 0 })]),
    });
    expect(await exposureSums.counts({ ...asked, experiment: 'none' })).toMatchObject({
      arms: [],
      lastUntil: 0,
    });
    await other.close();
  });

  it('are erased with the person', async () => {
    const { exposures, people } = store.stores;
    const { exposure } = await exposures.claim(made({ profileId: 'gone' }));
    await people.erase({ tenant, profileIds: ['gone'], traces: noTraces });
    expect(await exposures.get({ tenant, id: exposure.id })).toBeUndefined();
  });

  it('are decided once: the first decision stands', async () => {
    const { decided } = store.stores;
    const numbers = readOut({
      arms: design.arms,
      counts: [],
      rule: design.rule,
      looks: 'once',
      isOver: true,
    });
    const row = {
      tenant,
      experiment: design.id,
      journey: 'cart',
      step: 'discount',
      version: 1,
      arm: 'code',
      at: noon,
      readOut: numbers,
    };
    expect(await decided.get({ tenant, experiment: design.id })).toBeUndefined();
    expect(await decided.put(row)).toBe('stored');
    expect(await decided.put({ ...row, arm: 'plain' })).toBe('decided-before');
    expect(await decided.get({ tenant, experiment: design.id })).toMatchObject({ arm: 'code', at: noon });
  });
});
