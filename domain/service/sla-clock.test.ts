import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { businessCalendar, businessTimeBetween } from '../time/business-hours.ts';
import { type SlaClock, slaNews, turnClock, usedBy } from './sla-clock.ts';

const hour = 3_600_000;
const minute = 60_000;
const calendar = businessCalendar({
  hours: { hours: [{ days: ['mon-fri'], from: '09:00', to: '17:00' }], holidays: ['2026-06-04'] },
  zone: 'Europe/Madrid',
});
const at = (text: string): number => Date.parse(text);

type Turn = {
  readonly now: number;
  readonly isMet?: boolean;
  readonly isPaused?: boolean;
  readonly limit?: number;
};

/** One clock of eight hours, looked at at each of these instants. */
const turns = (list: readonly Turn[], hours: typeof calendar | null = calendar) =>
  list.reduce<{ clock: SlaClock | undefined; news: string[] }>(
    ({ clock: before, news }, { now, isMet = false, isPaused = false, limit = 8 * hour }) => {
      const target = { target: 'resolution', limit, warnAfter: limit * 0.75, isMet, isPaused };
      const clock = turnClock({ before, targets: [target], now, calendar: hours ?? undefined });
      const told = slaNews(before, clock).map(({ kind }) => `${kind} ${new Date(now).toISOString()}`);
      return { clock, news: [...news, ...told] };
    },
    { clock: undefined, news: [] },
  );
const first = (clock: SlaClock | undefined) => clock?.targets[0] ?? expect.fail('no clock');

describe('the clock of a target', () => {
  it('counts working time only: nights, weekends and holidays are left out', () => {
    const { clock } = turns([{ now: at('2026-06-03T13:00Z') }]);
    // Wednesday 15:00 local: two hours, a holiday, then six hours of Friday.
    expect(new Date(first(clock).dueAt ?? 0).toISOString()).toBe('2026-06-05T13:00:00.000Z');
    expect(new Date(clock?.nextAt ?? 0).toISOString()).toBe('2026-06-05T11:00:00.000Z');
  });

  it('counts around the clock without working hours', () => {
    const { clock } = turns([{ now: at('2026-06-06T20:00Z') }], null);
    expect(first(clock).dueAt).toBe(at('2026-06-07T04:00Z'));
  });

  it('stands still while the customer is waited for, and goes on with what was left', () => {
    const { clock } = turns([
      { now: at('2026-06-01T07:00Z') },
      { now: at('2026-06-01T10:00Z'), isPaused: true },
      { now: at('2026-06-02T10:00Z') },
    ]);
    expect(first(clock)).toMatchObject({ used: 3 * hour, dueAt: at('2026-06-02T15:00Z') });
  });

  it('has no end while it stands still', () => {
    const { clock } = turns([{ now: at('2026-06-01T07:00Z'), isPaused: true }]);
    expect(first(clock)).toEqual({ target: 'resolution', limit: 8 * hour, used: 0 });
    expect(clock?.nextAt).toBeUndefined();
  });

  it('goes on after it was met and opened again', () => {
    const { clock } = turns([
      { now: at('2026-06-01T07:00Z') },
      { now: at('2026-06-01T12:00Z'), isMet: true },
      { now: at('2026-06-02T07:00Z') },
    ]);
    expect(first(clock)).toMatchObject({ used: 5 * hour, dueAt: at('2026-06-02T10:00Z') });
    expect(first(clock).metAt).toBeUndefined();
  });

  it('warns once and breaches once, at the right instant', () => {
    const { news, clock } = turns([
      { now: at('2026-06-01T07:00Z') },
      { now: at('2026-06-01T13:00Z') },
      { now: at('2026-06-01T13:30Z') },
      { now: at('2026-06-01T15:00Z') },
      { now: at('2026-06-02T15:00Z') },
      { now: at('2026-06-02T16:00Z'), isMet: true },
      { now: at('2026-06-03T08:00Z') },
    ]);
    expect(news).toEqual(['warned 2026-06-01T13:00:00.000Z', 'breached 2026-06-01T15:00:00.000Z']);
    expect(clock?.nextAt).toBeUndefined();
  });

  it('that is met when its time is just over is met in time; a moment later it is late', () => {
    const begin = { now: at('2026-06-01T07:00Z') };
    expect(turns([begin, { now: at('2026-06-01T15:00Z'), isMet: true }]).news).toEqual([]);
    const late = turns([begin, { now: at('2026-06-02T07:00:00.001Z'), isMet: true }]).news;
    expect(late).toEqual(['breached 2026-06-02T07:00:00.001Z']);
  });

  it('says only that the time is over when both passed at once, as after a standstill', () => {
    const { news } = turns([{ now: at('2026-06-01T07:00Z') }, { now: at('2026-06-08T07:00Z') }]);
    expect(news).toEqual(['breached 2026-06-08T07:00:00.000Z']);
  });

  it('has another time with another priority, and keeps what it used', () => {
    const { clock, news } = turns([
      { now: at('2026-06-01T07:00Z') },
      { now: at('2026-06-01T11:00Z'), limit: 2 * hour },
      { now: at('2026-06-01T12:00Z'), limit: 8 * hour },
    ]);
    expect(news).toEqual(['breached 2026-06-01T11:00:00.000Z']);
    expect(first(clock)).toMatchObject({ limit: 8 * hour, dueAt: at('2026-06-01T15:00Z') });
    expect(first(clock).breached).toBeUndefined();
  });
});

