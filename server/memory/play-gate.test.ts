import { describe, expect, test } from 'vitest';

import { ana, journeyFrom, linesOf, play, send, started } from './play-for-tests.ts';

const think = { id: 'think', type: 'wait', for: '1 hour' };
const isGold = { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'gold' }] };
const start = '2026-06-01T10:00';

describe('the gate', () => {
  const twice = journeyFrom({
    steps: [send('one'), { id: 'pause', type: 'wait', for: '1 day' }, send('two')],
  });
  const settings = {
    caps: [{ max: 1, within: '7 days' }],
    quietHours: [{ from: '22:00', to: '09:00' }],
  };

  test('holds what a cap or quiet hours hold, until there is room', async () => {
    const simulation = await play({ journey: twice, workspace: { settings } });
    expect(linesOf(simulation).filter((line) => line.includes('two'))).toEqual([
      '06-02 10:00 deferred two (capped)',
      '06-08 10:00 sent two',
    ]);
    const night = await play({
      journey: twice,
      workspace: { settings },
      story: { events: [started('+13 hours')] },
    });
    const [held, sent] = linesOf(night).filter((line) => line.includes('one'));
    expect(held).toBe('06-01 23:00 deferred one (quiet-hours)');
    expect(sent).toMatch(/^06-02 09:[01]\d sent one$/);
  });

  test('holds what a cap or quiet hours of the journey or of a step hold, and says so', async () => {
    const daily = journeyFrom({
      caps: [{ max: 1, within: '3 days' }],
      quietHours: [{ from: '09:00', to: '10:30' }],
      steps: [send('one'), { id: 'pause', type: 'wait', for: '1 day' }, send('two')],
    });
    const simulation = await play({ journey: daily });
    expect(linesOf(simulation).filter((line) => !/wait|pause/.test(line))).toEqual([
      '06-01 10:00 entered',
      '06-01 10:00 deferred one (quiet-hours)',
      expect.stringMatching(/^06-01 10:[345]\d sent one$/),
      expect.stringMatching(/^06-02 10:[345]\d deferred two \(capped\)$/),
      expect.stringMatching(/^06-04 10:[345]\d sent two$/),
      expect.stringMatching(/completed$/),
    ]);
    const again = journeyFrom({
      entry: { on: 'Checkout Started', key: '$.properties.checkout_id', again: 'always' },
      steps: [send('one', { caps: [{ max: 1, within: '2 days' }], onCap: 'skip' })],
    });
    const events = [started(start), started('+1 day', 'c2'), started('+3 days', 'c3')];
    const thrice = await play({ journey: again, story: { events } });
    expect([0, 1, 2].map((run) => linesOf(thrice, run)[1])).toEqual([
      '06-01 10:00 sent one',
      '06-02 10:00 skipped one (capped)',
      '06-04 10:00 sent one',
    ]);
  });

  test('sends nothing without consent, an address, or with the address suppressed; a receipt always', async () => {
    const reasons = async (profile: unknown, more: Record<string, unknown> = {}) =>
      linesOf(
        await play({ journey: journeyFrom({ steps: [send('mail')] }), story: { profile, ...more } }),
      )[1];
    expect(await reasons({ traits: ana.traits })).toContain('skipped mail (no-consent)');
    expect(await reasons({ consents: ana.consents })).toContain('skipped mail (no-address)');
    expect(await reasons(ana, { suppressed: ['email'] })).toContain('skipped mail (suppressed)');
    expect(await reasons({ ...ana, restricted: true })).toContain('skipped mail (restricted)');
    const receipt = journeyFrom({ steps: [send('mail', { message: 'receipt' })] });
    const { messages } = await play({ journey: receipt, story: { profile: { traits: ana.traits } } });
    expect(messages).toHaveLength(1);
  });

  test('a hard bounce and an unsubscription in the story stop what follows', async () => {
    for (const event of [
      { at: '+1 hour', event: 'Email Bounced', about: 'one' },
      { at: '+1 hour', event: 'Unsubscribed' },
    ]) {
      const { messages } = await play({ journey: twice, story: { events: [started(start), event] } });
      expect(messages.map((one) => one.step)).toEqual(['one']);
    }
  });

  test('looks right before sending whether the person is still eligible', async () => {
    const journey = journeyFrom({ steps: [think, send('mail', { when: isGold })] });
    const gold = { at: '+30 minutes', event: 'identify', traits: { plan: 'gold' } };
    expect((await play({ journey })).messages).toEqual([]);
    expect((await play({ journey, story: { events: [started(start), gold] } })).messages).toHaveLength(1);
  });

  test('falls back to the next channel', async () => {
    const journey = journeyFrom({
      steps: [send('mail', { fallback: ['sms'], messages: { sms: 'text' } })],
    });
    const profile = { traits: { phone: '+34600112233' }, consents: { sms: { '*': 'granted' } } };
    const { messages } = await play({ journey, story: { profile } });
    expect(messages).toMatchObject([{ channel: 'sms', message: 'text', to: '+34600112233' }]);
  });

  test('a message that misses something is skipped or held, as it says, and never forever', async () => {
    const skip = await play({ journey: journeyFrom({ steps: [send('mail', { message: 'needy' })] }) });
    expect(linesOf(skip)[1]).toContain('skipped mail (missing-variable)');
    const hold = journeyFrom({ steps: [send('mail', { message: 'holding' })] });
    const held = await play({ journey: hold, story: { until: '+5 hours' } });
    expect(linesOf(held).filter((line) => line.includes('deferred'))).toHaveLength(6);
    expect(held.isCut).toBe(false);
    const forever = await play({ journey: hold });
    expect(forever.isCut).toBe(true);
    expect(forever.runs[0]?.outcome).toBeNull();
  });

  test('a message or offer that is not in the workspace is told, as live', async () => {
    const journey = journeyFrom({
      steps: [send('mail', { message: 'gone' }), { id: 'gift', type: 'offer', offer: 'gone' }],
    });
    expect(linesOf(await play({ journey })).slice(1)).toEqual([
      '06-01 10:00 failed mail (no-such-message)',
      '06-01 10:00 none gift (no-such-offer)',
      '06-01 10:00 completed',
    ]);
  });

  test('a message gives way to that of a journey of higher priority where a cap has room for one, as live', async () => {
    const urgent = journeyFrom({
      key: 'urgent',
      priority: 100,
      entry: { api: true },
      steps: [{ id: 'soon', type: 'wait', for: '30 minutes' }, send('urgent-mail')],
    });
    const journey = journeyFrom({
      steps: [{ id: 'both', type: 'enrol', journey: 'urgent' }, send('mail', { onCap: 'skip' })],
    });
    const workspace = { settings: { caps: [{ max: 1, within: '7 days' }] }, journeys: [urgent] };
    const simulation = await play({ journey, workspace });
    expect(linesOf(simulation).filter((line) => line.includes('mail'))).toEqual([
      '06-01 10:00 deferred mail (gives-way)',
      '06-01 10:31 skipped mail (capped)',
    ]);
    expect(simulation.messages, 'that of the other journey is not one of this one').toEqual([]);
  });

  test('places of a cap on entries are taken in a play as live', async () => {
    const caps = { total: 1 };
    const entry = { on: 'Checkout Started', key: '$.properties.checkout_id', caps };
    const journey = journeyFrom({ entry, steps: [send('mail')] });
    const events = [started(start, 'c1'), started('+1 hour', 'c2')];
    const { runs, refused } = await play({ journey, story: { events } });
    expect(runs).toMatchObject([{ entryKey: 'c1' }]);
    expect(refused).toMatchObject([{ reason: 'full-total' }]);
  });
});
