import { describe, expect, test } from 'vitest';

import { journeyOf, monday, play } from '../play-for-tests.ts';

const day = 86_400_000;
const hour = 3_600_000;
const sends = (wait: Record<string, unknown>) =>
  journeyOf({
    steps: [
      { id: 'pause', type: 'wait', ...wait },
      { id: 'mail', type: 'send', channel: 'email', message: 'hello' },
      { id: 'rest', type: 'wait', for: '1 hour' },
      { id: 'again', type: 'send', channel: 'email', message: 'hello' },
    ],
  });

describe('wait for', () => {
  test('waits as long as it says, says so, and goes on at that instant', () => {
    const run = play({ journey: sends({ for: '2 days' }) }).start();
    expect(run.said()).toEqual(['entered', 'waiting pause (duration)']);
    expect(run.wants()).toBe('until 2026-06-03T08:00:00.000Z');
    expect(run.decisions()[1]?.detail).toEqual({ until: '2026-06-03T08:00:00.000Z' });
    run.at(monday + 2 * day - 1);
    expect(run.said(), 'a timer that rings early changes nothing').toEqual([]);
    run.at(monday + 2 * day);
    expect(run.said()).toEqual(['waited pause']);
    expect(run.wants()).toBe('send mail');
  });

  test('a wait that ends late counts as ended when it was due, so that events since then count', () => {
    const run = play({ journey: sends({ for: '2 days' }) }).start();
    run.at(monday + 5 * day);
    expect(run.state().since).toBe(monday + 2 * day);
  });

  test('calendar days keep the local time, days are 24 hours each', () => {
    const facts = { zone: 'Europe/Madrid' };
    const now = '2026-10-24T08:00:00Z';
    expect(
      play({ journey: sends({ for: '1 day' }), facts, now })
        .start()
        .wants(),
    ).toBe('until 2026-10-25T08:00:00.000Z');
    expect(
      play({ journey: sends({ for: '1 calendar day' }), facts, now })
        .start()
        .wants(),
    ).toBe('until 2026-10-25T09:00:00.000Z');
  });

  test('a customer who moves to another zone mid-wait gets their calendar days there', () => {
    const run = play({ journey: sends({ for: '3 calendar days' }) }).start();
    run.learn({ zone: 'America/New_York' }).clock(monday + day);
    run.tell({ kind: 'retime' });
    expect(run.wants()).toBe('until 2026-06-04T08:00:00.000Z');
    const dst = play({ journey: sends({ for: '3 calendar days' }), now: '2026-10-24T08:00:00Z' }).start();
    expect(dst.wants()).toBe('until 2026-10-27T09:00:00.000Z');
    dst.learn({ zone: 'America/New_York' }).tell({ kind: 'retime' });
    expect(dst.wants()).toBe('until 2026-10-27T08:00:00.000Z');
    expect(dst.said()).toContain('waiting pause (duration)');
  });
});

describe('wait until a window', () => {
  const office = { until: { window: { days: ['mon-fri'], from: '09:00', to: '17:00' } } };

  test('goes on at once while it is open', () => {
    const run = play({ journey: sends(office) }).start();
    expect(run.said()).toEqual(['entered', 'waited pause (window-open)']);
    expect(run.wants()).toBe('send mail');
  });

  test('waits for its next opening in the zone of the person', () => {
    const evening = '2026-06-05T16:00:00Z';
    expect(
      play({ journey: sends(office), now: evening })
        .start()
        .wants(),
    ).toBe('until 2026-06-08T07:00:00.000Z');
    const there = { zone: 'America/New_York' };
    expect(
      play({ journey: sends(office), now: evening, facts: there })
        .start()
        .wants(),
    ).toBe('send mail');
  });

  test('stays shut on the holidays of the business', () => {
    const holidays = new Set(['2026-06-01', '2026-06-02']);
    const run = play({ journey: sends(office), facts: { holidays } }).start();
    expect(run.wants()).toBe('until 2026-06-03T07:00:00.000Z');
    expect(run.said()).toEqual(['entered', 'waiting pause (window)']);
  });

  test('a timer that rings late, when the window has shut again, waits for the next opening', () => {
    const run = play({ journey: sends(office), now: '2026-06-05T16:00:00Z' }).start();
    run.said();
    run.at('2026-06-08T20:00:00Z');
    expect(run.said()).toEqual(['waiting pause (window)']);
    expect(run.wants()).toBe('until 2026-06-09T07:00:00.000Z');
    run.at('2026-06-09T11:00:00Z');
    expect(run.said(), 'late, but open').toEqual(['waited pause']);
  });

  test('a customer who moves to another zone mid-wait gets the window there, not one that is over', () => {
    const run = play({ journey: sends(office), now: '2026-06-05T16:00:00Z' }).start();
    run.clock('2026-06-06T12:00:00Z').learn({ zone: 'America/New_York' }).tell({ kind: 'retime' });
    expect(run.wants()).toBe('until 2026-06-08T13:00:00.000Z');
  });

  test('one that never opens ends the run with the reason', () => {
    const holidays = new Set(
      Array.from({ length: 1000 }, (_day, n) => new Date(monday + n * day).toISOString().slice(0, 10)),
    );
    const run = play({ journey: sends(office), facts: { holidays } }).start();
    expect(run.said()).toEqual(['entered', 'exited pause (window-never-opens)']);
    expect(run.wants()).toBe('done exited');
  });
});

