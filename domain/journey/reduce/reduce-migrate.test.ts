import { describe, expect, test } from 'vitest';

import { journeyOf, monday, play } from '../play-for-tests.ts';

const hour = 3_600_000;
const day = 24 * hour;
const send = (id: string) => ({ id, type: 'send', channel: 'email', message: 'hello' });
const sent = { kind: 'sent', messageId: 'm', channel: 'email' } as const;
const now = (map: Record<string, string> = {}) =>
  ({ kind: 'migrate', version: 2, when: 'now', map }) as const;
const later = (map: Record<string, string> = {}) =>
  ({ kind: 'migrate', version: 2, when: 'next-step', map }) as const;

const before = journeyOf({
  steps: [{ id: 'think', type: 'wait', for: '2 days' }, send('mail'), send('last')],
});

describe('migrating now', () => {
  test('says where to, and stands on the same step of the new version', () => {
    const run = play({ journey: before }).start().command(now());
    expect(run.said().at(-1)).toBe('migrated think (now)');
    expect(run.wants()).toBe('adopt think of version 2');
  });

  test('a wait is timed again from when it began', () => {
    const after = journeyOf({ steps: [{ id: 'think', type: 'wait', for: '5 days' }, send('mail')] });
    const run = play({ journey: before })
      .start()
      .clock(monday + day)
      .command(now())
      .cross(after);
    expect(run.wants()).toBe('until 2026-06-06T08:00:00.000Z');
    expect(run.state()).toMatchObject({ at: 'think', visit: 1, visits: { think: 1 } });
  });

  test('a wait that became shorter than what has passed is over at once', () => {
    const after = journeyOf({ steps: [{ id: 'think', type: 'wait', for: '1 hour' }, send('mail')] });
    const run = play({ journey: before })
      .start()
      .clock(monday + day)
      .command(now())
      .cross(after);
    expect(run.at(monday + day).wants()).toBe('send mail');
    expect(run.state().since).toBe(monday + hour);
  });

  test('a wait that became one for a date depends on that date', () => {
    const until = { date: '$.profile.traits.renewal' };
    const after = journeyOf({ steps: [{ id: 'think', type: 'wait', until }, send('mail')] });
    const facts = { profile: { traits: { renewal: '2026-06-20T08:00:00Z' } } };
    const run = play({ journey: before, facts }).start().command(now()).cross(after);
    expect(run.wants()).toBe('until 2026-06-20T08:00:00.000Z');
  });

  test('a step map says where people stand', () => {
    const after = journeyOf({
      steps: [
        { id: 'first', type: 'wait', for: '1 day' },
        { id: 'ponder', type: 'wait', for: '4 days' },
        send('mail'),
      ],
    });
    const run = play({ journey: before })
      .start()
      .command(now({ think: 'ponder' }));
    expect(run.wants()).toBe('adopt ponder of version 2');
    run.cross(after);
    expect(run.wants()).toBe('until 2026-06-05T08:00:00.000Z');
    expect(run.state()).toMatchObject({ at: 'ponder', visit: 1, visits: { think: 1, ponder: 1 } });
  });

  test('standing on another step is a visit of its own, also when the run was there before', () => {
    const two = journeyOf({
      steps: [
        { id: 'one', type: 'wait', for: '1 day' },
        { id: 'two', type: 'wait', for: '1 day' },
        send('mail'),
      ],
    });
    const run = play({ journey: two })
      .start()
      .at(monday + day)
      .command(now({ two: 'one' }))
      .cross(two);
    expect(run.state()).toMatchObject({ at: 'one', visit: 2 });
    expect(run.at(monday + 2 * day).state()).toMatchObject({ at: 'two', visit: 2 });
  });

  test('a wait-for keeps waiting from when it began, with the new timeout', () => {
    const asks = (timeout: string) =>
      journeyOf({
        steps: [{ id: 'ask', type: 'wait-for', timeout, events: [{ on: 'Link Clicked' }] }, send('mail')],
      });
    const run = play({ journey: asks('2 days') })
      .start()
      .clock(monday + day)
      .command(now())
      .cross(asks('3 days'));
    expect(run.said().at(-1)).toBe('waiting ask (timed-anew)');
    expect(run.wants()).toBe('until 2026-06-04T08:00:00.000Z');
    expect(run.hear({ id: 'e1', branch: 0 }).wants()).toBe('send mail');
  });

  test('a task that was given stays the same task', () => {
    const asks = (more: Record<string, unknown>) =>
      journeyOf({ steps: [{ id: 'call', type: 'task', title: 'Call', wait: true, ...more }, send('mail')] });
    const given = () =>
      play({ journey: asks({}) })
        .start()
        .result({ kind: 'waits-for-task', taskId: 't1', until: null });
    const run = given()
      .command(now())
      .cross(asks({ timeout: '3 days' }));
    expect(run.wants()).toBe('until 2026-06-04T08:00:00.000Z');
    run.tell({ kind: 'task-done', taskId: 't1', output: null });
    expect(run.wants()).toBe('send mail');
    const loose = given()
      .command(now())
      .cross(asks({ wait: false }));
    expect(loose.wants(), 'nobody waits for it any more').toBe('send mail');
  });

  test('a deferred send stays deferred, as the same message', () => {
    const run = play({ journey: before })
      .start()
      .at(monday + 2 * day);
    run.result({ kind: 'deferred', until: monday + 3 * day, reason: 'quiet-hours' }).command(now());
    run.cross(journeyOf({ steps: [send('mail'), send('extra')] }));
    expect(run.wants()).toBe('until 2026-06-04T08:00:00.000Z');
    run.at(monday + 3 * day);
    expect(run.effect()).toEqual({ kind: 'send', step: 'mail', visit: 1, turn: 1 });
    expect(run.result(sent).wants()).toBe('send extra');
  });

  test('an effect under way is not asked for a second time', () => {
    const journey = journeyOf({
      steps: [
        {
          id: 'test',
          type: 'experiment',
          arms: [
            { name: 'a', weight: 1, control: true },
            { name: 'b', weight: 1 },
          ],
          metric: { on: 'Order Completed', within: '7 days' },
        },
        send('mail'),
      ],
    });
    const run = play({ journey }).start().command(now()).cross(journey);
    expect(run.effect()).toMatchObject({ kind: 'expose', visit: 1 });
  });

  test('a step of another kind is entered', () => {
    const after = journeyOf({ steps: [send('think'), send('last')] });
    const run = play({ journey: before }).start().command(now()).cross(after);
    expect(run.effect()).toEqual({ kind: 'send', step: 'think', visit: 2 });
  });

  test('a run that has not begun begins in the new version', () => {
    const run = play({ journey: before })
      .command(now())
      .cross(journeyOf({ steps: [send('other')] }));
    expect(run.wants()).toBe('waits');
    expect(run.start().wants()).toBe('send other');
  });
});

