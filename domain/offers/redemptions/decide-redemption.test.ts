import { describe, expect, it } from 'vitest';

import { toCart } from '../discount/cart.ts';
import { createPeriodStarts, emptyAccount, rollAccount, book } from './account.ts';
import { type Ask, type Books, decideRedemption } from './decide-redemption.ts';
import { decideRollBack, expire } from './decide-roll-back.ts';
import { usedByPerson } from './limits.ts';
import { someAsk, someOffer } from './offers-for-tests.ts';
import type { Posting } from './posting.ts';
import { foldRedemptions } from './redemption.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const zone = 'Europe/Madrid';

const booksOf = (postings: readonly Posting[], profileId = 'ana'): Books => {
  const start = rollAccount({ account: emptyAccount, now, starts: createPeriodStarts(zone) });
  const mine = postings.filter((posting) => posting.profileId === profileId);
  return {
    account: postings.reduce(book, start),
    person: usedByPerson({ postings: mine, now, starts: createPeriodStarts(zone) }),
    redemptions: [...foldRedemptions(postings).values()],
  };
};

const decide = (given: Partial<Ask> = {}, postings: readonly Posting[] = [], at = now) =>
  decideRedemption({ ask: someAsk(given), books: booksOf(postings), now: at });

const codesOf = (decision: ReturnType<typeof decide>): readonly string[] =>
  decision.kind === 'refused' ? decision.reasons.map(({ code }) => code) : [decision.kind];

const post = (given: Partial<Ask> = {}, postings: readonly Posting[] = [], at = now): Posting => {
  const decision = decide(given, postings, at);
  if (decision.kind !== 'allowed') throw new Error(JSON.stringify(decision));
  return { ...decision.posting, tenant: 'shop' };
};

const coupon = { issueKey: 'k-1', profileId: 'ana', code: 'TEN-AAA' };
const own = { code: 'TEN-AAA', coupons: [coupon], offer: someOffer({ code: { pattern: 'TEN-######' } }) };

