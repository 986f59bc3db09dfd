import { describe, expect, test } from 'vitest';

import { journeyOf, monday, play } from '../play-for-tests.ts';

const hour = 3_600_000;
const day = 24 * hour;
const send = (id: string) => ({ id, type: 'send', channel: 'email', message: 'hello' });
const sent = { kind: 'sent', messageId: 'm', channel: 'email' } as const;
const journey = journeyOf({
  exit: [{ on: 'Order Completed', outcome: 'bought' }],
  steps: [
    { id: 'think', type: 'wait', for: '2 days' },
    send('mail'),
    {
      id: 'answer',
      type: 'wait-for',
      timeout: '3 days',
      events: [{ on: 'Link Clicked' }],
      otherwise: [send('nudge')],
    },
    { id: 'call', type: 'task', title: 'Call', wait: true, timeout: '5 days' },
    send('last'),
  ],
});
const started = () => {
  const run = play({ journey }).start();
  run.said();
  return run;
};

describe('exit, skip, move, restart', () => {
  test('exit ends the run with the outcome and the reason given', () => {
    const run = started().command({ kind: 'exit', outcome: 'removed', reason: 'asked by phone' });
    expect(run.said()).toEqual(['exited think (operator)']);
    expect(run.decisions().at(-1)?.detail).toEqual({ why: 'asked by phone' });
    expect(run.wants()).toBe('done removed');
  });

  test('skip leaves out the step at hand', () => {
    const run = started().command({ kind: 'skip' });
    expect(run.said()).toEqual(['skipped think (operator)']);
    expect(run.wants()).toBe('send mail');
    expect(run.command({ kind: 'skip' }).wants()).toMatch(/^until/);
  });

  test('skipping a wait-for takes its `otherwise`', () => {
    const run = started().command({ kind: 'skip' }).result(sent).command({ kind: 'skip' });
    expect(run.wants()).toBe('send nudge');
  });

  test('a deferred send can be skipped', () => {
    const run = started().at(monday + 2 * day);
    run.result({ kind: 'deferred', until: monday + 3 * day, reason: 'capped' }).command({ kind: 'skip' });
    expect(run.state().at).toBe('answer');
  });

  test('a run that has not begun has nothing to skip', () => {
    const run = play({ journey }).command({ kind: 'skip' });
    expect(run.said()).toEqual(['refused (not-on-a-step)']);
    expect(run.start().wants()).toMatch(/^until/);
  });

  test('move goes to another step at once, as a new visit', () => {
    const run = started()
      .at(monday + 2 * day)
      .result(sent)
      .command({ kind: 'move', to: 'mail' });
    expect(run.said().at(-1)).toBe('moved answer (operator)');
    expect(run.effect()).toEqual({ kind: 'send', step: 'mail', visit: 2 });
  });

  test('nobody is moved to a step that does not exist', () => {
    const run = started();
    const before = run.state();
    run.command({ kind: 'move', to: 'nowhere' });
    expect(run.said()).toEqual(['refused think (no-such-step)']);
    expect(run.state()).toEqual(before);
    expect(run.wants()).toBe('until 2026-06-03T08:00:00.000Z');
  });

  test('restart begins again, forgets what steps gave, and counts its visits on', () => {
    const run = started()
      .at(monday + 2 * day)
      .result(sent);
    run.command({ kind: 'restart' });
    expect(run.said()).toContain('moved answer (restart)');
    expect(run.state()).toMatchObject({ at: 'think', visit: 2, steps: {}, since: monday + 2 * day });
    expect(run.wants()).toBe('until 2026-06-05T08:00:00.000Z');
  });
});

describe('freeze', () => {
  test('nothing happens while a run is frozen: no timer, no event, no answer', () => {
    const run = started().command({ kind: 'freeze' });
    expect(run.said()).toEqual(['frozen think (operator)']);
    expect(run.wants()).toBe('waits');
    const before = run.state();
    run
      .at(monday + 30 * day)
      .hear({ id: 'e1', exit: 0 })
      .command({ kind: 'freeze' });
    run.tell({ kind: 'retime' });
    expect(run.state()).toEqual(before);
    expect(run.said()).toEqual([]);
    expect(run.wants()).toBe('waits');
  });

  test('an event that came while it was frozen is still news to it after', () => {
    const run = started().command({ kind: 'freeze' }).hear({ id: 'e1', exit: 0 });
    run.command({ kind: 'resume', policy: 'shift' }).hear({ id: 'e1', exit: 0 });
    expect(run.wants()).toBe('done bought');
  });

  test('resume without freeze changes nothing', () => {
    const run = started().command({ kind: 'resume', policy: 'skip' });
    expect(run.said()).toEqual([]);
    expect(run.wants()).toBe('until 2026-06-03T08:00:00.000Z');
  });

  test('a task done while it was frozen is taken up on resume', () => {
    const run = started()
      .at(monday + 2 * day)
      .result(sent)
      .command({ kind: 'move', to: 'call' });
    run.result({ kind: 'waits-for-task', taskId: 't1', until: monday + 10 * day });
    run.command({ kind: 'freeze' });
    run.tell({ kind: 'task-done', taskId: 't1', output: { said: 'yes' } });
    expect(run.wants()).toBe('waits');
    run.said();
    run.clock(monday + 4 * day).command({ kind: 'resume', policy: 'shift' });
    expect(run.said()).toEqual(['resumed call (shift)', 'heard call (task-done)']);
    expect(run.state().steps['call']).toEqual({ said: 'yes' });
    expect(run.wants()).toBe('send last');
  });
});

