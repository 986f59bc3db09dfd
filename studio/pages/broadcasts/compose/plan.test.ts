import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { instantOf, nextMorning, wallOf } from '../../../parts/days/wall-time.ts';
import { nextName, spanOf, spanText, units, wholePlan, withMessage, withoutVariant } from './plan.ts';

describe('the plan that is composed', () => {
  it('reads a length of time as it writes it, and leaves others alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.constantFrom(...units), (count, unit) => {
        expect(spanOf(spanText({ count, unit }))).toEqual({ count, unit });
      }),
    );
    expect([spanOf('1 hour'), spanText({ count: 1, unit: 'hours' }), spanOf('1 day 2 hours')]).toEqual([
      { count: 1, unit: 'hours' },
      '1 hour',
      undefined,
    ]);
  });

  it('shows an instant by the clock of a zone and takes it back, also across a change of the clocks', () => {
    const zone = 'Europe/Madrid';
    expect(wallOf({ iso: '2026-03-29T01:00:00Z', zone })).toBe('2026-03-29T03:00');
    expect(instantOf({ wall: '2026-03-29T03:00', zone })).toBe('2026-03-29T01:00:00.000Z');
    expect(nextMorning({ iso: '2026-03-28T23:30:00Z', zone })).toBe('2026-03-30T09:00');
  });

  it('takes the channel of its first message, and keeps the names of variants apart', () => {
    const plan = wholePlan({ name: 'News' });
    const one = withMessage({ plan, at: 0, message: { key: 'hello', channel: 'sms' } });
    const two = withMessage({ plan: one, at: 1, message: { key: 'bye', channel: 'sms' } });
    expect([one.channel, two.variants.map(({ name }) => name)]).toEqual(['sms', ['a', 'b']]);
    expect(nextName(two.variants.slice(1))).toBe('a');
    const other = withMessage({ plan: two, at: 1, message: { key: 'later', channel: 'email' } });
    expect([other.channel, other.variants[1]]).toEqual(['sms', { name: 'b', message: 'later', weight: 1 }]);
  });

  it('drops the test with the variant that it needs', () => {
    const plan = {
      ...wholePlan({ name: 'News' }),
      variants: [
        { name: 'a', message: 'x' },
        { name: 'b', message: 'y' },
      ],
      test: { share: 20, after: '4 hours', by: 'clicked' as const },
    };
    expect(withoutVariant(plan, 0)).toMatchObject({ variants: [{ name: 'b' }] });
    expect(withoutVariant(plan, 0).test).toBeUndefined();
  });
});