describe('migrating a frozen run', () => {
  test('moves it, and nothing happens until it is resumed', () => {
    const run = play({ journey: before }).start().command({ kind: 'freeze' });
    const after = journeyOf({ steps: [send('offer'), { id: 'think', type: 'wait', for: '5 days' }] });
    run.command(now({ think: 'offer' })).cross(after);
    expect(run.wants()).toBe('waits');
    expect(run.state().frozen).not.toBeNull();
    expect(run.state().at).toBe('offer');
    run.clock(monday + 9 * day).command({ kind: 'resume', policy: 'catch-up' });
    expect(run.wants()).toBe('send offer');
  });

  test('a task that was done meanwhile is done, also in the other version', () => {
    const asks = (more: Record<string, unknown>) =>
      journeyOf({ steps: [{ id: 'call', type: 'task', title: 'Call', wait: true, ...more }, send('mail')] });
    const run = play({ journey: asks({}) })
      .start()
      .result({ kind: 'waits-for-task', taskId: 't1', until: null })
      .command({ kind: 'freeze' });
    run.tell({ kind: 'task-done', taskId: 't1', output: 'yes' });
    run.command(now()).cross(asks({ title: 'Call them' }));
    expect(run.command({ kind: 'resume', policy: 'shift' }).wants()).toBe('send mail');
    expect(run.state().steps).toEqual({ call: 'yes' });
  });

  test('its wait is timed again on resume, by the policy', () => {
    const after = journeyOf({
      steps: [
        { id: 'think', type: 'wait', for: '5 days' },
        send('mail'),
        { id: 'rest', type: 'wait', for: '1 day' },
      ],
    });
    const frozen = () =>
      play({ journey: before }).start().command({ kind: 'freeze' }).command(now()).cross(after);
    const shift = frozen()
      .clock(monday + 10 * day)
      .command({ kind: 'resume', policy: 'shift' });
    expect(shift.wants()).toBe('until 2026-06-16T08:00:00.000Z');
    const catchUp = frozen()
      .clock(monday + 10 * day)
      .command({ kind: 'resume', policy: 'catch-up' });
    expect(catchUp.wants()).toBe('until 2026-06-06T08:00:00.000Z');
    expect(catchUp.at(monday + 10 * day).wants()).toBe('send mail');
    const skip = frozen()
      .clock(monday + 10 * day)
      .command({ kind: 'resume', policy: 'skip' });
    expect(skip.at(monday + 10 * day).said()).toContain('skipped mail (overdue)');
    const notYet = frozen()
      .clock(monday + 3 * day)
      .command({ kind: 'resume', policy: 'skip' });
    expect(notYet.at(monday + 5 * day).wants()).toBe('send mail');
  });
});

