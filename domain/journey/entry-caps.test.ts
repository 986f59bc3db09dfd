import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { zonedInstants } from '../time/zones-for-tests.ts';
import { capWindows } from './entry-caps.ts';

const caps = { hour: 1, day: 2, perRun: 3, total: 4 };
const at = Date.parse('2026-06-03T21:59Z');
const windows = (given: Partial<Parameters<typeof capWindows>[0]>) =>
  capWindows({ caps, at, zone: 'Europe/Madrid', occurrence: 'monday', ...given });

test('an entry counts in its hour, its day, its occurrence and in all, the shortest first', () => {
  expect(windows({}).map(({ kind, max }) => [kind, max])).toEqual([
    ['hour', 1],
    ['day', 2],
    ['occurrence', 3],
    ['total', 4],
  ]);
  expect(windows({}).map(({ window }) => window)[1]).toBe('day:2026-06-03');
  expect(windows({ at: at + 60_000 }).map(({ window }) => window)[1], 'the day of the business').toBe(
    'day:2026-06-04',
  );
  expect(windows({ occurrence: undefined }).map(({ kind }) => kind)).toEqual(['hour', 'day', 'total']);
  expect(windows({ caps: undefined })).toEqual([]);
});

test('in every zone an entry is in exactly the windows that have not ended', () => {
  fc.assert(
    fc.property(zonedInstants, fc.integer({ min: 0, max: 40 * 3_600_000 }), ({ zone, at }, later) => {
      for (const [index, { ends }] of windows({ zone, at }).entries()) {
        if (ends === undefined || index > 1) continue;
        expect(ends).toBeGreaterThan(at);
        const same =
          windows({ zone, at: at + later })[index]?.window === windows({ zone, at })[index]?.window;
        expect(same).toBe(at + later < ends);
      }
    }),
    { numRuns: 300 },
  );
});
