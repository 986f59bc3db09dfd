import { describe, expect, test } from 'vitest';

import { journeyOf, monday, play } from '../play-for-tests.ts';

const hour = 3_600_000;
const send = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  type: 'send',
  channel: 'email',
  message: 'hello',
  ...more,
});
const of = (...steps: readonly Record<string, unknown>[]) => journeyOf({ steps: [...steps, send('last')] });

describe('send', () => {
  test('asks for one message per visit, and keeps its id for later steps', () => {
    const run = play({ journey: of(send('mail')) }).start();
    expect(run.effect()).toEqual({ kind: 'send', step: 'mail', visit: 1 });
    run.result({ kind: 'sent', messageId: 'm1', channel: 'sms' });
    expect(run.said()).toEqual(['entered', 'sent mail']);
    expect(run.state().steps['mail']).toEqual({ messageId: 'm1', channel: 'sms' });
    expect(run.wants()).toBe('send last');
  });

  test('one that is skipped goes on with the reason', () => {
    const run = play({ journey: of(send('mail')) }).start();
    run.result({ kind: 'skipped', reason: 'no-consent', detail: { topic: 'offers' } });
    expect(run.said()).toEqual(['entered', 'skipped mail (no-consent)']);
    expect(run.decisions()[1]?.detail).toEqual({ topic: 'offers' });
    expect(run.wants()).toBe('send last');
  });

  test('one that failed takes `onFailure` and comes back to the list', () => {
    const journey = of(send('mail', { onFailure: [{ id: 'call', type: 'task', title: 'Call' }] }));
    const run = play({ journey }).start().result({ kind: 'failed', reason: 'mailbox-full' });
    expect(run.said()).toEqual(['entered', 'failed mail (mailbox-full)']);
    expect(run.wants()).toBe('task call');
    expect(run.result({ kind: 'done', output: { taskId: 't' } }).wants()).toBe('send last');
  });

  test('one that failed goes on with the list when nothing is said of failure', () => {
    const run = play({ journey: of(send('mail')) }).start();
    expect(run.result({ kind: 'failed', reason: 'mailbox-full' }).wants()).toBe('send last');
  });

  test('one that is to end the run ends it', () => {
    const run = play({ journey: of(send('mail')) }).start();
    run.result({ kind: 'exit', outcome: 'capped', reason: 'capped' });
    expect(run.said()).toEqual(['entered', 'exited mail (capped)']);
    expect(run.wants()).toBe('done capped');
  });
});

describe('putting off', () => {
  test('a deferred send waits, says why and until when, and is asked for again at that instant', () => {
    const run = play({ journey: of(send('mail')) }).start();
    run.result({ kind: 'deferred', until: monday + hour, reason: 'quiet-hours', detail: { zone: 'here' } });
    expect(run.said()).toEqual(['entered', 'deferred mail (quiet-hours)']);
    expect(run.decisions()[1]?.detail).toEqual({ zone: 'here', until: '2026-06-01T09:00:00.000Z' });
    expect(run.wants()).toBe('until 2026-06-01T09:00:00.000Z');
    expect(run.at(monday + hour - 1).wants()).toBe('until 2026-06-01T09:00:00.000Z');
    run.at(monday + hour);
    expect(run.effect(), 'the same visit, the next turn').toEqual({
      kind: 'send',
      step: 'mail',
      visit: 1,
      turn: 1,
    });
    run.result({ kind: 'deferred', until: monday + 3 * hour, reason: 'capped' }).at(monday + 3 * hour);
    expect(run.effect()).toMatchObject({ visit: 1, turn: 2 });
    expect(run.result({ kind: 'sent', messageId: 'm', channel: 'email' }).wants()).toBe('send last');
  });

  test('a result that comes while the effect is put off belongs to no turn and changes nothing', () => {
    const run = play({ journey: of(send('mail')) }).start();
    run.result({ kind: 'deferred', until: monday + hour, reason: 'quiet-hours' });
    const before = run.state();
    run.said();
    run.result({ kind: 'deferred', until: monday + hour, reason: 'quiet-hours' });
    run.result({ kind: 'sent', messageId: 'm', channel: 'email' });
    expect(run.state()).toEqual(before);
    expect(run.said()).toEqual([]);
  });

  test('a slot of a rate limit is good for the turn it was booked for, and no other', () => {
    const run = play({ journey: of(send('mail')) }).start();
    run.result({ kind: 'deferred', until: monday + hour, reason: 'pace' }).at(monday + hour);
    expect(run.effect()).toMatchObject({ turn: 1, slot: monday + hour });
    run.result({ kind: 'deferred', until: monday + 9 * hour, reason: 'quiet-hours' }).at(monday + 9 * hour);
    expect(run.effect()?.turn).toBe(2);
    expect(run.effect()?.slot).toBeUndefined();
  });
});

