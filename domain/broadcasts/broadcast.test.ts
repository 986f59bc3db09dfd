import { describe, expect, it } from 'vitest';

import { audienceConditions, namesSomebody } from './audience.ts';
import { dueFor, firstInstant } from './due-for.ts';
import { broadcastOf, isInTest, journeyKeyOf, journeyOfBroadcast } from './journey-of.ts';
import { pickWinner } from './pick-winner.ts';
import { broadcastPlanSchema } from './plan.ts';

const hour = 3_600_000;
const planOf = (given: object) => broadcastPlanSchema.parse({ name: 'News', ...given });

describe('the time of a broadcast', () => {
  const schedule = { kind: 'local', at: '2026-03-29T09:00' } as const;

  it('is that of the clock of each person, from the first zone to the last, and never before it was begun', () => {
    const start = Date.UTC(2026, 2, 28, 12);
    const first = firstInstant({ schedule, now: start });
    const due = (zone: string): number => dueFor({ schedule, start: first, zone });
    expect(first).toBe(Date.UTC(2026, 2, 28, 19));
    expect(due('Pacific/Kiritimati')).toBe(first);
    expect(due('Europe/Madrid')).toBe(Date.UTC(2026, 2, 29, 7));
    expect(due('America/New_York')).toBe(Date.UTC(2026, 2, 29, 13));
    expect(dueFor({ schedule, start: start + 48 * hour, zone: 'Europe/Madrid' })).toBe(start + 48 * hour);
  });

  it('is a day that exists', () => {
    const at = (day: string) =>
      broadcastPlanSchema.safeParse({ name: 'x', schedule: { kind: 'local', at: day } });
    expect([at('2026-02-30T09:00').success, at('2028-02-29T09:00').success]).toEqual([false, true]);
  });
});

describe('the journey of a broadcast', () => {
  const two = planOf({
    variants: [
      { name: 'short', message: 'welcome' },
      { name: 'long', message: 'welcome-tips', weight: 3 },
    ],
    holdout: 10,
  });

  it('draws people into the variants, and once one has won sends it in the same step', () => {
    const lot = journeyOfBroadcast({ id: 'b1', plan: two, part: { kind: 'lot' } });
    const won = journeyOfBroadcast({ id: 'b1', plan: two, part: { kind: 'winner', variant: 'long' } });
    expect(lot).toMatchObject({
      key: 'broadcast:b1',
      holdout: 10,
      steps: [{ type: 'experiment', arms: [{ control: true }, { weight: 3, then: [{ id: 'send-long' }] }] }],
    });
    expect(won.steps).toMatchObject([{ type: 'send', id: 'send-long', message: 'welcome-tips' }]);
  });

  it('has a key that no file of a workspace can have', () => {
    expect([broadcastOf(journeyKeyOf('b1')), broadcastOf('broadcast-b1')]).toEqual(['b1', undefined]);
  });

  it('tries the variants on about the share that was asked for, always on the same people', () => {
    const tried = Array.from({ length: 4000 }, (_, n) =>
      isInTest({ id: 'b1', share: 20, profileId: `p-${n}` }),
    );
    const share = tried.filter(Boolean).length / 4000;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    expect(isInTest({ id: 'b1', share: 20, profileId: 'p-7' })).toBe(tried[7]);
  });
});

describe('the winner of a test', () => {
  it('is the variant with the highest rate, and the control where they are alike', () => {
    const tried = (b: number) =>
      [
        { variant: 'a', hits: 10, of: 100 },
        { variant: 'b', hits: b, of: 50 },
      ] as const;
    expect([pickWinner([...tried(6)]), pickWinner([...tried(5)]), pickWinner([...tried(0)])]).toEqual([
      'b',
      'a',
      'a',
    ]);
    expect(pickWinner([{ variant: 'a', hits: 0, of: 0 }])).toBe('a');
  });
});

describe('the audience of a broadcast', () => {
  it('joins its segments, and takes out those who are excluded', () => {
    const { audience } = planOf({ audience: { segments: ['loyal', 'new'], exclude: ['staff'] } });
    expect(namesSomebody(audience)).toBe(true);
    expect(audienceConditions({ audience, when: undefined })).toMatchObject({
      all: [
        { fact: 'profile' },
        { any: [{ all: [{ value: 'loyal' }] }, { all: [{ value: 'new' }] }] },
        { all: [{ operator: 'doesNotContain', value: 'staff' }] },
      ],
    });
    expect(namesSomebody(planOf({ audience: { exclude: ['staff'] } }).audience)).toBe(false);
  });
});