describe('wait until a date', () => {
  const until = (more: Record<string, unknown> = {}) =>
    sends({ until: { date: '$.profile.traits.renewal', at: '09:00', ...more } });
  const renewal = (value: unknown) => ({ profile: { traits: { renewal: value } } });

  test('waits for the date with its offset, at the time of day given', () => {
    const facts = renewal('2026-06-20');
    expect(play({ journey: until(), facts }).start().wants()).toBe('until 2026-06-20T07:00:00.000Z');
    const before = until({ offset: '3 calendar days before' });
    expect(play({ journey: before, facts }).start().wants()).toBe('until 2026-06-17T07:00:00.000Z');
    expect(play({ journey: until(), facts }).start().said()).toEqual(['entered', 'waiting pause (date)']);
  });

  test('reads dates of the entry event and of steps too', () => {
    const journey = journeyOf({
      steps: [
        { id: 'coupon', type: 'offer', offer: 'ten' },
        { id: 'pause', type: 'wait', until: { date: '$.steps.coupon.expiresAt', offset: '1 day before' } },
        { id: 'mail', type: 'send', channel: 'email', message: 'hello' },
      ],
    });
    const run = play({ journey }).start();
    run.result({ kind: 'done', output: { code: 'TEN', expiresAt: '2026-06-10T08:00:00.000Z' } });
    expect(run.wants()).toBe('until 2026-06-09T08:00:00.000Z');
    const entry = sends({ until: { date: '$.entry.properties.delivery' } });
    const facts = { entry: { properties: { delivery: '2026-06-04T10:00:00Z' } } };
    expect(play({ journey: entry, facts }).start().wants()).toBe('until 2026-06-04T10:00:00.000Z');
  });

  test('a missing date: goes on, skips the sends up to the next wait, or exits, as the step says', () => {
    const now = play({ journey: until({ missing: 'now' }) }).start();
    expect(now.said()).toEqual(['entered', 'waited pause (date-missing)']);
    expect(now.wants()).toBe('send mail');
    const skip = play({ journey: until({ missing: 'skip' }) }).start();
    expect(skip.said()).toEqual([
      'entered',
      'waited pause (date-missing)',
      'skipped mail (overdue)',
      'waiting rest (duration)',
    ]);
    expect(skip.at(monday + hour).wants(), 'after the next wait it sends again').toBe('send again');
    const exit = play({ journey: until({ missing: 'exit' }) }).start();
    expect(exit.said()).toEqual(['entered', 'exited pause (date-missing)']);
    expect(exit.wants()).toBe('done exited');
  });

  test('a date that is there and cannot be read is not told as missing', () => {
    const run = play({ journey: until({ missing: 'now' }), facts: renewal('soon') }).start();
    expect(run.said()).toEqual(['entered', 'waited pause (date-not-valid)']);
    const blank = play({ journey: until({ missing: 'now' }), facts: renewal('') }).start();
    expect(blank.said()).toEqual(['entered', 'waited pause (date-missing)']);
  });

  test('a missing date skips and a past one goes on when the step says nothing', () => {
    expect(play({ journey: until() }).start().said()).toContain('skipped mail (overdue)');
    const past = play({ journey: until(), facts: renewal('2026-05-01') }).start();
    expect(past.said()).toEqual(['entered', 'waited pause (date-past)']);
    expect(past.wants()).toBe('send mail');
  });

  test('a past date: goes on, skips the sends up to the next wait, or exits, as the step says', () => {
    const facts = renewal('2026-05-01');
    expect(
      play({ journey: until({ past: 'now' }), facts })
        .start()
        .wants(),
    ).toBe('send mail');
    const skip = play({ journey: until({ past: 'skip' }), facts }).start();
    expect(skip.said()).toContain('skipped mail (overdue)');
    const exit = play({ journey: until({ past: 'exit' }), facts }).start();
    expect(exit.said()).toEqual(['entered', 'exited pause (date-past)']);
  });

  test('a date that is this very instant has not passed', () => {
    for (const past of ['now', 'skip', 'exit']) {
      const run = play({ journey: until({ past }), facts: renewal('2026-06-01T08:00:00Z') }).start();
      expect(run.said()).toEqual(['entered', 'waited pause (date-reached)']);
      expect(run.wants()).toBe('send mail');
    }
  });

  test('nor has one that came moments ago, as for anyone who waited for it just before', () => {
    const date = { date: '$.profile.traits.renewal', at: '09:00', past: 'exit' };
    const steps = ['first', 'second'].map((id) => ({ id, type: 'wait', until: date }));
    const run = play({ journey: journeyOf({ steps }), facts: renewal('2026-06-20') }).start();
    expect(run.at('2026-06-20T07:00:00.250Z').wants()).toBe('done completed');
    const late = play({ journey: until({ past: 'exit' }), facts: renewal('2026-06-01T07:58:00Z') }).start();
    expect(late.said()).toEqual(['entered', 'exited pause (date-past)']);
  });

  test('each round of a yearly wait is a year, whether it wakes on the instant or moments later', () => {
    const yearly = { date: '$.profile.traits.renewal', at: '09:00', yearly: true };
    const steps = [{ id: 'pause', type: 'wait', until: yearly }];
    const journey = journeyOf({ steps: [{ id: 'years', type: 'repeat', atMost: 3, steps }] });
    for (const woken of ['2026-06-20T07:00:00.000Z', '2026-06-20T07:00:00.250Z']) {
      const run = play({ journey, facts: renewal('1990-06-20') }).start();
      expect(run.at(woken).wants()).toBe('until 2027-06-20T07:00:00.000Z');
    }
  });

  test('yearly means the next anniversary, also of a date long past', () => {
    const facts = { profile: { traits: { renewal: '1990-06-15' } } };
    const run = play({ journey: until({ yearly: true }), facts }).start();
    expect(run.wants()).toBe('until 2026-06-15T07:00:00.000Z');
  });

  test('a changed trait moves the wait that depends on it, and only that', () => {
    const run = play({ journey: until(), facts: renewal('2026-06-20') }).start();
    run.learn(renewal('2026-06-25')).tell({ kind: 'retime' });
    expect(run.wants()).toBe('until 2026-06-25T07:00:00.000Z');
    expect(run.state().visit, 'it is the same visit').toBe(1);
    run.said();
    run.tell({ kind: 'retime' });
    expect(run.said(), 'the same date again says nothing').toEqual([]);
    run.learn(renewal('2026-05-01')).tell({ kind: 'retime' });
    expect(run.said()).toEqual(['waited pause (date-past)']);
    expect(run.wants()).toBe('send mail');
    run.tell({ kind: 'retime' });
    expect(run.said(), 'a send does not depend on it').toEqual([]);
  });

  test('a date that is taken away while it is waited for follows `missing`', () => {
    const run = play({ journey: until({ missing: 'exit' }), facts: renewal('2026-06-20') }).start();
    run.learn({ profile: { traits: {} } }).tell({ kind: 'retime' });
    expect(run.wants()).toBe('done exited');
  });
});