describe('steps that change the person', () => {
  test.each([
    ['update', { set: { plan: 'gold' } }, 'updated'],
    ['score', { kind: 'engagement', by: 5 }, 'updated'],
    ['points', { by: 100, reason: 'order' }, 'updated'],
    ['action', { plugin: 'crm', action: 'create-deal' }, 'acted'],
    ['task', { title: 'Call' }, 'tasked'],
    ['enrol', { journey: 'other' }, 'enrolled'],
    ['offer', { offer: 'ten' }, 'issued'],
    ['recommend', {}, 'recommended'],
  ])('%s asks for its effect, keeps what it gave and goes on', (type, fields, kind) => {
    const run = play({ journey: of({ id: 'it', type, ...fields }) }).start();
    expect(run.wants()).toBe(`${type} it`);
    run.result({ kind: 'done', output: { gave: 1 } });
    expect(run.said()).toEqual(['entered', `${kind} it`]);
    expect(run.state().steps['it']).toEqual({ gave: 1 });
    expect(run.wants()).toBe('send last');
  });
});

describe('offers, recommendations, actions', () => {
  test.each(['offer', 'recommend'])('%s: none to be had takes `otherwise` and comes back', (type) => {
    const fields = type === 'offer' ? { offer: 'ten' } : {};
    const journey = of({ id: 'it', type, ...fields, otherwise: [send('plain')] });
    const run = play({ journey }).start().result({ kind: 'none', reason: 'budget-used-up' });
    expect(run.said()).toEqual(['entered', 'none it (budget-used-up)']);
    expect(run.wants()).toBe('send plain');
    expect(run.result({ kind: 'sent', messageId: 'm', channel: 'email' }).wants()).toBe('send last');
  });

  test('none to be had goes on when there is no `otherwise`', () => {
    const run = play({ journey: of({ id: 'it', type: 'offer', offer: 'ten' }) }).start();
    expect(run.result({ kind: 'none', reason: 'per-person-limit' }).wants()).toBe('send last');
  });

  test('an action that finally failed takes `onFailure`, and what it gave before stays', () => {
    const action = {
      id: 'deal',
      type: 'action',
      plugin: 'crm',
      action: 'create',
      onFailure: [send('sorry')],
    };
    const run = play({ journey: of(action) }).start();
    run.result({ kind: 'failed', reason: 'plugin-rejected' });
    expect(run.wants()).toBe('send sorry');
    expect(run.state().steps).toEqual({});
  });

  test('an enrolment that is refused goes on with the reason', () => {
    const run = play({ journey: of({ id: 'it', type: 'enrol', journey: 'other' }) }).start();
    run.result({ kind: 'skipped', reason: 'once-only', detail: { journey: 'other' } });
    expect(run.said()).toEqual(['entered', 'skipped it (once-only)']);
  });
});

describe('tasks', () => {
  const call = (more: Record<string, unknown>) =>
    of({ id: 'call', type: 'task', title: 'Call', wait: true, ...more });

  test('a task that is waited for goes on when it is done, with what came of it', () => {
    const run = play({ journey: call({}) }).start();
    run.result({ kind: 'waits-for-task', taskId: 't1', until: null });
    expect(run.said()).toEqual(['entered', 'tasked call', 'waiting call (task)']);
    expect(run.wants()).toBe('waits');
    run.tell({ kind: 'task-done', taskId: 'other', output: null });
    expect(run.said(), 'another task is none of its business').toEqual([]);
    run.tell({ kind: 'task-done', taskId: 't1', output: { said: 'yes' } });
    expect(run.said()).toEqual(['heard call (task-done)']);
    expect(run.state().steps['call']).toEqual({ said: 'yes' });
    expect(run.wants()).toBe('send last');
  });

  test('a task that nobody does in time is left behind', () => {
    const run = play({ journey: call({ timeout: '1 hour' }) }).start();
    run.result({ kind: 'waits-for-task', taskId: 't1', until: monday + hour });
    run.at(monday + hour);
    expect(run.said()).toContain('timed-out call');
    expect(run.wants()).toBe('send last');
    run.tell({ kind: 'task-done', taskId: 't1', output: null });
    expect(run.wants(), 'done too late').toBe('send last');
  });
});
