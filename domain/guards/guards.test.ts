import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isStorm, leastHistoryMs } from './entries.ts';
import { guardsOf, guardsSchema } from './guard-settings.ts';
import { isOver, mostForTrip } from './share.ts';
import { sayTrip } from './trip.ts';

const limits = fc.record({
  rate: fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100),
  of: fc.integer({ min: 5, max: 5_000 }),
});

describe('the share that may go wrong', () => {
  it('never trips below the least volume, whatever fails', () => {
    fc.assert(
      fc.property(limits, fc.nat(), fc.nat(), (limit, some, more) => {
        const all = some % limit.of;
        expect(isOver({ limit, bad: Math.min(all, more), all })).toBe(false);
      }),
    );
  });

  it('always trips above the limit with enough volume', () => {
    fc.assert(
      fc.property(limits, fc.nat({ max: 1_000_000 }), (limit, more) => {
        const all = limit.of + more;
        const bad = Math.floor((limit.rate * all) / 100) + 1;
        fc.pre(bad <= all);
        expect(isOver({ limit, bad, all })).toBe(true);
      }),
    );
  });

  it('is monotone: more failures never help, nor does the same number among fewer that suffice', () => {
    fc.assert(
      fc.property(limits, fc.nat({ max: 5_000 }), fc.nat({ max: 20_000 }), (limit, bad, all) => {
        fc.pre(isOver({ limit, bad, all }));
        expect(isOver({ limit, bad: bad + 1, all })).toBe(true);
        if (all > limit.of) expect(isOver({ limit, bad, all: all - 1 })).toBe(true);
      }),
    );
  });

  it('is the same whether all are counted or only as many as could matter', () => {
    fc.assert(
      fc.property(limits, fc.nat({ max: 5_000 }), fc.nat({ max: 50_000 }), (limit, bad, all) => {
        const most = mostForTrip({ limit, bad });
        const counted = most === undefined ? undefined : Math.min(all, most + 1);
        const trips = counted !== undefined && isOver({ limit, bad, all: counted });
        expect(trips).toBe(isOver({ limit, bad, all }));
      }),
    );
  });

  it('does not trip on five failures in a thousand by any default', () => {
    const { bounces, failures } = guardsOf(undefined);
    for (const limit of [bounces, failures]) {
      if (limit !== false) expect(isOver({ limit, bad: 5, all: 1000 })).toBe(false);
    }
  });
});

describe('entries beyond the usual', () => {
  const counted = fc.record({
    count: fc.nat({ max: 100_000 }),
    withinMs: fc.integer({ min: 60_000, max: leastHistoryMs }),
    before: fc.nat({ max: 1_000_000 }),
    beforeMs: fc.integer({ min: leastHistoryMs, max: 7 * leastHistoryMs }),
  });
  const limit = { times: 20, atLeast: 1000 };

  it('are none below the floor, and none while nothing is usual yet', () => {
    fc.assert(
      fc.property(counted, (counts) => {
        expect(isStorm({ limit, counts: { ...counts, count: counts.count % limit.atLeast } })).toBe(false);
        expect(isStorm({ limit, counts: { ...counts, beforeMs: leastHistoryMs - 1 } })).toBe(false);
      }),
    );
  });

  it('stay a storm when more enter, or fewer did before', () => {
    fc.assert(
      fc.property(counted, fc.nat({ max: 1000 }), (counts, more) => {
        fc.pre(isStorm({ limit, counts }));
        expect(isStorm({ limit, counts: { ...counts, count: counts.count + more } })).toBe(true);
        const before = Math.max(0, counts.before - more);
        expect(isStorm({ limit, counts: { ...counts, before } })).toBe(true);
      }),
    );
  });

  it('are a storm above the floor where there were as good as none', () => {
    const counts = { count: 1000, withinMs: 3_600_000, before: 168, beforeMs: 7 * leastHistoryMs };
    expect(isStorm({ limit, counts })).toBe(true);
  });
});

describe('guards in the settings', () => {
  it('are on with their defaults, and each can be changed or switched off', () => {
    expect(guardsOf(undefined)).toEqual({
      complaints: { rate: 0.3, of: 1000, within: '24 hours' },
      bounces: { rate: 5, of: 200, within: '24 hours' },
      failures: { rate: 50, of: 20, within: '10 minutes' },
      entries: { times: 20, atLeast: 1000, within: '1 hour' },
      plugins: { rate: 50, of: 10, within: '1 minute', coolDown: '30 seconds' },
    });
    const given = guardsSchema.parse({ complaints: false, bounces: { rate: 2 } });
    expect(given).toMatchObject({ complaints: false, bounces: { rate: 2, of: 200, within: '24 hours' } });
  });

  it.each([
    ['a rate of nothing', { bounces: { rate: 0 } }],
    ['more than all', { bounces: { rate: 101 } }],
    ['a volume that a few could fill', { bounces: { of: 2 } }],
    ['a stretch longer than is kept in view', { bounces: { within: '30 days' } }],
    ['a word it does not know', { bounces: { above: 3 } }],
  ])('refuse %s', (_name, given) => {
    expect(guardsSchema.safeParse(given).success).toBe(false);
  });
});

describe('why a journey was stopped', () => {
  it('is said with the numbers', () => {
    expect(sayTrip({ guard: 'complaints', bad: 12, all: 2400, limit: 0.3, within: '24 hours' })).toBe(
      'Stopped by its guard: 12 of 2,400 messages accepted within 24 hours were marked as spam (0.5 %); the limit is 0.3 %.',
    );
    expect(sayTrip({ guard: 'entries', count: 5000, usual: 12.4, times: 20, within: '1 hour' })).toBe(
      'Stopped by its guard: 5,000 people entered within 1 hour, where 12.4 are usual; the limit is 20 times the usual.',
    );
  });
});
