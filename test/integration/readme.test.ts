import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const root = join(import.meta.dirname, '..', '..');

let engine: TestEngine;

beforeAll(async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const journey = /```json journey\n([\s\S]+?)```/.exec(readme)?.[1] ?? '';
  const offer = await readFile(join(root, 'templates', 'offers', 'ten-percent.json'), 'utf8');
  engine = await startTestEngine({
    files: (tenant) =>
      shopFiles({
        tenant,
        files: { 'journeys/cart-recovery.json': journey, 'offers/ten-percent.json': offer },
      }),
  });
}, 180_000);

afterAll(async () => {
  await engine.close();
});

it("runs the journey of the README: a reminder after an hour, a coupon two days later, an end by the cart's order", async () => {
  await engine.customer('ana');
  const products = [{ product_id: '1', name: 'Fern', price: 80, quantity: 1 }];
  await engine.track('ana', 'Checkout Started', { checkout_id: 'c-1', value: 80, currency: 'EUR', products });
  await engine.track('ana', 'Checkout Started', { checkout_id: 'c-2', value: 80, currency: 'EUR', products });
  await engine.track('ana', 'Order Completed', {
    checkout_id: 'c-2',
    order_id: 'o-2',
    revenue: 80,
    currency: 'EUR',
  });
  await engine.days(3);
  expect(engine.mail.to('ana@example.com')).toHaveLength(2);
  expect(engine.mail.to('ana@example.com')[1]?.html).toMatch(/TEN-/);
  const profileId = await engine.profileId('ana');
  const runs = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 10 });
  expect(new Map(runs.map((run) => [run.entryKey, run.outcome]))).toEqual(
    new Map([
      ['c-1', 'completed'],
      ['c-2', 'bought'],
    ]),
  );
}, 120_000);
