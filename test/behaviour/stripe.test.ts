import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createStripeFake, signedByStripe } from '../../plugins/stripe/fake.ts';
import { session, stripeEvent } from '../../plugins/stripe/fixtures.ts';
import { startStorefront } from '../harness/storefront.ts';

const hours = 1 / 24;
const secret = 'whsec_1';

describe('a shop whose checkout is Stripe’s', () => {
  let fake: Awaited<ReturnType<typeof createStripeFake>>;
  let engine: Awaited<ReturnType<typeof startStorefront>>;
  beforeAll(async () => {
    fake = await createStripeFake('rk_1');
    engine = await startStorefront({
      use: 'stripe',
      env: { CICLO_PLUGIN_HOOK: secret, CICLO_PLUGIN_KEY: 'rk_1' },
      config: {
        webhookSecrets: { env: 'CICLO_PLUGIN_HOOK' },
        apiKey: { env: 'CICLO_PLUGIN_KEY' },
        orders: true,
        url: fake.url,
      },
    });
  });
  afterAll(async () => {
    await engine.close();
    await fake.close();
  });

  const send = (id: string, type: string, object: Record<string, unknown>) => {
    const created = Math.floor(engine.engine.clock.now(engine.tenant) / 1_000);
    const body = Buffer.from(JSON.stringify(stripeEvent({ id, type, object, created })));
    return engine.hook(signedByStripe({ body, secret, now: engine.engine.clock.systemTime() }));
  };

  it('wins back who left with a code that Stripe takes; the payment redeems it, and a refund takes it back', async () => {
    const began = Math.floor(engine.engine.clock.now(engine.tenant) / 1_000) - 3_600;
    const left = { ...session, id: 'cs_1', created: began, payment_intent: null, payment_status: 'unpaid' };
    expect(await send('evt_1', 'checkout.session.expired', { ...left, discounts: [] })).toBe(200);
    await engine.days(3 * hours);
    // A call that took too long on a busy machine is made again.
    await engine.days(1);
    const [code = ''] = fake.coupons.keys();
    expect(fake.coupons.get(code)).toMatchObject({ percent_off: 10, duration: 'once' });
    expect(engine.subjects('jenny@example.com')).toEqual([`Your code is ${code}`]);

    const bought = { ...session, discounts: [{ coupon: code, promotion_code: 'promo_1' }] };
    expect(await send('evt_2', 'checkout.session.completed', bought)).toBe(200);
    expect(await engine.usedBy(code)).toBe(session.payment_intent);

    const { payment_intent } = session;
    const refund = { id: 're_1', amount: 2478, currency: 'eur', payment_intent, status: 'succeeded' };
    expect(await send('evt_3', 'refund.created', refund)).toBe(200);
    expect(await engine.usedBy(code)).toBeUndefined();
  });
});
