import { describe, expect, test } from 'vitest';

import { ana, journeyFrom, linesOf, play, send, started } from './play-for-tests.ts';

const start = '2026-06-01T10:00';
const long = { id: 'long', type: 'wait', for: '30 days' };
const isVip = { all: [{ fact: 'profile', path: '$.traits.vip', operator: 'equal', value: true }] };
const told = (at: string, traits: Record<string, unknown>) => ({ at, event: 'identify', traits });

describe('an exit by a condition', () => {
  const journey = journeyFrom({
    exit: [{ when: isVip, outcome: 'vip' }],
    steps: [long, send('mail')],
  });

  test('ends the run amid a long wait, at the moment the person changes', async () => {
    const events = [started(start), told('+3 days', { vip: false }), told('+5 days', { vip: true })];
    const simulation = await play({ journey, story: { events } });
    expect(linesOf(simulation)).toEqual([
      '06-01 10:00 entered',
      '06-01 10:00 waiting long (duration)',
      '06-06 10:00 exited long (condition)',
    ]);
    expect(simulation.runs[0]).toMatchObject({ outcome: 'vip', converted: false });
    expect(simulation.messages).toEqual([]);
  });

  test('keeps somebody out for whom it holds already', async () => {
    const profile = { ...ana, traits: { ...ana.traits, vip: true } };
    const simulation = await play({ journey, story: { profile } });
    expect(simulation.runs).toEqual([]);
  });

  test('ends a run by a segment that is joined, and by one that is joined by time alone', async () => {
    const lapsed = {
      key: 'lapsed',
      name: 'Lapsed',
      when: {
        all: [{ fact: 'profile', path: '$.computed.lastOrderAt', operator: 'olderThan', value: '10 days' }],
      },
    };
    const when = { all: [{ fact: 'segments', operator: 'contains', value: 'lapsed' }] };
    const inSegment = journeyFrom({ exit: [{ when, outcome: 'lapsed' }], steps: [long, send('mail')] });
    const order = {
      at: '+1 day',
      event: 'Order Completed',
      properties: { order_id: 'o1', revenue: 10, currency: 'EUR' },
    };
    const simulation = await play({
      journey: inSegment,
      workspace: { segments: [lapsed] },
      story: { events: [started(start), order] },
    });
    expect(linesOf(simulation).at(-1)).toBe('06-12 10:00 exited long (condition)');
  });

  test('ends a run when time passes: nothing was bought since the entry, and ten days are over', async () => {
    const when = {
      all: [
        {
          fact: 'events',
          params: { name: 'Order Completed', since: 'entry' },
          path: '$.count',
          operator: 'equal',
          value: 0,
        },
        { fact: 'run', path: '$.enteredAt', operator: 'olderThan', value: '10 days' },
      ],
    };
    const tired = journeyFrom({ exit: [{ when, outcome: 'tired' }], steps: [long, send('mail')] });
    expect(linesOf(await play({ journey: tired })).at(-1)).toBe('06-11 10:00 exited long (condition)');
    const order = {
      at: '+1 day',
      event: 'Order Completed',
      properties: { order_id: 'o1', revenue: 10, currency: 'EUR' },
    };
    const bought = await play({ journey: tired, story: { events: [started(start), order] } });
    expect(bought.runs[0]?.outcome).toBe('completed');
  });

  test('ends a run that makes it hold itself, before its next message', async () => {
    const own = journeyFrom({
      exit: [{ when: isVip, outcome: 'vip' }],
      steps: [{ id: 'note', type: 'update', set: { vip: true } }, send('mail')],
    });
    const simulation = await play({ journey: own });
    expect(simulation.messages).toEqual([]);
    expect(simulation.runs[0]?.outcome).toBe('vip');
  });

  test('counts what the person does, an event that changes nothing else', async () => {
    const when = {
      all: [
        {
          fact: 'events',
          params: { name: 'Product Viewed', within: '7 days' },
          path: '$.count',
          operator: 'greaterThanInclusive',
          value: 3,
        },
      ],
    };
    const views = ['+1 day', '+9 days', '+10 days', '+11 days'].map((at) => ({
      at,
      event: 'Product Viewed',
    }));
    const busy = journeyFrom({ exit: [{ when, outcome: 'busy' }], steps: [long, send('mail')] });
    const simulation = await play({ journey: busy, story: { events: [started(start), ...views] } });
    expect(linesOf(simulation).at(-1)).toBe('06-12 10:00 exited long (condition)');
  });
});

describe('a goal by a condition', () => {
  const journey = journeyFrom({
    goal: { when: isVip, within: '14 days' },
    steps: [{ id: 'short', type: 'wait', for: '1 hour' }, send('mail')],
  });

  test('converts the run when it comes to hold, also after its end, within the window', async () => {
    const within = await play({
      journey,
      story: { events: [started(start), told('+5 days', { vip: true })] },
    });
    expect(within.runs[0]).toMatchObject({ outcome: 'completed', converted: true });
    const after = await play({
      journey,
      story: { events: [started(start), told('+15 days', { vip: true })] },
    });
    expect(after.runs[0]).toMatchObject({ outcome: 'completed', converted: false });
  });

  test('converts the run of somebody for whom it holds at entry at once', async () => {
    const profile = { ...ana, traits: { ...ana.traits, vip: true } };
    const simulation = await play({ journey, story: { profile } });
    expect(linesOf(simulation)).toEqual([
      '06-01 10:00 entered',
      '06-01 10:00 waiting short (duration)',
      '06-01 10:00 converted short (goal)',
      '06-01 11:00 waited short',
      '06-01 11:00 sent mail',
      '06-01 11:00 completed',
    ]);
  });
});
