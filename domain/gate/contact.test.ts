import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dawn, nobody } from '../profiles/profiles-for-tests.ts';
import {
  type Contact,
  contactExpiry,
  contactRefusal,
  joinContacts,
  noContact,
  withBooking,
  withStatement,
} from './contact.ts';
import type { Passage } from './gate.ts';

const hour = 3_600_000;
const passageOf = (more: Partial<Passage> = {}): Passage => ({
  messageId: 'm',
  step: { onCap: 'skip', onQuiet: 'wait' },
  class: 'marketing',
  channel: 'email',
  topic: 'offers',
  profile: nobody(),
  settings: { topics: {}, caps: [{ max: 2, within: '3 days' }], quietHours: [], addressCeiling: 3 },
  zone: 'UTC',
  now: dawn,
  ...more,
});
const booked = (contact: Contact, more: Partial<Passage>): Contact =>
  withBooking({ contact, passage: passageOf(more) });

describe('what holds for an address', () => {
  test('a cap counts everybody who has it, and never the same message twice', () => {
    const one = booked(noContact, { messageId: 'a', profile: nobody('p1') });
    const two = booked(one, { messageId: 'b', profile: nobody('p2') });
    expect(contactRefusal({ contact: two, passage: passageOf({ profile: nobody('p3') }) })).toMatchObject({
      kind: 'skipped',
      reason: 'capped',
    });
    expect(contactRefusal({ contact: two, passage: passageOf({ messageId: 'b' }) })).toBeUndefined();
    const later = passageOf({ now: dawn + 73 * hour });
    expect(contactRefusal({ contact: two, passage: later })).toBeUndefined();
  });

  test('no message of any class goes above the ceiling of an hour; it waits', () => {
    const full = ['a', 'b', 'c'].reduce(
      (contact, messageId) => booked(contact, { messageId, class: 'transactional' }),
      noContact,
    );
    const order = passageOf({ class: 'transactional', now: dawn + 1000 });
    expect(contactRefusal({ contact: full, passage: order })).toEqual({
      kind: 'deferred',
      reason: 'address-ceiling',
      until: dawn + hour + 1,
      detail: { max: 3 },
    });
    expect(contactRefusal({ contact: full, passage: { ...order, now: dawn + hour + 1 } })).toBeUndefined();
  });

  test('a withdrawal stops marketing to it under every profile, until a confirmed yes', () => {
    const said = (state: 'granted' | 'withdrawn', at: number, confirmed?: boolean) => ({
      channel: 'email',
      topic: '*',
      consent: { state, at, source: 'x', ...(confirmed === undefined ? {} : { confirmed }) },
    });
    const left = withStatement(noContact, said('withdrawn', 5));
    expect(contactRefusal({ contact: left, passage: passageOf() })).toMatchObject({
      reason: 'unsubscribed',
    });
    expect(contactRefusal({ contact: left, passage: passageOf({ class: 'transactional' }) })).toBeUndefined();
    const unsure = withStatement(left, said('granted', 9));
    expect(unsure).toBe(left);
    const sure = withStatement(left, said('granted', 9, true));
    expect(contactRefusal({ contact: sure, passage: passageOf() })).toBeUndefined();
    expect(contactExpiry({ contact: sure, passage: passageOf() })).toBeUndefined();
    expect(joinContacts(sure, left)).toEqual(sure);
  });

  test('it is bounded, and what one in a hundred books never lets more through than the caps say', () => {
    const sends = fc.array(fc.record({ id: fc.integer({ min: 0, max: 60 }), after: fc.nat(5 * hour) }), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(sends, (list) => {
        let contact = noContact;
        let now = dawn;
        const out: number[] = [];
        for (const { id, after } of list) {
          now += after;
          const passage = passageOf({
            messageId: `m${id}`,
            now,
            class: id % 2 === 0 ? 'marketing' : 'transactional',
          });
          if (contact.bookings.some((one) => one.id === passage.messageId)) continue;
          if (contactRefusal({ contact, passage }) !== undefined) continue;
          contact = withBooking({ contact, passage });
          out.push(now);
        }
        for (const at of out)
          expect(out.filter((one) => one > at - hour && one <= at).length).toBeLessThanOrEqual(3);
        expect(contact.bookings.length).toBeLessThanOrEqual(2 + 3 + 2);
      }),
    );
  });
});
