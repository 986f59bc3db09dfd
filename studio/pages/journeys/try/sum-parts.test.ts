import { expect, it } from 'vitest';

import { sumParts } from './sum-parts.ts';

const costs = {
  people: 8,
  coupons: 3,
  atMost: null,
  expected: 40,
  used: 1,
  discount: 200,
  earned: 30,
  pointsValue: 20,
  orders: 1,
  revenue: 2000,
  costed: 1,
  margin: 900,
  after: 680,
};

const part = {
  journey: 'cart',
  from: '2026-03-20T10:00:00Z',
  until: '2026-03-27T10:00:00Z',
  people: 10,
  entered: 8,
  runs: 9,
  heldOut: 1,
  refused: { 'again-never': 2 },
  outcomes: { completed: 5 },
  waiting: 4,
  converted: 1,
  value: 20,
  messages: { 'cart-reminder': 6 },
  days: { '2026-03-20': 6 },
  missed: { optedOut: 1, suppressed: 0, capped: 2, unreachable: 0 },
  cut: 0,
  steps: [{ step: 'remind', type: 'send', runs: 8, decisions: { sent: 6, 'skipped:capped': 2 } }],
  offers: [{ offer: 'ten', needed: 3, left: 100 }],
  costs: {
    currency: 'EUR',
    coupons: [
      { offer: 'ten', currency: 'EUR', given: 3, atMost: null, expected: 40, used: 1, discount: 200 },
    ],
    points: [{ program: 'club', earned: 30, bySteps: 10, outstanding: 20, value: 20 }],
    all: costs,
    segments: [{ segment: 'loyal', ...costs }],
  },
};

it('parts of a dry run add up, and the last one says whether there is more', () => {
  const first = { ...part, total: 30, next: 'more' };
  const second = {
    ...part,
    outcomes: { completed: 1, bought: 2 },
    steps: [{ step: 'remind', type: 'send', runs: 1, decisions: { sent: 1 } }],
  };
  const sum = sumParts(first, second);
  expect(sum).toMatchObject({
    total: 30,
    people: 20,
    outcomes: { completed: 6, bought: 2 },
    missed: { optedOut: 2, capped: 4 },
    steps: [{ step: 'remind', runs: 9, decisions: { sent: 7, 'skipped:capped': 2 } }],
    offers: [{ offer: 'ten', needed: 6, left: 100 }],
    costs: {
      coupons: [{ offer: 'ten', given: 6, atMost: null, expected: 80, used: 2, discount: 400 }],
      points: [{ program: 'club', earned: 60, value: 40 }],
      all: { people: 16, after: 1360, atMost: null },
      segments: [{ segment: 'loyal', people: 16, after: 1360 }],
    },
  });
  expect(sum).not.toHaveProperty('next');
  expect(sumParts(part, first)).toHaveProperty('next', 'more');
});
