import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createBigCommerceFake } from '../../plugins/bigcommerce/fake.ts';
import { order, orderLine } from '../../plugins/bigcommerce/fixtures.ts';
import { startStorefront } from '../harness/storefront.ts';

const hours = 1 / 24;

describe('a shop on BigCommerce', () => {
  let fake: Awaited<ReturnType<typeof createBigCommerceFake>>;
  let engine: Awaited<ReturnType<typeof startStorefront>>;
  beforeAll(async () => {
    fake = await createBigCommerceFake({ store: 'abc123', token: 'bc-1' });
    engine = await startStorefront({
      use: 'bigcommerce',
      env: { CICLO_PLUGIN_TOKEN: 'bc-1' },
      config: { store: 'abc123', token: { env: 'CICLO_PLUGIN_TOKEN' }, url: fake.url },
    });
  });
  afterAll(async () => {
    await engine.close();
    await fake.close();
  });

  const orderNow = (more: object) => {
    const now = new Date(engine.engine.clock.now(engine.tenant)).toUTCString();
    return { ...order, date_created: now, date_modified: now, ...more };
  };

  it('wins back who left a checkout with a code that the shop takes, and the order redeems it', async () => {
    fake.kept.orders.push(orderNow({ status_id: 0, status: 'Incomplete' }));
    await engine.days(hours);
    await engine.days(1);
    expect(fake.kept.coupons).toMatchObject([{ type: 'percentage_discount', max_uses: 1 }]);
    const code = String(fake.kept.coupons[0]?.['code']);
    expect(engine.subjects('janedoe@example.com')).toEqual([`Your code is ${code}`]);
    fake.kept.lines.set('218', [orderLine]);
    fake.kept.used.set('218', [{ code, discount: '5.0000' }]);
    fake.kept.orders[0] = orderNow({ status_id: 11 });
    await engine.days(hours);
    await engine.days(1);
    expect(await engine.usedBy(code)).toBe('218');
  });
});
