import { describe, expect, test } from 'vitest';

import { journeyOf, monday, play } from '../play-for-tests.ts';

const hour = 3_600_000;
const day = 24 * hour;

const send = (id: string) => ({ id, type: 'send', channel: 'email', message: 'hello' });
const answer = (more: Record<string, unknown> = {}) =>
  journeyOf({
    exit: [{ on: 'Order Completed', outcome: 'bought' }],
    steps: [
      {
        id: 'answer',
        type: 'wait-for',
        timeout: '2 days',
        events: [
          { on: 'Link Clicked', then: [send('thanks')] },
          { on: 'Product Viewed', then: [] },
        ],
        otherwise: [send('nudge')],
        ...more,
      },
      send('last'),
    ],
  });

describe('wait-for', () => {
  test('waits for its events at most as long as the timeout, and says so', () => {
    const run = play({ journey: answer() }).start();
    expect(run.said()).toEqual(['entered', 'waiting answer (events)']);
    expect(run.wants()).toBe('until 2026-06-03T08:00:00.000Z');
    expect(run.state().waiting).toEqual({ kind: 'events', from: monday, until: monday + 2 * day });
  });

  test('takes the branch of the event that comes first, and keeps which it was', () => {
    const run = play({ journey: answer() }).start();
    run.clock(monday + hour).hear({ id: 'e1', branch: 0 });
    expect(run.said()).toEqual(['entered', 'waiting answer (events)', 'heard answer (event)']);
    expect(run.wants()).toBe('send thanks');
    expect(run.state().steps['answer']).toEqual({ event: 'Something', messageId: 'e1' });
    run.hear({ id: 'e2', branch: 1 });
    expect(run.wants(), 'a second event comes too late').toBe('send thanks');
    run.result({ kind: 'sent', messageId: 'm1', channel: 'email' });
    expect(run.wants(), 'the branch comes back to the list').toBe('send last');
  });

  test('an event without steps goes on with the list', () => {
    const run = play({ journey: answer() }).start().hear({ id: 'e1', branch: 1 });
    expect(run.wants()).toBe('send last');
  });

  test('takes `otherwise` when none came in time', () => {
    const run = play({ journey: answer() })
      .start()
      .at(monday + 2 * day);
    expect(run.said().slice(2)).toEqual(['timed-out answer']);
    expect(run.wants()).toBe('send nudge');
    expect(run.result({ kind: 'skipped', reason: 'capped' }).wants()).toBe('send last');
  });

  test('goes on with the list when none came in time and there is no `otherwise`', () => {
    const run = play({ journey: answer({ otherwise: undefined }) })
      .start()
      .at(monday + 2 * day);
    expect(run.wants()).toBe('send last');
  });

  test('an event that means nothing to the run changes nothing, not even its memory', () => {
    const run = play({ journey: answer() }).start();
    const before = run.state();
    expect(run.hear({ id: 'e1' }).state()).toEqual(before);
  });

  test('an event counts once, whatever it says the second time', () => {
    const run = play({ journey: answer({ resets: true }) }).start();
    run.clock(monday + hour).hear({ id: 'e1', branch: 0 });
    const before = run.state();
    run.said();
    run.clock(monday + 2 * hour).hear({ id: 'e1', branch: 0 });
    expect(run.said()).toEqual([]);
    expect(run.state()).toEqual(before);
    expect(run.hear({ id: 'e1', exit: 0 }).state()).toEqual(before);
  });

  test('the event that started the run neither answers nor ends it', () => {
    const run = play({ journey: answer(), entryEvent: 'e0' }).start();
    const before = run.state();
    expect(run.hear({ id: 'e0', branch: 0 }).hear({ id: 'e0', exit: 0 }).state()).toEqual(before);
  });

  test('what follows an event looks at events from the moment it arrived, not from when it was heard', () => {
    const run = play({ journey: answer() }).start();
    run.clock(monday + 3 * hour).hear({ id: 'e1', branch: 0, at: monday + hour });
    expect(run.state().since).toBe(monday + hour);
  });
});

describe('wait-for with `resets`', () => {
  const idle = answer({ resets: true });

  test('an event starts the timeout again instead of moving on', () => {
    const run = play({ journey: idle }).start();
    run.clock(monday + day).hear({ id: 'e1', branch: 0 });
    expect(run.said().slice(2)).toEqual(['waiting answer (reset)']);
    expect(run.wants()).toBe('until 2026-06-04T08:00:00.000Z');
    run.at(monday + 2 * day);
    expect(run.said(), 'the first timeout is over').toEqual([]);
    expect(run.at(monday + 3 * day).wants()).toBe('send nudge');
  });

  test('an event of before a reset is not heard again, however many there were since', () => {
    const run = play({ journey: idle }).start();
    for (let n = 1; n <= 120; n += 1) {
      run.clock(monday + n * hour).hear({ id: `e${n}`, branch: 0, at: monday + n * hour });
    }
    expect(run.state().seen.length, 'memory stays small').toBeLessThanOrEqual(50);
    expect(run.state().since, 'look-backs begin at the last reset').toBe(monday + 120 * hour);
  });
});

