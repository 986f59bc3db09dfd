import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { callsIn, type CallWindow, coolDownAfter, noCalls, withCall } from './call-window.ts';

const calls = fc
  .array(fc.record({ after: fc.nat({ max: 20_000 }), bad: fc.boolean() }), { maxLength: 200 })
  .map((given) => {
    let at = 1_000_000;
    return given.map(({ after, bad }) => {
      at += after;
      return { at, bad };
    });
  });

const windowOf = (given: readonly { at: number; bad: boolean }[], withinMs: number): CallWindow =>
  given.reduce((window, call) => withCall({ window, ...call, withinMs }), noCalls);

describe('the calls of the last while', () => {
  it('are all of the stretch, and none older than a twelfth of it before', () => {
    fc.assert(
      fc.property(
        calls,
        fc.integer({ min: 1000, max: 600_000 }),
        fc.nat({ max: 100_000 }),
        (given, withinMs, later) => {
          const now = (given.at(-1)?.at ?? 1_000_000) + later;
          const { bad, all } = callsIn({ window: windowOf(given, withinMs), now, withinMs });
          const since = (from: number) => given.filter(({ at }) => at > from);
          const surely = since(now - withinMs);
          const perhaps = since(now - withinMs - Math.ceil(withinMs / 12) - 1);
          expect(all).toBeGreaterThanOrEqual(surely.length);
          expect(all).toBeLessThanOrEqual(perhaps.length);
          expect(bad).toBeGreaterThanOrEqual(surely.filter((call) => call.bad).length);
          expect(bad).toBeLessThanOrEqual(all);
        },
      ),
    );
  });

  it('take the same room however many there were', () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 1000, max: 600_000 }), (given, withinMs) => {
        expect(windowOf(given, withinMs).length).toBeLessThanOrEqual(14);
      }),
    );
  });
});

it('waits twice as long after each try in vain, up to five minutes, and never shorter than told', () => {
  const waits = [0, 1, 2, 3, 4, 5, 50].map((tries) => coolDownAfter({ coolDownMs: 30_000, tries }));
  expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000, 300_000]);
  expect(coolDownAfter({ coolDownMs: 3_600_000, tries: 3 })).toBe(3_600_000);
});
