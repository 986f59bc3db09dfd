import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { referralSchema, referralSettings } from '../workspace/referral-settings.ts';
import { fraudReasonNames, weighedReasons } from './fraud-reasons.ts';
import { markKinds } from './marks.ts';
import { isSuspicious, type ReferralFacts, scoreReferral } from './score-referral.ts';
import { confusionOf, confusionTable, factsOfStory, fraudStories } from './stories/stories.ts';

const settings = referralSchema.parse({}).fraud;
const good: ReferralFacts = {
  isSelf: false,
  isSuspended: false,
  shared: [],
  known: [],
  earlierOrders: 0,
  countedBefore: false,
  loop: 0,
  isDisposable: false,
  lastHour: 0,
  lastDay: 0,
  onDevice: 0,
  order: { revenueMinor: 5000, test: false },
  minOrderMinor: 0,
  nearZeroMinor: 100,
};
const judged = (more: Partial<ReferralFacts>, by = settings) =>
  scoreReferral({ facts: { ...good, ...more }, settings: by });

describe('a referral', () => {
  test('counts when nothing is against it', () => {
    expect(judged({})).toEqual({ decision: 'allow', score: 0, reasons: [] });
    expect(judged({ minOrderMinor: 5000, lastDay: 9, lastHour: 4, onDevice: 2 }).decision).toBe('allow');
  });

  test.each<[string, string, Partial<ReferralFacts>]>([
    ['own-code', 'deny', { isSelf: true, shared: ['mailbox'] }],
    ['test-order', 'deny', { order: { revenueMinor: 5000, test: true } }],
    ['already-referred', 'deny', { countedBefore: true }],
    ['advocate-suspended', 'deny', { isSuspended: true }],
    ['existing-customer', 'deny', { earlierOrders: 1 }],
    ['order-too-small', 'deny', { minOrderMinor: 5001 }],
    ['same-mailbox', 'deny', { shared: ['mailbox'] }],
    ['same-phone', 'deny', { shared: ['phone'] }],
    ['same-payment', 'deny', { shared: ['payment'] }],
    ['recommended-each-other', 'deny', { loop: 2 }],
    ['closed-loop', 'hold', { loop: 3 }],
    ['same-device', 'hold', { shared: ['device'] }],
    ['known-customer', 'hold', { known: ['payment'] }],
    ['disposable-address', 'hold', { isDisposable: true }],
    ['too-many-in-an-hour', 'hold', { lastHour: 5 }],
    ['too-many-in-a-day', 'hold', { lastDay: 10 }],
    ['crowded-device', 'hold', { onDevice: 3 }],
    ['near-zero-order', 'hold', { order: { revenueMinor: 100, test: false } }],
    ['same-address', 'allow', { shared: ['address'] }],
  ])('with %s: %s, and the reason is told', (reason, decision, more) => {
    const { decision: told, reasons } = judged(more);
    expect([told, reasons.map((one) => one.reason)]).toEqual([decision, [reason]]);
  });

  test('tells every reason there is, each with its weight', () => {
    expect(judged({ shared: ['phone', 'address'], earlierOrders: 2, isDisposable: true })).toEqual({
      decision: 'deny',
      score: 100,
      reasons: [
        { reason: 'existing-customer', weight: 100 },
        { reason: 'same-phone', weight: 100 },
        { reason: 'disposable-address', weight: 40 },
        { reason: 'same-address', weight: 20 },
      ],
    });
  });

  const weights = fc.dictionary(fc.constantFrom(...weighedReasons), fc.integer({ min: 0, max: 100 }));
  const thresholds = fc.record({
    holdAt: fc.integer({ min: 1, max: 100 }),
    denyAt: fc.integer({ min: 1, max: 100 }),
  });

  test('is never denied for a shared address alone, whatever the weights and thresholds', () => {
    fc.assert(
      fc.property(weights, thresholds, (given, at) => {
        expect(judged({ shared: ['address'] }, { ...settings, ...at, weights: given }).decision).not.toBe(
          'deny',
        );
      }),
    );
  });

  const facts = fc.record({
    ...Object.fromEntries(Object.entries(good).map(([name, value]) => [name, fc.constant(value)])),
    isSelf: fc.boolean(),
    shared: fc.subarray([...markKinds]),
    known: fc.subarray([...markKinds]),
    earlierOrders: fc.nat(2),
    countedBefore: fc.boolean(),
    loop: fc.constantFrom(0, 2, 3),
    lastDay: fc.nat(20),
    onDevice: fc.nat(5),
  });

  test('with one more reason is never judged more kindly; an own code is always denied', () => {
    const order = ['allow', 'hold', 'deny'];
    fc.assert(
      fc.property(facts, weights, thresholds, (told, given, at) => {
        const by = { ...settings, ...at, weights: given };
        const one = judged(told, by);
        const more = judged({ ...told, isDisposable: true, isSuspended: false }, by);
        expect(order.indexOf(more.decision)).toBeGreaterThanOrEqual(order.indexOf(one.decision));
        expect(judged({ ...told, isSelf: true }, by).decision).toBe('deny');
        expect(one.score).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('a reason of weight 0 is not told; what always denies has no weight to set', () => {
    const by = { ...settings, weights: { 'same-phone': 0 } };
    expect(judged({ shared: ['phone'] }, by)).toEqual({ decision: 'allow', score: 0, reasons: [] });
    expect(fraudReasonNames.filter((name) => !weighedReasons.includes(name))).toEqual([
      'own-code',
      'test-order',
      'already-referred',
      'advocate-suspended',
    ]);
    expect(referralSchema.safeParse({ fraud: { weights: { 'own-code': 0 } } }).success).toBe(false);
  });

  test('speaks of fraud by what people do on purpose, and not by having been a customer', () => {
    expect(isSuspicious(judged({ shared: ['phone'] }).reasons)).toBe(true);
    expect(isSuspicious(judged({ earlierOrders: 1, shared: ['address'] }).reasons)).toBe(false);
  });
});

describe('the stories', () => {
  test.each(fraudStories)('$truth: $name', (story) => {
    expect(scoreReferral({ facts: factsOfStory(story), settings }).decision).toBe(story.expect);
  });

  test('no honest one is denied and no fraudulent one is let through', () => {
    const confusion = confusionOf({ settings });
    expect(confusionTable(confusion)).toEqual([
      '              allow   hold   deny',
      'honest           10      2      0',
      'fraudulent        0      3     15',
    ]);
    expect(confusion.others).toEqual([]);
  });
});

test('the settings of a workspace that was published before there were weights still hold', () => {
  const before = JSON.parse(
    '{ "referral": { "enabled": true, "minOrder": 20, "refuse": { "samePhone": true } } }',
  );
  expect(referralSettings(before)).toMatchObject({ minOrder: 20, fraud: { denyAt: 80 } });
  expect(referralSettings({})).toBeUndefined();
  expect(referralSettings({ referral: { enabled: false } })).toBeUndefined();
});
