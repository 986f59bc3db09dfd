import { describe, expect, test } from 'vitest';

import { ana, journeyFrom, linesOf, play, send, started } from './play-for-tests.ts';

const think = { id: 'think', type: 'wait', for: '1 hour' };
const start = '2026-06-01T10:00';

describe('a simulation', () => {
  test('plays a run to its end at once, every step with its time and reason', async () => {
    const journey = journeyFrom({
      goal: {
        on: 'Order Completed',
        within: '14 days',
        value: '$.properties.revenue',
        match: '$.properties.checkout_id',
      },
      exit: [{ on: 'Order Completed', match: '$.properties.checkout_id', outcome: 'bought' }],
      steps: [think, send('remind'), { id: 'rest', type: 'wait', for: '30 days' }, send('last')],
    });
    const bought = {
      at: '+3 days',
      event: 'Order Completed',
      properties: { order_id: 'o1', checkout_id: 'c1', revenue: 49.9 },
    };
    const simulation = await play({ journey, story: { events: [started(start), bought] } });
    expect(linesOf(simulation)).toEqual([
      '06-01 10:00 entered',
      '06-01 10:00 waiting think (duration)',
      '06-01 11:00 waited think',
      '06-01 11:00 sent remind',
      '06-01 11:00 waiting rest (duration)',
      '06-04 10:00 converted rest (goal)',
      '06-04 10:00 exited rest (event)',
    ]);
    expect(simulation.runs[0]).toMatchObject({
      entryKey: 'c1',
      outcome: 'bought',
      converted: true,
      value: 49.9,
      waiting: null,
    });
    expect(simulation.messages).toMatchObject([{ step: 'remind', message: 'hello', to: 'ana@example.com' }]);
    expect(simulation.runs[0]?.timeline[3]?.message).toBe(simulation.messages[0]);
    expect(simulation.profile.computed).toMatchObject({ orders: 1, revenue: 49.9 });
  });

  test('an order of another cart ends nothing', async () => {
    const journey = journeyFrom({
      exit: [{ on: 'Order Completed', match: '$.properties.checkout_id' }],
      steps: [think, send('remind')],
    });
    const other = { at: '+30 minutes', event: 'Order Completed', properties: { checkout_id: 'c2' } };
    const simulation = await play({ journey, story: { events: [started(start), other] } });
    expect(simulation.runs[0]?.outcome).toBe('completed');
  });

  test('takes a year of waits without waiting', async () => {
    const steps = Array.from({ length: 12 }, (_m, n) => [
      { id: `wait-${n}`, type: 'wait', for: '1 month' },
      send(`mail-${n}`),
    ]).flat();
    const simulation = await play({ journey: journeyFrom({ steps }) });
    expect(simulation.messages).toHaveLength(12);
    expect(simulation.messages.at(-1)?.at).toBe(Date.parse('2027-06-01T08:00:00Z'));
  });

  test('stops where it is told to, and tells what still waits', async () => {
    const journey = journeyFrom({ steps: [{ id: 'long', type: 'wait', for: '30 days' }, send('mail')] });
    const simulation = await play({ journey, story: { until: '+10 days' } });
    expect(simulation.runs[0]).toMatchObject({
      outcome: null,
      waiting: { step: 'long', until: Date.parse('2026-07-01T08:00:00Z') },
    });
    expect(simulation.isCut).toBe(false);
  });
});

describe('wait-for', () => {
  const journey = journeyFrom({
    steps: [
      send('remind'),
      {
        id: 'answer',
        type: 'wait-for',
        timeout: '2 days',
        events: [{ on: 'Link Clicked', match: 'remind', then: [send('thanks')] }],
        otherwise: [send('nudge')],
      },
    ],
  });

  test('hears a click on the message of this run, found by its step', async () => {
    const events = [started(start), { at: '+5 hours', event: 'Link Clicked', about: 'remind' }];
    const { messages } = await play({ journey, story: { events } });
    expect(messages.map((one) => one.step)).toEqual(['remind', 'thanks']);
  });

  test('does not hear a click on another message', async () => {
    const click = { at: '+5 hours', event: 'Link Clicked', properties: { message_id: 'other' } };
    const { messages } = await play({ journey, story: { events: [started(start), click] } });
    expect(messages.map((one) => one.step)).toEqual(['remind', 'nudge']);
  });

  test('an event just before it began to wait counts, one before its step does not', async () => {
    const journey = journeyFrom({
      steps: [think, { id: 'seen', type: 'wait-for', timeout: '1 day', events: [{ on: 'Product Viewed' }] }],
    });
    const viewed = (at: string) =>
      play({ journey, story: { events: [started(start), { at, event: 'Product Viewed' }] } });
    expect(linesOf(await viewed('+30 minutes'))).toContain('06-02 11:00 timed-out seen');
    expect(linesOf(await viewed('+1 hour')), 'at that very instant').toContain(
      '06-01 11:00 heard seen (event)',
    );
  });
});

describe('chance', () => {
  const journey = journeyFrom({
    steps: [
      {
        id: 'draw',
        type: 'split',
        arms: [
          { name: 'a', weight: 1, then: [send('to-a')] },
          { name: 'b', weight: 1, then: [send('to-b')] },
        ],
      },
    ],
  });

  test('draws a person as live, and another seed as another person', async () => {
    const arms = await Promise.all(
      Array.from({ length: 40 }, async (_p, n) => {
        const { messages } = await play({ journey, story: { profile: { ...ana, id: `p${n}` } } });
        return messages[0]?.step;
      }),
    );
    expect(new Set(arms)).toEqual(new Set(['to-a', 'to-b']));
  });

  test('holds nobody out, unless it is asked to', async () => {
    const held = journeyFrom({ holdout: 50, steps: [send('mail')] });
    const runs = async (holdout: boolean) => {
      const all = await Promise.all(
        Array.from({ length: 30 }, (_p, n) =>
          play({ journey: held, story: { holdout, profile: { ...ana, id: `p${n}` } } }),
        ),
      );
      return all.filter((one) => one.runs[0]?.outcome === 'held-out').length;
    };
    expect(await runs(false)).toBe(0);
    expect(await runs(true)).toBeGreaterThan(5);
  });
});
