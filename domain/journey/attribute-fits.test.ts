import { expect, test } from 'vitest';

import { attributeFits } from './attribute-fits.ts';
import { entrySchema } from './definition.ts';
import { brief, found } from './journeys-for-tests.ts';

const fits = (more: Record<string, unknown>, from: unknown, to: unknown): boolean => {
  const entry = entrySchema.parse({ attribute: '$.points', ...more });
  return 'attribute' in entry && attributeFits({ entry, from, to });
};

test('a change fits by what it was and what it is, where the entry says so', () => {
  expect(fits({}, 1, 2)).toBe(true);
  expect(fits({}, 1, 1)).toBe(false);
  expect(fits({ from: 'free' }, 'free', 'paid')).toBe(true);
  expect(fits({ to: 'paid' }, 'free', 'trial')).toBe(false);
});

test('a number crosses a threshold when it reaches it from below, or from no number', () => {
  expect(fits({ crosses: 100 }, 99, 100)).toBe(true);
  expect(fits({ crosses: 100 }, null, 250)).toBe(true);
  expect(fits({ crosses: 100 }, '99', '100')).toBe(true);
  expect(fits({ crosses: 100 }, 100, 101)).toBe(false);
  expect(fits({ crosses: 100 }, 100, 99)).toBe(false);
});

test('a number crosses a threshold downward when it falls below it; what is removed does not', () => {
  expect(fits({ crosses: 100, direction: 'down' }, 100, 99)).toBe(true);
  expect(fits({ crosses: 100, direction: 'down' }, 99, 98)).toBe(false);
  expect(fits({ crosses: 100, direction: 'down' }, 100, null)).toBe(false);
  expect(fits({ crosses: 100, direction: 'down' }, 99, 100)).toBe(false);
});

test('what does nothing beside a threshold, or without one, is refused', () => {
  const problems = (entry: string) =>
    brief(
      found(`{ "key": "test", "name": "Test", "stage": "retention", "entry": ${entry},
        "steps": [{ "id": "rest", "type": "wait", "for": "1 day" }] }`),
    );
  expect(problems('{ "attribute": "$.points", "crosses": 100, "direction": "down" }')).toEqual([]);
  expect(problems('{ "attribute": "$.points", "crosses": 100, "from": 1 }')).toEqual([
    'useless-field entry.from',
  ]);
  expect(problems('{ "attribute": "$.points", "direction": "down" }')).toEqual([
    'useless-field entry.direction',
  ]);
  expect(problems('{ "on": ["Checkout Started", "Cart Viewed"] }')).toEqual([]);
  expect(problems('{ "on": ["Checkout Started", "Cart viewed"] }')).toEqual([
    'warning unfamiliar-event entry.on[1]',
  ]);
});