describe('a decision about the use of an offer', () => {
  it('allows what nothing speaks against, with the posting it makes', () => {
    expect(decide()).toMatchObject({
      kind: 'allowed',
      discount: { amount: 1000 },
      posting: {
        act: 'redeem',
        count: 1,
        discount: 1000,
        orderValue: 10_000,
        profileId: 'ana',
        orderId: 'order-1',
      },
    });
  });

  it.each<[string, Partial<Ask>, readonly Posting[]]>([
    ['unknown-code', { code: 'NONE' }, []],
    ['unknown-code', { ...own, coupons: [] }, []],
    ['not-issued', { ...own, code: undefined, coupons: [] }, []],
    ['not-started', { startsAt: now + 1 }, []],
    ['expired', { endsAt: now }, []],
    ['expired', { ...own, coupons: [{ ...coupon, expiresAt: now }] }, []],
    ['revoked', { ...own, coupons: [{ ...coupon, revokedAt: now }] }, []],
    ['wrong-person', { ...own, person: { profileId: 'ben' } }, []],
    ['person-needed', { person: undefined }, []],
    ['not-in-audience', { isInAudience: false }, []],
    ['wrong-currency', { cart: toCart({ currency: 'USD', orderValue: 100 }) }, []],
    ['min-order', { offer: someOffer({ limits: { perPerson: 1, minOrder: 10_001 } }) }, []],
    ['no-eligible-product', { chosen: { lines: [], got: [] } }, []],
    ['nothing-to-discount', { cart: toCart({ currency: 'EUR', orderValue: 0 }) }, []],
    ['per-person-limit', {}, [post({ redemption: 'r-0', key: 'o-0', orderId: 'o-0' })]],
    [
      'budget-spent',
      { offer: someOffer({ limits: { perPerson: 9, redeem: [{ measure: 'discount', most: 1999 }] } }) },
      [post({ redemption: 'r-0', key: 'o-0', orderId: 'o-0' })],
    ],
    ['already-redeemed', own, [post({ ...own, redemption: 'r-0', key: 'o-0', orderId: 'o-0' })]],
    ['reserved-elsewhere', own, [post({ ...own, act: 'reserve', redemption: 'r-0', key: 'c-0' })]],
    ['already-redeemed', { ...own, coupons: [{ ...coupon, orderId: 'earlier' }] }, []],
  ])('refuses with `%s`', (code, given, postings) => {
    expect(codesOf(decide(given, postings))).toEqual([code]);
  });

  it('says everything that speaks against it at once', () => {
    const cart = toCart({ currency: 'EUR', orderValue: 100 });
    const offer = someOffer({ limits: { perPerson: 1, minOrder: 5000 } });
    expect(codesOf(decide({ offer, cart, endsAt: now, person: undefined }))).toEqual([
      'expired',
      'min-order',
      'person-needed',
    ]);
  });

  it('counts limits by day, week and month in the zone of the shop', () => {
    const offer = someOffer({
      limits: { perPerson: 9, redeem: [{ measure: 'count', most: 1, per: 'day' }] },
    });
    const other = { offer, redemption: 'r-0', key: 'o-0', orderId: 'o-0' };
    const lateYesterday = Date.parse('2026-03-09T22:59:00Z');
    const today = Date.parse('2026-03-09T23:00:00Z');
    expect(codesOf(decide({ offer }, [post(other, [], lateYesterday)]))).toEqual(['allowed']);
    expect(codesOf(decide({ offer }, [post(other, [], today)]))).toEqual(['budget-spent']);
  });

  it('keeps what a reservation promised, and asks no budget twice', () => {
    const offer = someOffer({ limits: { perPerson: 1, total: 1 } });
    const reserved = post({ offer, act: 'reserve', key: 'cart-1' });
    const late = { offer, endsAt: now, isInAudience: false };
    expect(decide(late, [reserved])).toMatchObject({
      kind: 'allowed',
      posting: { n: 2, count: 0, discount: 0, orderValue: 0 },
    });
    const bigger = toCart({ currency: 'EUR', orderValue: 12_000 });
    expect(decide({ offer, act: 'reserve', cart: bigger }, [reserved])).toMatchObject({
      posting: { act: 'reserve', count: 0, discount: 200, orderValue: 2000 },
    });
  });

  it('keeps the amount a reservation promised when the offer says less since, and asks nothing more', () => {
    const reserved = post({ act: 'reserve', key: 'cart-1' });
    const worse = someOffer({
      benefit: { kind: 'percentage', percent: 5 },
      limits: { perPerson: 1, minOrder: 99_999 },
    });
    const redeemed = { discount: { amount: 1000 }, posting: { act: 'redeem', discount: 0 } };
    expect(decide({ offer: worse }, [reserved])).toMatchObject(redeemed);
    expect(decide({ offer: worse, person: undefined }, [reserved])).toMatchObject(redeemed);
    const other = toCart({ currency: 'EUR', orderValue: 20_000 });
    expect(codesOf(decide({ offer: worse, cart: other }, [reserved]))).toEqual(['min-order']);
    const better = someOffer({ benefit: { kind: 'percentage', percent: 20 } });
    expect(decide({ offer: better }, [reserved])).toMatchObject(redeemed);
    expect(decide({ offer: better, act: 'reserve' }, [reserved])).toMatchObject({
      discount: { amount: 2000 },
      posting: { act: 'reserve', discount: 1000 },
    });
  });

  it('takes no more off than other offers leave, line by line, and counts what it takes', () => {
    const lines = [
      { id: 'a', price: 1000, quantity: 1 },
      { id: 'b', price: 1000, quantity: 1 },
    ];
    const cart = toCart({ currency: 'EUR', lines });
    const atMost = { rest: new Map([['b', 40]]), shipping: 0 };
    const reserved = post({ act: 'reserve', key: 'cart-1', cart, atMost });
    expect(reserved).toMatchObject({
      discount: 40,
      lines: [
        { id: 'a', discount: 0 },
        { id: 'b', discount: 40 },
      ],
    });
    expect(decide({ cart }, [reserved])).toMatchObject({ discount: { amount: 40 } });
    const alone = decide({ act: 'reserve', cart }, [reserved]);
    expect(alone, 'the other offer left the cart').toMatchObject({ posting: { discount: 160 } });
    const nothing = { rest: new Map<string, number>(), shipping: 0 };
    for (const before of [[], [reserved]])
      expect(codesOf(decide({ cart, atMost: nothing }, before))).toEqual(['nothing-to-discount']);
  });

  it('redeems what was given back whole and then reserved again under the same key', () => {
    const redeemed = post();
    const [redemption] = foldRedemptions([redeemed]).values();
    if (redemption === undefined) throw new Error('none');
    const back = decideRollBack({ redemption, ask: { key: 'failed', part: { kind: 'whole' } }, now });
    if (back.kind !== 'allowed') throw new Error(back.kind);
    const postings = [redeemed, { ...back.posting, tenant: 'shop' }];
    expect(codesOf(decide({}, postings)), 'a late repeat').toEqual(['done-before']);
    expect(codesOf(decide({ orderId: 'order-2' }, postings)), 'another order').toEqual(['allowed']);
    postings.push(post({ act: 'reserve' }, postings));
    postings.push(post({}, postings));
    const state = { state: 'redeemed', held: { count: 1, discount: 1000 } };
    expect(foldRedemptions(postings).get('r-1')).toMatchObject(state);
    expect(codesOf(decide({}, postings))).toEqual(['done-before']);
  });

  it('refuses a second order under the key of the first, and says which that is', () => {
    const offer = someOffer({ limits: { perPerson: 9 } });
    expect(decide({ offer, orderId: 'order-2' }, [post({ offer })])).toEqual({
      kind: 'refused',
      reasons: [{ code: 'already-redeemed', detail: { orderId: 'order-1' } }],
    });
  });

  it('does the same act once, by its key and by its order', () => {
    const done = post();
    expect(codesOf(decide({}, [done]))).toEqual(['done-before']);
    expect(codesOf(decide({ redemption: 'r-2', key: 'other' }, [done]))).toEqual(['done-before']);
    const reserved = post({ act: 'reserve' });
    expect(codesOf(decide({ act: 'reserve' }, [reserved]))).toEqual(['done-before']);
  });
});