describe('standing still with the whole journey', () => {
  test('counts from when the journey does, for those who waited', () => {
    const run = started().clock(monday + day);
    run.tell({ kind: 'hold', at: monday + hour });
    expect(run.said()).toEqual(['frozen think (journey)']);
    expect(run.state().frozen).toEqual({ at: monday + hour, journey: true });
    run.clock(monday + 10 * day).command({ kind: 'resume', policy: 'shift' });
    expect(run.wants()).toBe(`until ${new Date(monday + 12 * day - hour).toISOString()}`);
  });

  test('counts from when they came to where they stand, for those who came later', () => {
    const run = play({ journey, now: monday + day }).start();
    run.tell({ kind: 'hold', at: monday });
    expect(run.state().frozen?.at).toBe(monday + day);
    run.clock(monday + 10 * day).command({ kind: 'resume', policy: 'shift' });
    expect(run.wants()).toBe(`until ${new Date(monday + 12 * day).toISOString()}`);
  });

  test('never counts from a time to come', () => {
    const run = started();
    run.tell({ kind: 'hold', at: monday + day });
    expect(run.state().frozen?.at).toBe(monday);
  });

  test('leaves those stopped who were stopped by themselves', () => {
    const run = started().command({ kind: 'freeze' });
    run.said();
    run.tell({ kind: 'hold', at: monday });
    expect(run.said()).toEqual([]);
    expect(run.state().frozen).toEqual({ at: monday });
  });

  test('keeps an effect that was not done for the resume', () => {
    const run = play({ journey: journeyOf({ steps: [send('mail')] }) }).start();
    run.tell({ kind: 'hold', at: monday });
    expect(run.wants()).toBe('waits');
    expect(run.result(sent).state().at).toBe('mail');
    run.clock(monday + day).command({ kind: 'resume', policy: 'shift' });
    expect(run.wants()).toBe('send mail');
  });
});

describe('resume by shift', () => {
  const frozen = (at: number, until: number, policy: 'shift' | 'catch-up' | 'skip') => {
    const run = started().clock(at).command({ kind: 'freeze' }).clock(until);
    run.said();
    return run.command({ kind: 'resume', policy });
  };

  test('a wait goes on for as long as it still had', () => {
    const run = frozen(monday + day, monday + 11 * day, 'shift');
    expect(run.said()).toEqual(['resumed think (shift)', 'waiting think (duration)']);
    expect(run.wants()).toBe('until 2026-06-13T08:00:00.000Z');
  });

  test('a wait-for and a task likewise', () => {
    const asked = started()
      .at(monday + 2 * day)
      .result(sent);
    asked
      .command({ kind: 'freeze' })
      .clock(monday + 12 * day)
      .command({ kind: 'resume', policy: 'shift' });
    expect(asked.wants()).toBe('until 2026-06-16T08:00:00.000Z');
  });

  test('windows do not shift: the next opening from now on is waited for', () => {
    const window = { days: ['mon-fri'], from: '09:00', to: '17:00' };
    const office = journeyOf({ steps: [{ id: 'open', type: 'wait', until: { window } }, send('mail')] });
    const run = play({ journey: office, now: '2026-06-05T16:00:00Z' }).start();
    run.clock('2026-06-06T06:00:00Z').command({ kind: 'freeze' });
    run.clock('2026-06-06T14:00:00Z').command({ kind: 'resume', policy: 'shift' });
    expect(run.wants(), 'not Monday 17:00').toBe('until 2026-06-08T07:00:00.000Z');
  });

  test('a date does not shift either; one that passed meanwhile follows what the step says', () => {
    const until = { date: '$.profile.traits.renewal', past: 'exit' };
    const dated = journeyOf({ steps: [{ id: 'until', type: 'wait', until }, send('mail')] });
    const facts = { profile: { traits: { renewal: '2026-06-20T08:00:00Z' } } };
    const run = play({ journey: dated, facts }).start().command({ kind: 'freeze' });
    const early = run.clock(monday + 5 * day).command({ kind: 'resume', policy: 'shift' });
    expect(early.wants()).toBe('until 2026-06-20T08:00:00.000Z');
    run
      .command({ kind: 'freeze' })
      .clock(monday + 25 * day)
      .command({ kind: 'resume', policy: 'shift' });
    expect(run.said().at(-1)).toBe('exited until (date-past)');
  });

  test('a date that was changed while it was frozen is waited for, whatever the policy', () => {
    const dated = journeyOf({
      steps: [{ id: 'until', type: 'wait', until: { date: '$.profile.traits.renewal' } }, send('mail')],
    });
    for (const policy of ['shift', 'catch-up', 'skip'] as const) {
      const facts = { profile: { traits: { renewal: '2026-06-20T08:00:00Z' } } };
      const run = play({ journey: dated, facts }).start().command({ kind: 'freeze' });
      run.learn({ profile: { traits: { renewal: '2026-06-25T08:00:00Z' } } });
      run.clock(monday + 5 * day).command({ kind: 'resume', policy });
      expect(run.wants()).toBe('until 2026-06-25T08:00:00.000Z');
    }
  });
});

