import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { LimitOwner } from '../../../domain/gate/limits.ts';
import { contactRefusal } from '../../../domain/gate/contact.ts';
import { capRefusal, type Passage } from '../../../domain/gate/gate.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleProfile } from '../../../test/store/samples.ts';
import { createBookings } from './booking.ts';

const max = 2;

/** What becomes of a message after each time it is booked. */
type Fate = 'tried again' | 'put off' | 'accepted' | 'refused';

const fate = fc.constantFrom<Fate>('tried again', 'put off', 'accepted', 'refused');
const owner = fc.constantFrom('tenant', 'journey', 'message', 'step');
const crowd = fc.array(fc.array(fate, { maxLength: 4 }), { minLength: 1, maxLength: 8 });

describe('the bookings of messages to one person', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  let count = 0;
  /** A person whom several messages want to reach at once, each with a fate of its own. */
  const play = async (fates: readonly (readonly Fate[])[], whose: 'tenant' | LimitOwner) => {
    const { profiles, contacts } = store.stores;
    const { tenant } = store;
    count += 1;
    const profileId = `p-${count}`;
    await profiles.insert({
      ...sampleProfile({ tenant, id: profileId }),
      consents: { email: { '*': { state: 'granted', at: noon, source: 'test' } } },
    });
    const hashed = { tenant, channel: 'email', addressHashes: [`h-${count}`] } as const;
    const bookings = createBookings({ profiles, contacts });
    const accepted: string[] = [];
    let overbooked = false;
    const caps = [{ max, within: '1 day' }];
    const settings = { topics: {}, caps: whose === 'tenant' ? caps : [], quietHours: [] };
    const limits = whose === 'tenant' ? [] : [{ by: whose, caps, quietHours: [] }];
    const look = async () => {
      const [row, contact] = await Promise.all([profiles.get({ tenant, profileId }), contacts.get(hashed)]);
      if (row === undefined) throw new Error('nobody');
      const ids = row.pressure.map(({ id }) => id);
      const isOver = ids.length > max || contact.bookings.length > max || new Set(ids).size < ids.length;
      overbooked ||= isOver;
      return { row, contact };
    };
    const message = async (plan: readonly Fate[], n: number): Promise<void> => {
      const messageId = `m-${count}-${n}`;
      for (const [turn, becomes] of [...plan, 'accepted' as const].entries()) {
        const { row, contact } = await look();
        const passage: Passage = {
          messageId,
          step: { onCap: 'skip', onQuiet: 'skip' },
          class: 'marketing',
          channel: 'email',
          topic: 'news',
          profile: row,
          settings,
          limits,
          from: { journey: 'cart', step: 'remind', message: 'hello' },
          zone: 'UTC',
          now: noon + turn * 5000,
        };
        // As the gate does, which looks before it books.
        if ((capRefusal(passage) ?? contactRefusal({ passage, contact })) !== undefined) return;
        if ((await bookings.book({ passage, hashed, row, contact })) !== undefined) return;
        if (becomes === 'put off' || becomes === 'refused') await bookings.release({ passage, hashed });
        if (becomes === 'accepted') accepted.push(messageId);
        if (becomes === 'accepted' || becomes === 'refused') return;
      }
    };
    await Promise.all(fates.map(message));
    const { row, contact } = await look();
    return { accepted, overbooked, row, contact };
  };

  it('never exceed the cap, count each message once, and are given back whole, however sends and retries meet', async () => {
    const exact = fc.asyncProperty(crowd, owner, async (fates, whose) => {
      const { accepted, overbooked, row, contact } = await play(fates, whose);
      expect(overbooked).toBe(false);
      expect(row.pressure.map(({ id }) => id).toSorted()).toEqual(accepted.toSorted());
      expect(contact.bookings.map(({ id }) => id).toSorted()).toEqual(accepted.toSorted());
      // Where nobody gives room back, all of it is used.
      const gaveBack = fates.some((plan) => plan.some((one) => one === 'put off' || one === 'refused'));
      if (!gaveBack) expect(accepted).toHaveLength(Math.min(max, fates.length));
    });
    await fc.assert(exact, { numRuns: 60 });
  });
});
