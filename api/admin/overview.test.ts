import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { json, type Shop, startShop } from '../shop-for-tests.ts';

const welcome = {
  key: 'welcome',
  name: 'Welcome',
  stage: 'acquisition',
  entry: { on: 'Signed Up', again: 'always' },
  steps: [{ id: 'call', type: 'task', title: 'Call', due: '1 day', wait: true, timeout: '30 days' }],
};

const overview = z.object({
  attention: z.record(z.string(), z.int()),
  days: z.array(z.object({ day: z.string(), sent: z.int(), failed: z.int(), clicked: z.int() })),
  people: z.object({ total: z.int(), new: z.int(), newBefore: z.int() }),
});

let shop: Shop;
beforeAll(async () => {
  shop = await startShop({ files: { 'journeys/welcome.json': welcome } });
});
afterAll(() => shop.close());

const look = async () => overview.parse(await json(shop.call('GET', '/api/overview')));

it('names the local days of the last two weeks, and counts new people by week and what is due or stuck', async () => {
  await shop.customer('ana');
  await shop.track('ana', 'Signed Up');
  const first = await look();
  expect(first.days.map(({ day }) => day)).toHaveLength(14);
  // The day on which the clocks of Madrid changed has 23 hours.
  expect(first.days.at(-1)).toEqual({ day: '2026-03-29', sent: 0, failed: 0, clicked: 0 });
  expect(first.people).toEqual({ total: 1, new: 1, newBefore: 0 });
  expect(first.attention).toMatchObject({ deadEvents: 0, dueTasks: 0, dueClocks: 0 });

  await shop.days(8);
  await shop.customer('ben');
  await shop.track('ben', 'Signed Up');
  await shop.stuckEvent('Odd');
  const later = await look();
  expect(later.days.at(-1)).toMatchObject({ day: '2026-04-06' });
  expect(later.days.map(({ day }) => day)).toContain('2026-03-29');
  expect(later.people).toEqual({ total: 2, new: 1, newBefore: 1 });
  expect(later.attention).toMatchObject({ deadEvents: 1, dueTasks: 1 });

  await shop.days(14);
  const old = await look();
  expect(old.people).toEqual({ total: 2, new: 0, newBefore: 0 });
});
