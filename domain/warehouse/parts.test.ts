import fc from 'fast-check';
import { expect, it } from 'vitest';

import { isOpen, partAt, partsOf } from './parts.ts';
import { grains } from './shape.ts';

const at = (text: string): number => Date.parse(text);
const instants = fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });

it('a table by day has months that are over, and the days since', () => {
  const parts = partsOf({
    grain: 'day',
    earliest: at('2026-01-20T10:00:00Z'),
    now: at('2026-03-02T10:00:00Z'),
  });
  expect(parts.map(({ name }) => name).slice(0, 3)).toEqual(['2026-01', '2026-02-01', '2026-02-02']);
  expect(parts.at(-1)).toEqual({ name: '2026-03-02', from: at('2026-03-02T00:00:00Z') });
  const later = partsOf({
    grain: 'day',
    earliest: at('2026-01-20T10:00:00Z'),
    now: at('2026-03-04T10:00:00Z'),
  });
  expect(later.map(({ name }) => name).slice(0, 3)).toEqual(['2026-01', '2026-02', '2026-03-01']);
});

it('every instant is in exactly one part, whatever the first row and the day', () => {
  fc.assert(
    fc.property(fc.constantFrom(...grains), instants, instants, instants, (grain, earliest, now, instant) => {
      const parts = partsOf({ grain, earliest, now });
      const holding = parts.filter(
        ({ from, to }) => (from === undefined || instant >= from) && (to === undefined || instant < to),
      );
      expect(holding).toHaveLength(1);
      expect(partAt(parts, instant)).toBe(holding[0]);
      expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
    }),
  );
});

it('a part is open while its rows may still change by themselves', () => {
  const part = { name: '2026-01', from: at('2026-01-01T00:00:00Z'), to: at('2026-02-01T00:00:00Z') };
  expect(isOpen({ grain: 'month', part, readAt: at('2026-02-20T00:00:00Z') })).toBe(true);
  expect(isOpen({ grain: 'month', part, readAt: at('2026-03-20T00:00:00Z') })).toBe(false);
  expect(isOpen({ grain: 'day', part, readAt: at('2026-02-20T00:00:00Z') })).toBe(false);
});