describe('migrating at the next step', () => {
  test('goes on as it was, and crosses when it leaves its step', () => {
    const run = play({ journey: before }).start().command(later());
    expect(run.said().at(-1)).toBe('migrated think (at-next-step)');
    expect(run.wants()).toBe('until 2026-06-03T08:00:00.000Z');
    run.at(monday + 2 * day);
    expect(run.wants()).toBe('enter mail of version 2');
    run.cross(journeyOf({ steps: [send('mail'), send('extra')] }));
    expect(run.effect()).toEqual({ kind: 'send', step: 'mail', visit: 1 });
    expect(run.state()).toMatchObject({ moveTo: null, since: monday + 2 * day });
    expect(run.result(sent).wants()).toBe('send extra');
  });

  test('the step map says where it comes to', () => {
    const run = play({ journey: before })
      .start()
      .command(later({ mail: 'letter' }))
      .at(monday + 2 * day);
    expect(run.wants()).toBe('enter letter of version 2');
  });

  test('crosses also out of a branch, and in the middle of steps that need no waiting', () => {
    const journey = journeyOf({
      steps: [
        { id: 'think', type: 'wait', for: '2 days' },
        {
          id: 'draw',
          type: 'split',
          arms: [
            { name: 'a', weight: 1 },
            { name: 'b', weight: 1 },
          ],
        },
        send('mail'),
      ],
    });
    const run = play({ journey })
      .start()
      .command(later())
      .at(monday + 2 * day);
    expect(run.wants()).toBe('enter draw of version 2');
  });

  test('at the end of the journey it ends', () => {
    const run = play({ journey: journeyOf({ steps: [send('mail')] }) })
      .start()
      .command(later())
      .result(sent);
    expect(run.wants()).toBe('enter end of version 2');
    run.cross(before);
    expect(run.wants()).toBe('done completed');
  });

  test('the latest word counts', () => {
    const run = play({ journey: before }).start().command(later());
    run.command({ kind: 'migrate', version: 3, when: 'next-step', map: {} }).at(monday + 2 * day);
    expect(run.wants()).toBe('enter mail of version 3');
  });

  test('an exit event ends a run that is marked to cross', () => {
    const run = play({ journey: journeyOf({ exit: [{ on: 'Order Completed' }], steps: [...before.steps] }) });
    run.start().command(later()).hear({ id: 'e1', exit: 0 });
    expect(run.wants()).toBe('done exited');
  });
});

describe('a step that is not in the version', () => {
  test('ends the run and says so, never throws', () => {
    const run = play({ journey: before })
      .start()
      .command(later({ mail: 'gone' }))
      .at(monday + 2 * day);
    run.cross(before);
    expect(run.said().at(-1)).toBe('exited gone (step-not-in-version)');
    expect(run.wants()).toBe('done lost-step');
    expect(
      play({ journey: before })
        .start()
        .command(now({ think: 'gone' }))
        .cross(before)
        .wants(),
    ).toBe('done lost-step');
  });
});