describe('exits', () => {
  const journey = journeyOf({
    exit: [
      { on: 'Order Completed', outcome: 'bought' },
      { on: 'Account Closed', outcome: 'left' },
    ],
    steps: [
      { id: 'long', type: 'wait', for: '30 days' },
      { id: 'ask', type: 'wait-for', timeout: '10 days', events: [{ on: 'Link Clicked' }] },
      { id: 'call', type: 'task', title: 'Call them', wait: true },
      send('mail'),
    ],
  });

  test('end a run at once in the middle of a wait', () => {
    const run = play({ journey }).start();
    run.clock(monday + day).hear({ id: 'e1', exit: 0 });
    expect(run.said().slice(2)).toEqual(['exited long (event)']);
    expect(run.wants()).toBe('done bought');
    expect(run.state()).toMatchObject({ at: null, waiting: null, outcome: 'bought' });
  });

  test('end a run in the middle of a wait-for, a task and a deferred send', () => {
    const asked = play({ journey })
      .start()
      .at(monday + 30 * day);
    expect(asked.hear({ id: 'e1', exit: 1 }).wants()).toBe('done left');

    const tasked = play({ journey })
      .start()
      .at(monday + 30 * day)
      .at(monday + 40 * day);
    tasked.result({ kind: 'waits-for-task', taskId: 't1', until: null });
    expect(tasked.state().waiting?.kind).toBe('task');
    expect(tasked.hear({ id: 'e1', exit: 0 }).wants()).toBe('done bought');

    const deferred = play({
      journey: journeyOf({ exit: [{ on: 'Order Completed' }], steps: [send('mail')] }),
    });
    deferred.start().result({ kind: 'deferred', until: monday + hour, reason: 'quiet-hours' });
    expect(deferred.hear({ id: 'e1', exit: 0 }).wants(), 'an exit without a name').toBe('done exited');
  });

  test('come before an answer when one event is both', () => {
    const run = play({ journey: answer() }).start().hear({ id: 'e1', branch: 0, exit: 0 });
    expect(run.wants()).toBe('done bought');
  });

  test('an ended run stays as it is, whatever it is told', () => {
    const run = play({ journey }).start().hear({ id: 'e1', exit: 0 });
    const ended = run.state();
    run.said();
    run
      .at(monday + 90 * day)
      .start()
      .hear({ id: 'e2', exit: 1 });
    run.command({ kind: 'restart' }).command({ kind: 'freeze' });
    run.result({ kind: 'sent', messageId: 'm', channel: 'email' });
    expect(run.state()).toBe(ended);
    expect(run.said()).toEqual([]);
    expect(run.wants()).toBe('done bought');
  });
});

describe('wait-for until a date', () => {
  const offer = { id: 'gift', type: 'offer', offer: 'ten' };
  const used = (more: Record<string, unknown> = {}) =>
    journeyOf({
      steps: [
        offer,
        {
          id: 'used',
          type: 'wait-for',
          until: { date: '$.steps.gift.expiresAt', offset: '1 day before', ...more },
          events: [{ on: 'Order Completed', then: [] }],
          otherwise: [send('nudge')],
        },
        send('last'),
      ],
    });
  const given = (expiresAt: string | null, more: Record<string, unknown> = {}) =>
    play({ journey: used(more) })
      .start()
      .result({ kind: 'done', output: { code: 'TEN-1', ...(expiresAt === null ? {} : { expiresAt }) } });

  test('waits for its events until that date at most, and takes `otherwise` then', () => {
    const run = given('2026-06-08T08:00:00Z');
    expect(run.wants()).toBe('until 2026-06-07T08:00:00.000Z');
    run.at('2026-06-07T08:00:00Z');
    expect(run.said()).toEqual(['entered', 'issued gift', 'waiting used (events)', 'timed-out used']);
    expect(run.wants()).toBe('send nudge');
  });

  test('an event that comes before goes on', () => {
    const run = given('2026-06-08T08:00:00Z')
      .clock(monday + hour)
      .hear({ id: 'e1', branch: 0 });
    expect(run.wants()).toBe('send last');
  });

  test('without the date, or after it, `otherwise` is taken at once and the ledger says why', () => {
    const missing = given(null);
    expect(missing.said()).toContain('timed-out used (date-missing)');
    expect(missing.wants()).toBe('send nudge');
    const past = given('2026-06-01T09:00:00Z');
    expect(past.said()).toContain('timed-out used (date-past)');
    expect(past.wants()).toBe('send nudge');
    expect(given(null, { missing: 'exit' }).wants()).toBe('done exited');
    expect(given('2026-05-01T09:00:00Z', { past: 'exit' }).wants()).toBe('done exited');
  });

  test('a trait it depends on moves the date, also while it waits, and a stop does not', () => {
    const journey = journeyOf({
      steps: [
        {
          id: 'visit',
          type: 'wait-for',
          until: { date: '$.profile.traits.visit' },
          events: [{ on: 'Visit Cancelled' }],
        },
      ],
    });
    const on = (visit: string) => ({ profile: { traits: { visit } } });
    const run = play({ journey, facts: on('2026-06-05T08:00:00Z') }).start();
    run.learn(on('2026-06-09T08:00:00Z')).tell({ kind: 'retime' });
    expect(run.wants()).toBe('until 2026-06-09T08:00:00.000Z');
    run.command({ kind: 'freeze' }).clock(monday + 2 * day);
    run.command({ kind: 'resume', policy: 'shift' });
    expect(run.wants()).toBe('until 2026-06-09T08:00:00.000Z');
    run.learn(on('2026-06-02T08:00:00Z')).tell({ kind: 'retime' });
    expect(run.wants(), 'the date has passed').toBe('done completed');
  });
});
