import { describe, expect, test } from 'vitest';

import type { Performed as Outcome } from '../../../plugins/runtime/perform.ts';
import type { DeviceOutcome } from '../ports.ts';
import { sendToDevices } from './send-to-devices.ts';

const done: Outcome = { kind: 'done', output: {}, providerId: 'one' };
const gone: Outcome = { kind: 'rejected', code: 'gone', message: 'Ended.', recipientBlocked: true };
const refused: Outcome = { kind: 'rejected', code: 'too-long', message: 'Too long.' };
const busy = { kind: 'retry', code: 'rate-limited', message: 'Busy.', afterMs: 60_000 } as const;
const unclear: Outcome = { kind: 'unknown', code: 'timeout', message: 'No answer.' };

/** Sends to devices that answer one after the other what is listed; the last answer stays. */
const play = async (
  answers: Readonly<Record<string, readonly Outcome[]>>,
  earlier: readonly DeviceOutcome[] = [],
) => {
  const asked: string[] = [];
  const noted: DeviceOutcome[] = [];
  const forgotten: string[] = [];
  const waited: number[] = [];
  const slots: (number | undefined)[] = [];
  const outcome = await sendToDevices({
    devices: Object.keys(answers).map((id) => ({ id, input: {} })),
    earlier,
    send: async ({ id, slotAt }) => {
      slots.push(slotAt);
      const before = asked.filter((one) => one === id).length;
      asked.push(id);
      return answers[id]?.[before] ?? answers[id]?.at(-1) ?? expect.fail(id);
    },
    note: async (one) => void noted.push(one),
    forget: async (device) => void forgotten.push(device),
    pause: async (ms) => void waited.push(ms),
  });
  return { outcome, asked, noted, forgotten, waited, slots };
};

describe('a message to several devices', () => {
  test('goes to each, and each has its own outcome', async () => {
    const played = await play({ phone: [done], laptop: [gone], tablet: [refused] });
    expect(played.outcome).toEqual(done);
    expect(played.noted).toEqual([
      { device: 'phone', outcome: 'sent' },
      { device: 'laptop', outcome: 'gone', reason: 'gone' },
      { device: 'tablet', outcome: 'failed', reason: 'too-long' },
    ]);
    expect(played.forgotten).toEqual(['laptop']);
  });

  test('is tried again as a whole while no device has it, and nothing is noted of those to try', async () => {
    const played = await play({ phone: [busy], laptop: [gone] });
    expect(played.outcome).toEqual(busy);
    expect(played.noted).toEqual([{ device: 'laptop', outcome: 'gone', reason: 'gone' }]);
    expect(played.waited).toEqual([]);
  });

  test('once one has it, the others are tried a few times, with a bounded wait', async () => {
    const later = await play({ phone: [done], laptop: [busy, done] });
    expect(later.noted.map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
    expect(later.asked).toEqual(['phone', 'laptop', 'laptop']);
    const never = await play({ phone: [done], laptop: [busy] });
    expect(never.outcome).toEqual(done);
    expect(never.noted.at(-1)).toEqual({ device: 'laptop', outcome: 'failed', reason: 'rate-limited' });
    expect(never.waited).toEqual([5_000, 5_000]);
  });

  test('a device that a rate limit puts off is sent to in the place that it was given', async () => {
    const later: Outcome = {
      kind: 'retry',
      code: 'rate-limited',
      message: 'Later.',
      afterMs: 100,
      slotAt: 7,
    };
    const played = await play({ phone: [done], laptop: [later, done] });
    expect(played.slots).toEqual([undefined, undefined, 7]);
    expect(played.waited).toEqual([100]);
    expect(played.noted.map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
  });

  test('a rate limit is not exceeded for a device whose place comes too late', async () => {
    const played = await play({ phone: [done], laptop: [{ ...busy, slotAt: 9 }] });
    expect(played.asked).toEqual(['phone', 'laptop']);
    expect(played.noted.at(-1)).toEqual({ device: 'laptop', outcome: 'failed', reason: 'rate-limited' });
  });

  test('what an attempt before settled is not sent again', async () => {
    const earlier = [{ device: 'phone', outcome: 'sent' }] as const;
    const played = await play({ phone: [done], laptop: [done] }, earlier);
    expect(played.asked).toEqual(['laptop']);
    expect(await play({ phone: [done] }, earlier)).toMatchObject({ outcome: { kind: 'done' }, asked: [] });
  });

  test('a person whose devices are all gone was not reached, and no address is blocked', async () => {
    const { outcome } = await play({ phone: [gone], laptop: [gone] });
    expect(outcome).toEqual({ kind: 'rejected', code: 'gone', message: 'Ended.' });
  });

  test('what may have arrived is not repeated blindly', async () => {
    const played = await play({ phone: [unclear], laptop: [gone] });
    expect(played.outcome).toEqual(unclear);
    expect(played.asked).toEqual(['phone', 'laptop']);
  });
});
