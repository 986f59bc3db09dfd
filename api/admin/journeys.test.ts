import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { experimentDesign } from '../../domain/experiments/design.ts';
import { newExposure, withSuccess } from '../../domain/experiments/exposure.ts';
import type { ExperimentStep } from '../../domain/journey/steps.ts';
import { cart, checkout, json, rowsOf, type Shop, startOfShop, startShop } from '../shop-for-tests.ts';

const day = 86_400_000;

const discount: ExperimentStep = {
  id: 'discount',
  type: 'experiment',
  arms: [
    { name: 'plain', weight: 1, control: true, then: [] },
    { name: 'code', weight: 1, then: [] },
  ],
  metric: { on: 'Order Completed', within: '14 days', value: '$.properties.revenue' },
  winner: { after: 200 },
};

const tested = {
  key: 'tested',
  name: 'Does a code help?',
  stage: 'retention',
  entry: { on: 'Test Wanted' },
  steps: [discount],
};

let shop: Shop;
const get = (path: string) => shop.call('GET', path);

beforeAll(async () => {
  const gone = { id: 'gone', type: 'update', tags: { add: ['reminded'] } };
  shop = await startShop({
    files: {
      'journeys/cart.json': { ...cart, steps: [...cart.steps, gone] },
      'journeys/tested.json': tested,
    },
  });
  await shop.entered('ana');
  await shop.days(0.5);
  await shop.track('ana', 'Order Completed', { order_id: 'o-1', revenue: 49.9, currency: 'EUR' });
  await shop.republish({ 'journeys/cart.json': cart });
  await shop.identify('ben', { email: 'ben@example.com' });
  await shop.track('ben', checkout, { checkout_id: 'ben-1' });
  await shop.days(0.5);
  await shop.entered('cleo');
});
afterAll(() => shop.close());

describe('journeys', () => {
  it('are listed, and each is shown with its definition', async () => {
    const listed = rowsOf(await json(get('/api/journeys')), 'journeys');
    expect(listed.find(({ key }) => key === 'cart')).toMatchObject({
      version: 2,
      mode: 'live',
      entered: 3,
      publishedAt: expect.stringMatching(/^2026-03-30T00:00:/),
    });
    expect(await json(get('/api/journeys/cart'))).toMatchObject({
      key: 'cart',
      definition: { steps: [{ id: 'think' }, { id: 'remind' }] },
      versions: [
        { version: 2, active: 1 },
        { version: 1, active: 0 },
      ],
    });
    expect((await get('/api/journeys/nothing')).status).toBe(404);
  });

  it('have a funnel in the order of their steps, with reasons, and steps of the past last', async () => {
    const funnel = await json(get('/api/journeys/cart/funnel'));
    expect(funnel).toMatchObject({
      journey: 'cart',
      entered: 3,
      people: 3,
      active: 1,
      converted: 1,
      revenue: [{ currency: 'EUR', minor: 4990, amount: 49.9 }],
    });
    const once = { people: 1, runs: 1, total: 1 };
    const twice = { people: 2, runs: 2, total: 2 };
    expect(funnel['steps']).toEqual([
      expect.objectContaining({
        step: 'think',
        type: 'wait',
        entered: { people: 3, runs: 3, total: 3 },
        waiting: 1,
        passed: twice,
      }),
      expect.objectContaining({
        step: 'remind',
        type: 'send',
        entered: twice,
        passed: once,
        skipped: [{ reason: 'no-consent', ...once }],
        converted: 1,
        revenue: [{ currency: 'EUR', minor: 4990, amount: 49.9 }],
      }),
      expect.objectContaining({ step: 'gone', type: 'removed', passed: once }),
    ]);
  });

  it('have a funnel of one version', async () => {
    const funnel = await json(get('/api/journeys/cart/funnel?version=2'));
    expect(funnel).toMatchObject({ version: 2, entered: 2, converted: 0, revenue: [] });
    expect(rowsOf(funnel, 'steps').map(({ step }) => step)).toEqual(['think', 'remind']);
    expect((await get('/api/journeys/cart/funnel?version=9')).status).toBe(404);
    expect((await get('/api/journeys/cart/funnel?version=x')).status).toBe(400);
  });
});

describe('results', () => {
  const design = experimentDesign({ journey: 'tested', step: discount });

  /** Somebody who saw an arm on the first day, and bought for 20.00 EUR a day later. */
  const seen = async (arm: string, n: number, hasBought: boolean): Promise<void> => {
    const profileId = `${arm}-${n}`;
    const exposure = newExposure({
      design,
      tenant: shop.tenant,
      journey: 'tested',
      version: 1,
      profileId,
      arm,
      at: startOfShop,
      until: startOfShop + 14 * day,
      by: 'event',
      cause: null,
      currency: 'EUR',
    });
    const event = {
      messageId: `m-${profileId}`,
      event: 'Order Completed',
      timestamp: new Date(startOfShop + day).toISOString(),
      context: {},
      properties: { order_id: `o-${profileId}`, revenue: 20, currency: 'EUR' },
    };
    await shop.opened.stores.exposures.claim(hasBought ? withSuccess({ exposure, event }) : exposure);
  };

  it('show each experiment with its figures, what may be said, and the same in the words of the reader', async () => {
    for (let n = 0; n < 200; n += 1) {
      await seen('plain', n, n < 20);
      await seen('code', n, n < 60);
    }
    await shop.days(15);
    const body = await json(get('/api/journeys/tested/experiments'));
    expect(body['experiments']).toMatchObject([
      {
        kind: 'experiment',
        step: 'discount',
        verdict: { kind: 'winner', arm: 'code', by: 'conversion' },
        arms: [
          {
            arm: 'plain',
            isControl: true,
            people: 200,
            converted: 20,
            rate: { value: 0.1 },
            revenue: 40_000,
          },
          { arm: 'code', people: 200, converted: 60, revenuePerPerson: { value: 600 } },
        ],
        comparisons: [{ arm: 'code', against: 'plain', conversionRatio: { value: expect.closeTo(3) } }],
        sampleRatio: { isMismatch: false },
        currency: 'EUR',
        rest: 0,
      },
    ]);
    expect(await (await get('/api/journeys/tested/experiments?locale=es')).text()).toContain(
      'Ganó «code» por conversión.',
    );
    expect(await json(get('/api/journeys/tested/lift'))).toEqual({ holdouts: [] });
    expect((await get('/api/journeys/none/lift')).status).toBe(404);
  });
});
