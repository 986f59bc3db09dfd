import { expect, test } from 'vitest';

import { noEvents, type EventsQuery } from './facts.ts';
import { summariseEvents } from './summarise-events.ts';

const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T10:00:00.000Z`;
const order = (day: number, revenue: unknown, coupon?: string) => ({
  event: 'Order Completed',
  timestamp: at(day),
  properties: { revenue, coupon },
});
const events = [
  order(20, 10),
  order(5, 30, 'TEN'),
  order(10, '99'),
  order(11, '99 EUR'),
  order(11, '099'),
  { event: 'Link Clicked', timestamp: at(12) },
  order(28, 5),
  'noise',
  null,
];
const query: EventsQuery = { name: 'Order Completed', until: Date.parse(at(25)), zone: 'UTC' };

test('events of the name are counted from after `since` up to `until`, in any order', async () => {
  expect(await summariseEvents({ events, query })).toMatchObject({
    count: 5,
    sum: 0,
    first: Date.parse(at(5)),
    last: Date.parse(at(20)),
  });
  const since = { ...query, since: Date.parse(at(5)) };
  expect(await summariseEvents({ events, query: since })).toMatchObject({
    count: 4,
    first: Date.parse(at(10)),
  });
});

test('numbers are summed up, and their plain texts', async () => {
  const sum = { ...query, sumPath: '$.properties.revenue' };
  expect(await summariseEvents({ events, query: sum })).toMatchObject({
    count: 5,
    sum: 139,
    average: 139 / 3,
    min: 10,
    max: 99,
  });
});

test('only events the conditions hold for are counted', async () => {
  const where: EventsQuery['where'] = {
    all: [{ fact: 'event', path: '$.properties.coupon', operator: 'notExists', value: true }],
  };
  expect(await summariseEvents({ events, query: { ...query, where } })).toMatchObject({ count: 4 });
  const holds = (event: unknown): Promise<boolean> => Promise.resolve(event === events[1]);
  expect(await summariseEvents({ events, query: { ...query, where, holds } })).toMatchObject({ count: 1 });
});

test('without a match there is none of anything', async () => {
  expect(await summariseEvents({ events, query: { ...query, name: 'Order Refunded' } })).toEqual(noEvents);
});
