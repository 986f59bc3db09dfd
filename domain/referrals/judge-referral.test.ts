import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { codeAlphabet } from '../offers/code.ts';
import { referralSchema } from '../workspace/referral-settings.ts';
import { judgeReferral, type ReferralCase } from './judge-referral.ts';
import { referralCodeFor } from './referral-code.ts';

const settings = referralSchema.parse({});
const good: ReferralCase = {
  advocate: { id: 'a', emails: ['ana@example.com'], phones: ['+1'] },
  friend: { id: 'f', emails: ['ben@example.com'], phones: ['+2'], earlierOrders: 0 },
  order: { revenueMinor: 5000, test: false },
  minOrderMinor: 0,
  refuse: settings.refuse,
  lastDay: 0,
  isLoop: false,
  countedBefore: false,
};

describe('a recommendation', () => {
  test('counts when nothing is against it', () => {
    expect(judgeReferral(good)).toEqual([]);
    expect(judgeReferral({ ...good, minOrderMinor: 5000, lastDay: 9 })).toEqual([]);
  });

  test.each([
    ['own-code', { friend: { ...good.friend, id: 'a' } }],
    ['same-mailbox', { friend: { ...good.friend, emails: ['a.n.a+shop@Example.com'] } }],
    ['same-phone', { friend: { ...good.friend, phones: ['+1'] } }],
    ['existing-customer', { friend: { ...good.friend, earlierOrders: 1 } }],
    ['already-referred', { countedBefore: true }],
    ['order-too-small', { minOrderMinor: 5001 }],
    ['test-order', { order: { revenueMinor: 5000, test: true } }],
    ['too-many-in-a-day', { lastDay: 10 }],
    ['recommended-each-other', { isLoop: true }],
  ])('is refused for %s', (reason, more) => {
    expect(judgeReferral({ ...good, ...more })).toEqual([reason]);
  });

  test('an own code is told as such, and not as sharing a mailbox with oneself', () => {
    const friend = { ...good.friend, id: 'a', emails: good.advocate.emails, phones: good.advocate.phones };
    expect(judgeReferral({ ...good, friend })).toEqual(['own-code']);
  });

  test('tells every reason at once', () => {
    const friend = { ...good.friend, phones: ['+1'], earlierOrders: 2 };
    expect(judgeReferral({ ...good, friend, countedBefore: true })).toEqual([
      'same-phone',
      'existing-customer',
      'already-referred',
    ]);
  });

  test('what the shop allows is no reason; own codes and test orders always are', () => {
    const refuse = { sameMailbox: false, samePhone: false, existingCustomer: false, eachOther: false };
    const friend = { id: 'f', emails: good.advocate.emails, phones: good.advocate.phones, earlierOrders: 3 };
    const lenient: ReferralCase = {
      ...good,
      friend,
      isLoop: true,
      refuse: { ...settings.refuse, ...refuse },
    };
    expect(judgeReferral(lenient)).toEqual([]);
    const bad = { ...lenient, friend: { ...friend, id: 'a' }, order: { revenueMinor: 1, test: true } };
    expect(judgeReferral(bad)).toEqual(['own-code', 'test-order']);
  });

  test('addresses that cannot be read are shared by nobody', () => {
    const friend = { ...good.friend, emails: ['nonsense'] };
    const advocate = { ...good.advocate, emails: ['nonsense'] };
    expect(judgeReferral({ ...good, friend, advocate })).toEqual([]);
  });
});

test('everybody has one code of their own, always the same, made to be read aloud', () => {
  const keyedBy = (secret: string) => (data: string) =>
    createHmac('sha256', secret).update(data).digest('base64url');
  const of = (profileId: string, tenant = 'shop', secret = 'ours'): string =>
    referralCodeFor({ tenant, profileId, mac: keyedBy(secret) });
  const codes = Array.from({ length: 2000 }, (_p, n) => of(`p${n}`));
  expect(new Set(codes).size).toBe(2000);
  expect(of('p1')).toBe(codes[1]);
  expect(of('p1', 'other')).not.toBe(codes[1]);
  expect(of('p1', 'shop', 'another secret')).not.toBe(codes[1]);
  for (const code of codes) {
    expect(code).toMatch(/^FRIEND-.{8}$/);
    expect(Array.from(code.slice(7)).every((letter) => codeAlphabet.includes(letter))).toBe(true);
  }
});
