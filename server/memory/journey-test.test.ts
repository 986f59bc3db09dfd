import { describe, expect, test } from 'vitest';

import { keyOfTestFile } from '../../domain/documents/test-file.ts';
import { runJourneyTest } from '../../engine/dry-runs/run-journey-test.ts';
import { parseJourneyTest } from '../../domain/simulate/journey-test.ts';
import { createPlaysInMemory } from './plays-in-memory.ts';
import { ana, journeyFrom, send, workspaceWith } from './play-for-tests.ts';

const file = 'journeys/test.test.json';
const playPeople = createPlaysInMemory();
const live = workspaceWith({ settings: { quietHours: [{ from: '22:00', to: '08:00' }] } });
const journey = journeyFrom({
  exit: [{ on: 'Order Completed', outcome: 'bought' }],
  goal: { on: 'Order Completed', within: '14 days', value: '$.properties.revenue' },
  steps: [
    { id: 'think', type: 'wait', for: '1 hour' },
    send('remind'),
    { id: 'rest', type: 'wait', for: '2 days' },
    send('last'),
  ],
});
const started = { at: '2026-06-01T10:00', event: 'Checkout Started', properties: { checkout_id: 'c1' } };
const story = { name: 'a test', profile: ana, events: [started] };

const judge = async (one: Record<string, unknown>) => {
  const parsed = parseJourneyTest({ text: JSON.stringify({ tests: [{ ...story, ...one }] }), file });
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'));
  const [only] = parsed.value.tests;
  if (only === undefined) throw new Error('no test');
  return runJourneyTest({ playPeople, journey, live, test: only });
};
const differences = async (expect: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  (await judge({ ...more, expect })).differences.map((one) => one.message);

describe('a test of a journey', () => {
  test('passes when everything comes out as expected', async () => {
    const result = await judge({
      expect: {
        messages: [
          { after: '1 hour', message: 'hello', channel: 'email' },
          { at: '2026-06-03T11:00', message: 'hello' },
        ],
        outcome: 'completed',
        converted: false,
        steps: ['think', 'remind', 'rest', 'last'],
      },
    });
    expect(result).toMatchObject({ name: 'a test', passed: true, differences: [] });
    expect(result.simulation.messages).toHaveLength(2);
  });

  test('times are after the start, after the entry, or on the clock of the shop', async () => {
    for (const at of ['+1 hour', '2026-06-01T11:00', '2026-06-01T09:00:00Z']) {
      expect(await differences({ messages: [{ at, message: 'hello' }, { message: 'hello' }] })).toEqual([]);
    }
  });

  test('a message is on time within the minute, or within what is said', async () => {
    const late = [{ at: '2026-06-01T10:59', message: 'hello' }, { message: 'hello' }];
    expect(await differences({ messages: late })).toEqual([
      'messages[0].at: expected `2026-06-01 10:59:00`, but it was `2026-06-01 11:00:00`.',
    ]);
    const night = { events: [{ ...started, at: '2026-06-01T22:00' }] };
    const after = { at: '2026-06-02T08:00', within: '20 minutes', message: 'hello' };
    expect(await differences({ messages: [after, { message: 'hello' }] }, night)).toEqual([]);
    const early = { at: '2026-06-01T11:30', within: '1 day', message: 'hello' };
    expect(await differences({ messages: [early, { message: 'hello' }] })).toHaveLength(1);
  });

  test('tells every difference, and what happened instead', async () => {
    const without = { profile: { traits: ana.traits } };
    expect(
      await differences(
        { messages: [{ message: 'hello' }], outcome: 'bought', converted: true, steps: ['think'] },
        without,
      ),
    ).toEqual([
      'outcome: expected `bought`, but it was `completed`.',
      'converted: expected true, but it was false.',
      'steps: expected ["think"], but it was ["think","remind","rest","last"].',
      'messages[0]: expected `hello`, but it was `remind skipped: no-consent; last skipped: no-consent`.',
    ]);
  });

  test('messages that were not expected are a difference', async () => {
    expect(await differences({ messages: [{ message: 'hello' }] })).toEqual([
      'messages[1]: expected null, but it was `hello (email) at 2026-06-03 11:00:00`.',
    ]);
    expect(await differences({ messages: [{ message: 'other' }, { message: 'hello' }] })).toEqual([
      'messages[0].message: expected `other`, but it was `hello (email) at 2026-06-01 11:00:00`.',
    ]);
  });

  test('what is not mentioned may be as it likes', async () => {
    expect(await differences({ outcome: 'completed' })).toEqual([]);
  });

  test('conversions and their worth', async () => {
    const bought = { at: '+2 hours', event: 'Order Completed', properties: { order_id: 'o1', revenue: 30 } };
    const more = { events: [started, bought] };
    expect(await differences({ outcome: 'bought', converted: true, value: 30 }, more)).toEqual([]);
    expect(await differences({ value: 31 }, more)).toEqual(['value: expected 31, but it was 30.']);
  });

  test('several runs, and none', async () => {
    const second = { ...started, at: '+1 day', properties: { checkout_id: 'c2' } };
    const twice = { events: [started, second] };
    const both = [{ key: 'c1', outcome: 'completed' }, { key: 'c2' }];
    expect(await differences({ runs: both }, twice)).toEqual([]);
    expect(await differences({ outcome: 'completed' }, twice)).toEqual([
      'runs: expected `1 run`, but it was `2 runs`.',
    ]);
    expect(await differences({ runs: [] }, { events: [] })).toEqual([]);
    const again = { events: [started, { ...started, at: '+9 days' }] };
    expect(await differences({ runs: both }, again)).toEqual([
      'runs: expected `2 runs`, but it was `1 run (not entered: once-only)`.',
    ]);
  });

  test('a run that still waits has no outcome', async () => {
    expect(await differences({ outcome: null }, { until: '+1 day' })).toEqual([]);
    expect(await differences({ outcome: null })).toEqual(['outcome: expected null, but it was `completed`.']);
  });
});

describe('a code that a run issued', () => {
  const redeem = journeyFrom({
    steps: [
      { id: 'coupon', type: 'offer', offer: 'ten-percent' },
      {
        id: 'used',
        type: 'wait-for',
        timeout: '2 days',
        events: [{ on: 'Coupon Redeemed', match: { event: '$.properties.code', steps: '$.coupon.code' } }],
        otherwise: [send('last')],
      },
    ],
  });
  const judged = async (more: object, expect: object = {}) => {
    const order = { at: '+1 day', event: 'Order Completed', ...more };
    const tests = [{ ...story, events: [started, order], expect: { outcome: 'completed', ...expect } }];
    const parsed = parseJourneyTest({ text: JSON.stringify({ tests }), file });
    const test = parsed.ok ? parsed.value.tests[0] : undefined;
    if (test === undefined) throw new Error('no test');
    return runJourneyTest({ playPeople, journey: redeem, live, test });
  };
  const bought = (coupon: string) => ({
    properties: { order_id: 'o1', revenue: 80, currency: 'EUR', coupon },
  });

  test('can be named by an event, which the run then knows for its own', async () => {
    const used = await judged(bought('{{steps.coupon.code}}'), { messages: [], steps: ['coupon', 'used'] });
    expect(used.differences).toEqual([]);
    const other = await judged(bought('ANOTHER'), { messages: [{ message: 'hello', after: '2 days' }] });
    expect(other.differences).toEqual([]);
  });

  test('can be named by the text that is expected, and is a difference where no step gave it', async () => {
    const text = (name: string) => ({ messages: [{ message: 'hello', text: name }] });
    const wrong = await judged(bought('ANOTHER'), text('{{steps.coupon.code}}'));
    expect(wrong.differences.map(({ path, expected }) => [path, expected])).toEqual([
      ['messages[0].text', expect.stringMatching(/^TEN-/)],
    ]);
    const none = await judged(bought('ANOTHER'), text('{{steps.used.code}}'));
    expect(none.differences.map(({ path }) => path)).toEqual(['messages[0].text']);
  });

  test('is refused for a step that the journey does not have', async () => {
    await expect(judged(bought('{{steps.cupon.code}}'))).rejects.toThrow(
      'There is no step `cupon`. Did you mean `coupon`?',
    );
  });
});

describe('a test file', () => {
  const problems = (value: unknown) => {
    const parsed = parseJourneyTest({ text: JSON.stringify(value, null, 2), file });
    return parsed.ok ? [] : parsed.problems.map(({ path, line, message }) => `${line} ${path}: ${message}`);
  };

  test('belongs to the journey beside it', () => {
    expect(keyOfTestFile('journeys/cart-recovery.test.json')).toBe('cart-recovery');
  });

  test('is refused with the place of every mistake', () => {
    const wrong = {
      tests: [
        { ...story, expect: { outcome: 'completed' } },
        {
          ...story,
          events: [{ at: 'soon', event: 'X' }],
          expect: { messages: [{ message: 'a', at: '+1 hour', after: '1 hour' }] },
        },
      ],
    };
    expect(problems(wrong)).toEqual([
      expect.stringContaining('tests[1].events[0].at: '),
      expect.stringContaining('tests[1].expect.messages[0]: '),
    ]);
    expect(problems({ tests: [{ ...story, expect: {} }] })).toHaveLength(1);
    expect(problems({ tests: [] })).toHaveLength(1);
    expect(problems({ tests: [{ ...story, colour: 'red', expect: { outcome: 'x' } }] })).toEqual([
      expect.stringContaining('colour'),
    ]);
  });

  test('names what steps gave, and nothing else', () => {
    const event = (properties: object) => ({ at: '+1 hour', event: 'X', properties });
    const told = (properties: object) =>
      problems({ tests: [{ ...story, events: [event(properties)], expect: { outcome: 'x' } }] });
    expect(told({ a: ['{{steps.coupon.code}}'] })).toEqual([]);
    expect(told({ a: ['{{profile.traits.email}}'] })).toEqual([
      expect.stringContaining('tests[0].events[0].properties.a[0]: '),
    ]);
    expect(told({ a: '{{steps.coupon' })).toEqual([
      expect.stringContaining('tests[0].events[0].properties.a: '),
    ]);
  });

  test('says each thing once', () => {
    const one = { ...story, expect: { outcome: 'completed' } };
    expect(problems({ tests: [one, one] })).toEqual([
      expect.stringContaining('tests[1].name: There is a test'),
    ]);
  });
});