const begin = at('2026-06-01T00:00Z');
const lives = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 30 * 60 }).map((minutes) => minutes * minute),
    isPaused: fc.boolean(),
    isMet: fc.boolean(),
  }),
  { minLength: 1, maxLength: 20 },
);

const placed = (
  life: readonly { readonly after: number; readonly isPaused: boolean; readonly isMet: boolean }[],
) => {
  let now = begin;
  return life.map(({ after, ...state }) => {
    now += after;
    return { now, ...state };
  });
};

describe('any life of a record', () => {
  it('uses the working time of the stretches in which the clock ran, no more and no less', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const list = placed(life);
        const { clock } = turns(list);
        const last = list.at(-1)?.now ?? begin;
        const ran = list
          .slice(0, -1)
          .map(({ now, isPaused, isMet }, index) =>
            isPaused || isMet
              ? 0
              : businessTimeBetween({ from: now, to: list[index + 1]?.now ?? now, calendar }),
          );
        const sum = ran.reduce((a, b) => a + b, 0);
        expect(usedBy(first(clock), { now: last, calendar })).toBe(sum);
      }),
    );
  });

  it('is the same however often it is looked at in between', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.integer({ min: 1, max: 59 }), { maxLength: 20 }), (life, looks) => {
        const list = placed(life);
        const more = list.flatMap((turn, index): readonly Turn[] => {
          const next = list[index + 1]?.now;
          const look = looks[index];
          if (next === undefined || look === undefined) return [turn];
          return [turn, { ...turn, now: turn.now + Math.floor(((next - turn.now) * look) / 60) }];
        });
        const [one, two] = [turns(list), turns(more)];
        expect(first(two.clock)).toEqual(first(one.clock));
        const breaches = (news: readonly string[]) =>
          news.filter((text) => text.startsWith('breached')).length;
        expect(breaches(two.news)).toBe(breaches(one.news));
      }),
    );
  });

  it('breaches at `dueAt` and not before', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const list = placed(life);
        const { clock } = turns(list);
        const { dueAt, breached } = first(clock);
        if (dueAt === undefined || breached === true) return;
        const just = turns([...list, { now: dueAt - 1 }]);
        expect(first(just.clock).breached).toBeUndefined();
        expect(first(turns([...list, { now: dueAt }]).clock).breached).toBe(true);
      }),
    );
  });
});