describe('resume by catching up', () => {
  test('what is overdue is done now, what is not goes on as it was', () => {
    const late = started()
      .command({ kind: 'freeze' })
      .clock(monday + 11 * day);
    late.said();
    late.command({ kind: 'resume', policy: 'catch-up' });
    expect(late.said()).toEqual(['resumed think (catch-up)']);
    expect(late.wants()).toBe('until 2026-06-03T08:00:00.000Z');
    expect(late.at(monday + 11 * day).wants()).toBe('send mail');

    const early = started()
      .command({ kind: 'freeze' })
      .clock(monday + day);
    expect(early.command({ kind: 'resume', policy: 'catch-up' }).wants()).toBe(
      'until 2026-06-03T08:00:00.000Z',
    );
  });

  test('an overdue window is not done outside of it', () => {
    const window = { days: ['mon-fri'], from: '09:00', to: '17:00' };
    const office = journeyOf({ steps: [{ id: 'open', type: 'wait', until: { window } }, send('mail')] });
    const run = play({ journey: office, now: '2026-06-05T16:00:00Z' }).start().command({ kind: 'freeze' });
    run
      .clock('2026-06-13T14:00:00Z')
      .command({ kind: 'resume', policy: 'catch-up' })
      .at('2026-06-13T14:00:00Z');
    expect(run.wants()).toBe('until 2026-06-15T07:00:00.000Z');
  });
});

describe('resume by skipping', () => {
  const late = () =>
    started()
      .command({ kind: 'freeze' })
      .clock(monday + 11 * day);

  test('the sends that are overdue are left out, up to the next wait', () => {
    const run = late()
      .command({ kind: 'resume', policy: 'skip' })
      .at(monday + 11 * day);
    expect(run.said()).toEqual([
      'frozen think (operator)',
      'resumed think (skip)',
      'waited think',
      'skipped mail (overdue)',
      'waiting answer (events)',
    ]);
    expect(run.at(monday + 14 * day).wants(), 'after that it sends again').toBe('send nudge');
  });

  test('what is not overdue goes on as it was', () => {
    const run = started()
      .command({ kind: 'freeze' })
      .clock(monday + day);
    run.command({ kind: 'resume', policy: 'skip' });
    expect(run.at(monday + 2 * day).wants()).toBe('send mail');
  });

  test('a deferred send that is overdue is left out itself', () => {
    const run = started().at(monday + 2 * day);
    run
      .result({ kind: 'deferred', until: monday + 3 * day, reason: 'quiet-hours' })
      .command({ kind: 'freeze' });
    run.said();
    run.clock(monday + 9 * day).command({ kind: 'resume', policy: 'skip' });
    expect(run.said()).toEqual(['resumed mail (skip)', 'skipped mail (overdue)', 'waiting answer (events)']);
  });

  test('an overdue window is left out with its send', () => {
    const window = { days: ['mon-fri'], from: '09:00', to: '17:00' };
    const office = journeyOf({
      steps: [
        { id: 'open', type: 'wait', until: { window } },
        send('mail'),
        { id: 'rest', type: 'wait', for: '1 day' },
      ],
    });
    const run = play({ journey: office, now: '2026-06-05T16:00:00Z' }).start().command({ kind: 'freeze' });
    run.clock('2026-06-13T14:00:00Z').command({ kind: 'resume', policy: 'skip' }).at('2026-06-13T14:00:00Z');
    expect(run.said()).toContain('skipped mail (overdue)');
    expect(run.state().at).toBe('rest');
  });
});