describe('a roll-back', () => {
  const lines = [
    { id: 'a', price: 333, quantity: 1 },
    { id: 'b', price: 333, quantity: 1 },
    { id: 'c', price: 334, quantity: 1 },
  ];
  const cart = toCart({ currency: 'EUR', lines });
  const redeemed = post({ cart });
  const rolled = (
    postings: readonly Posting[],
    key: string,
    part: Parameters<typeof decideRollBack>[0]['ask']['part'],
  ) => {
    const redemption = foldRedemptions(postings).get('r-1');
    if (redemption === undefined) throw new Error('none');
    return decideRollBack({ redemption, ask: { key, part }, now });
  };

  it('refuses a line that the redemption does not have, and gives nothing back', () => {
    const lines = [{ id: 'a', price: 1000, quantity: 1 }];
    const bought = post({ cart: toCart({ currency: 'EUR', lines }) });
    expect(rolled([bought], 'refund', { kind: 'lines', lines: ['a', 'b'] })).toEqual({
      kind: 'refused',
      reasons: [{ code: 'unknown-line', detail: { line: 'b' } }],
    });
    expect(rolled([bought], 'refund', { kind: 'lines', lines: ['a'] }).kind).toBe('allowed');
  });

  it('gives the whole back, and the code can be used again', () => {
    const back = rolled([redeemed], 'refund', { kind: 'whole' });
    expect(back).toMatchObject({ posting: { count: -1, discount: -100, orderValue: -1000 } });
    if (back.kind !== 'allowed') return;
    const postings = [redeemed, { ...back.posting, tenant: 'shop' }];
    expect(rolled(postings, 'refund', { kind: 'whole' }).kind).toBe('done-before');
    expect(rolled(postings, 'another', { kind: 'whole' }).kind).toBe('refused');
    expect(codesOf(decide({ redemption: 'r-2', key: 'o-2', orderId: 'o-2' }, postings))).toEqual(['allowed']);
    expect(codesOf(decide({}, postings)), 'a late repeat of the first act').toEqual(['done-before']);
  });

  it('gives parts back that come to the whole exactly, in whatever steps', () => {
    const postings = [redeemed];
    for (const [index, part] of [
      { kind: 'lines' as const, lines: ['b'] },
      { kind: 'value' as const, value: 100 },
      { kind: 'up-to' as const, returned: 1, of: 2 },
      { kind: 'up-to' as const, returned: 2, of: 2 },
    ].entries()) {
      const back = rolled(postings, `refund-${index}`, part);
      if (back.kind === 'allowed') postings.push({ ...back.posting, tenant: 'shop' });
    }
    expect(foldRedemptions(postings).get('r-1')).toMatchObject({
      state: 'rolled-back',
      held: { count: 0, discount: 0, orderValue: 0 },
    });
    expect(postings.length).toBeGreaterThan(3);
  });

  it('of a reservation comes by itself when its time is over', () => {
    const reserved = post({ act: 'reserve', holdMs: 1000 });
    const redemption = foldRedemptions([reserved]).get('r-1');
    if (redemption === undefined) throw new Error('none');
    expect(expire({ redemption, now: now + 999 })).toBeUndefined();
    expect(expire({ redemption, now: now + 1000 })).toMatchObject({
      act: 'expire',
      count: -1,
      discount: -1000,
    });
  });
});