describe('wait until the best time', () => {
  const best = sends({ bestTime: { channel: 'email', default: '18:30' } });

  test('waits for the hour at which the person reads, and says that it was learned', () => {
    const run = play({ journey: best, facts: { bestHour: () => 20 } }).start();
    expect(run.wants()).toBe('until 2026-06-01T18:00:00.000Z');
    expect(run.said()).toEqual(['entered', 'waiting pause (learned-hour)']);
  });

  test('waits for the default hour until it is known', () => {
    const run = play({ journey: best }).start();
    expect(run.wants()).toBe('until 2026-06-01T16:30:00.000Z');
    expect(run.said()).toEqual(['entered', 'waiting pause (default-hour)']);
  });

  test('goes on at once within that hour, and waits for tomorrow after it', () => {
    const facts = { bestHour: () => 10 };
    expect(play({ journey: best, facts, now: '2026-06-01T08:59:00Z' }).start().wants()).toBe('send mail');
    expect(play({ journey: best, facts, now: '2026-06-01T09:00:00Z' }).start().wants()).toBe(
      'until 2026-06-02T08:00:00.000Z',
    );
  });

  test('an hour that goes over midnight is one hour', () => {
    const late = sends({ bestTime: { default: '23:30' } });
    expect(play({ journey: late, now: '2026-06-01T22:10:00Z' }).start().wants()).toBe('send mail');
    expect(play({ journey: late, now: '2026-06-01T22:30:00Z' }).start().wants()).toBe(
      'until 2026-06-02T21:30:00.000Z',
    );
  });
});
