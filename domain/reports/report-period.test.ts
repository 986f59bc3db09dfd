import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { localDay } from '../time/local.ts';
import { periodDays, reportPeriods } from './report-period.ts';

it.each([
  ['yesterday', '2026-02-28', '2026-02-28'],
  ['last-7-days', '2026-02-22', '2026-02-28'],
  ['last-week', '2026-02-16', '2026-02-22'],
  ['last-month', '2026-02-01', '2026-02-28'],
  ['last-365-days', '2025-03-01', '2026-02-28'],
] as const)('%s of Sunday, the first of March, is %s to %s', (period, from, to) => {
  const now = Date.UTC(2026, 1, 28, 23, 30);
  expect(periodDays({ period, now, zone: 'Europe/Madrid' })).toEqual({ from, to });
});

it('no period has the day that is under way, in any zone, at any time', () => {
  const zones = fc.constantFrom('Europe/Madrid', 'Pacific/Apia', 'America/St_Johns', 'Asia/Kathmandu');
  const cases = fc.record({
    period: fc.constantFrom(...reportPeriods),
    now: fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2045, 0) }),
    zone: zones,
  });
  fc.assert(
    fc.property(cases, (input) => {
      const { from, to } = periodDays(input);
      expect(from <= to).toBe(true);
      expect(to < localDay({ at: input.now, zone: input.zone })).toBe(true);
    }),
  );
});
