import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHarness, testNow } from '../testing/harness.ts';
import { createStripeFake } from './fake.ts';
import { config, coupon, secrets } from './settings-for-tests.ts';
import { stripePlugin } from './stripe.ts';

describe('Coupons in Stripe', () => {
  let fake: Awaited<ReturnType<typeof createStripeFake>>;
  let harness: ReturnType<typeof createHarness>;
  beforeEach(async () => {
    fake = await createStripeFake(secrets.STRIPE_KEY);
    harness = createHarness({ plugin: stripePlugin, config: config(fake.url), secrets });
  });
  afterEach(async () => {
    await harness.close();
    await fake.close();
  });
  const place = { tenant: 'test', instance: 'under-test' };
  const sdk = () => {
    const { hostname: host, port } = new URL(fake.url);
    return new Stripe(secrets.STRIPE_KEY, {
      host,
      port: Number(port),
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
    });
  };
  const make = (input: object, idempotencyKey = 'step-1') =>
    harness.runtime.perform({ ...place, action: 'create-coupon', input, idempotencyKey, now: testNow });

  test('of the same coupon the connector sends what the SDK sends', async () => {
    expect(await make(coupon)).toMatchObject({ kind: 'done', output: { id: 'promo_1', existed: false } });
    const ours = fake.asked.splice(0);
    fake.coupons.clear();
    fake.codes.clear();
    const client = sdk();
    await client.coupons.create({ id: 'BACK-7GHK', duration: 'once', amount_off: 500, currency: 'eur' });
    await client.promotionCodes.create({
      code: 'BACK-7GHK',
      promotion: { type: 'coupon', coupon: 'BACK-7GHK' },
      max_redemptions: 1,
      expires_at: 1_798_675_200,
      restrictions: { minimum_amount: 2000, minimum_amount_currency: 'eur' },
    });
    expect(ours).toEqual(fake.asked);
    const found = await client.promotionCodes.list({
      code: 'back-7ghk',
      active: true,
      limit: 1,
      expand: ['data.promotion.coupon'],
    });
    expect(found.data[0]?.promotion.coupon).toMatchObject({ amount_off: 500 });
  });

  test('a coupon that lost its code gets it, and a code for another discount is no success', async () => {
    await sdk().coupons.create({ id: 'BACK-7GHK', duration: 'once', amount_off: 500, currency: 'eur' });
    expect(await make(coupon)).toMatchObject({ kind: 'done', output: { existed: false } });
    expect(await make(coupon, 'step-2')).toMatchObject({ kind: 'done', output: { existed: true } });
    expect(await make({ ...coupon, value: 50 }, 'step-3')).toMatchObject({
      kind: 'rejected',
      code: 'code-taken',
    });
  });

  test.each([
    ['free shipping', { code: 'FREE-1', kind: 'free-shipping' }],
    ['an amount without its currency', { code: 'FIVE-1', kind: 'amount', value: 5 }],
  ])('%s is refused before anything is asked', async (_what, input) => {
    expect(await make(input)).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(fake.asked).toEqual([]);
  });
});
