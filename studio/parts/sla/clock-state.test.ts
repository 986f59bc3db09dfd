import { expect, it } from 'vitest';

import { type Clock, nextClock } from './clock-state.ts';

const clock = (target: string, leftMinutes: number, more: Partial<Clock> = {}): Clock => ({
  target,
  state: 'running',
  minutes: 240,
  leftMinutes,
  warned: false,
  breached: false,
  ...more,
});

it('the clock with the least time left is shown, and none that is met', () => {
  const met = clock('first-reply', -30, { state: 'met', breached: true, metAt: '2026-06-01T10:00:00Z' });
  const clocks = [met, clock('resolution', 200), clock('call-back', 15)];
  expect(nextClock(clocks)?.target).toBe('call-back');
  expect(nextClock([met])).toBeUndefined();
  expect(nextClock(undefined)).toBeUndefined();
});
