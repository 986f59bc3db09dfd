import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Passage } from '../../domain/gate/gate.ts';
import { openTestStore } from '../../test/store/open-store.ts';
import { noon, sampleMessage, sampleProfile } from '../../test/store/samples.ts';
import { createCancelPlanned } from './cancel-planned.ts';
import { createBookings } from './send/booking.ts';

const settings = { topics: {}, caps: [{ max: 5, within: '7 days' }], quietHours: [] };

describe('what a stopped run had planned', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  /** A run with one message that was tried and waits for another attempt, for a reason. */
  const planned = async (name: string, reason: string) => {
    const { profiles, contacts, messages } = store.stores;
    const { tenant } = store;
    const [profileId, run, id, addressHash] = [`p-${name}`, `r-${name}`, `m-${name}`, `h-${name}`];
    const bookings = createBookings({ profiles, contacts });
    const cancelPlanned = createCancelPlanned({ messages, bookings, clock: { systemTime: () => noon } });
    await profiles.insert({
      ...sampleProfile({ tenant, id: profileId }),
      consents: { email: { '*': { state: 'granted', at: noon, source: 'test' } } },
    });
    const hashed = { tenant, channel: 'email', addressHashes: [addressHash] } as const;
    const [row, contact] = await Promise.all([profiles.get({ tenant, profileId }), contacts.get(hashed)]);
    if (row === undefined) throw new Error('nobody');
    const passage: Passage = {
      messageId: id,
      step: { onCap: 'skip', onQuiet: 'skip' },
      class: 'marketing',
      channel: 'email',
      topic: 'news',
      profile: row,
      settings,
      zone: 'UTC',
      now: noon,
    };
    expect(await bookings.book({ passage, hashed, row, contact })).toBeUndefined();
    const message = { ...sampleMessage({ tenant, id, run, profileId }), channel: 'email', addressHash };
    await messages.claim({ row: message, claim: 'a', systemTime: noon, leaseUntil: noon + 1000 });
    const stop = () => cancelPlanned({ tenant, profileId, run, reason: 'run-stopped' });
    const booked = async () => [
      (await profiles.get({ tenant, profileId }))?.pressure.length,
      (await contacts.get(hashed)).bookings.length,
    ];
    const settle = () => messages.settle({ tenant, id, claim: 'a', status: 'retrying', at: noon, reason });
    return { messages, which: { tenant, id }, of: { tenant, profileId, run }, stop, booked, settle };
  };

  it('takes no room under a cap any more, of the person or of the address', async () => {
    const { messages, which, stop, booked, settle } = await planned('busy', 'busy');
    await settle();
    expect(await booked()).toEqual([1, 1]);
    await stop();
    expect(await messages.get(which)).toMatchObject({ status: 'cancelled', reason: 'run-stopped' });
    expect(await booked()).toEqual([0, 0]);
  });

  it('gives back by a repeat what a crash right after the cancelling left booked', async () => {
    const { messages, of, stop, booked, settle } = await planned('crash', 'busy');
    await settle();
    await messages.cancel({ ...of, systemTime: noon, reason: 'run-stopped' });
    expect(await booked()).toEqual([1, 1]);
    await stop();
    expect(await booked()).toEqual([0, 0]);
  });

  it('counts still when it may have gone out, and its row says so', async () => {
    const { messages, which, stop, booked, settle } = await planned('lost', 'no-reply');
    await settle();
    await stop();
    expect(await messages.get(which)).toMatchObject({ status: 'cancelled', reason: 'unknown-outcome' });
    expect(await booked()).toEqual([1, 1]);
  });

  it('is left to the attempt that has it, which is told at its end', async () => {
    const { messages, which, stop, booked, settle } = await planned('held', 'busy');
    await stop();
    expect(await messages.get(which)).toMatchObject({ status: 'sending' });
    await settle();
    expect(await messages.get(which)).toMatchObject({ status: 'cancelled', reason: 'run-stopped' });
    await stop();
    expect(await booked()).toEqual([0, 0]);
  });
});
