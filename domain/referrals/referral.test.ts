import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  appeal,
  approve,
  deny,
  dueAt,
  nextAct,
  passInto,
  type Referral,
  type ReferralState,
  referralStates,
  reverse,
} from './referral.ts';

const inState = (state: ReferralState, more: Partial<Referral> = {}): Referral => ({
  tenant: 'shop',
  id: 'r',
  code: 'FRIEND-1',
  advocate: 'a',
  friend: 'f',
  state,
  at: 0,
  orderId: 'o',
  rewardAt: 100,
  history: [{ state, at: 0 }],
  told: 1,
  ...more,
});

describe('the review of a referral', () => {
  const at = { at: 5, by: 'Marta' };
  const outcome = (one: Referral | { refused: string }): string => ('refused' in one ? 'refused' : one.state);

  test.each([
    ['clicked', 'refused', 'refused', 'refused'],
    ['signed-up', 'refused', 'refused', 'refused'],
    ['held', 'qualified', 'denied', 'refused'],
    ['qualified', 'qualified', 'denied', 'refused'],
    ['rewarded', 'rewarded', 'refused', 'refused'],
    ['clawed-back', 'refused', 'refused', 'refused'],
    ['denied', 'refused', 'denied', 'held'],
  ] as const)('of one that is %s: approve %s, deny %s, appeal %s', (state, approved, denied, appealed) => {
    const one = inState(state);
    expect(outcome(approve(one, at))).toBe(approved);
    expect(outcome(deny(one, at))).toBe(denied);
    expect(outcome(appeal(one, { ...at, text: 'We are sisters' }))).toBe(appealed);
  });

  test('allows one appeal, and no denial of rewards that are being given', () => {
    const again = inState('denied', { appeal: { at: 1, text: 'please' } });
    expect(outcome(appeal(again, { ...at, text: 'please' }))).toBe('refused');
    expect(outcome(deny(inState('qualified', { isRewarding: true }), at))).toBe('refused');
  });
});

test('is due at once while somebody is to be told, then when its rewards are, and never when nothing is to come', () => {
  expect(dueAt(inState('qualified', { told: 0 }))).toBe(0);
  expect(dueAt(inState('qualified'))).toBe(100);
  expect(dueAt(inState('rewarded'))).toBeUndefined();
  expect(dueAt(reverse(inState('rewarded'), { reason: 'refunded', at: 7 }))).toBe(0);
  for (const state of ['denied', 'invited', 'clicked', 'signed-up', 'clawed-back'] as const)
    expect(dueAt(reverse(inState(state), { reason: 'refunded', at: 7 }))).toBeUndefined();
  expect(referralStates).toHaveLength(8);
});

/** A shop with one referral: coupons by key, and processes that read, do something and write, or die in between. */
const createShop = () => {
  let stored = { row: inState('qualified', { history: [{ state: 'qualified', at: 0 }], told: 0 }), rev: 0 };
  const coupons = new Map<string, 'given' | 'revoked'>();
  const told = new Set<string>();
  const issued: string[] = [];
  const held = new Map<number, { row: Referral; rev: number }>();
  const keys = ['advocate', 'friend'];

  const work = (row: Referral): Referral | undefined => {
    switch (nextAct({ referral: row, now: 200 })) {
      case 'tell':
        told.add(`${row.told} ${row.history[row.told]?.state}`);
        return { ...row, told: row.told + 1 };
      case 'begin-reward':
        return { ...row, isRewarding: true };
      case 'reward':
        for (const key of keys) {
          if (coupons.has(key)) continue;
          coupons.set(key, 'given');
          issued.push(key);
        }
        return passInto(row, { state: 'rewarded', at: 1 }, { isRewarding: false });
      case 'claw-back':
        for (const key of keys) if (coupons.has(key)) coupons.set(key, 'revoked');
        return passInto(row, { state: 'clawed-back', at: 2 });
      case 'none':
        return undefined;
    }
  };
  const write = (row: Referral, rev: number): void => {
    if (rev === stored.rev) stored = { row, rev: rev + 1 };
  };
  return {
    issued,
    coupons,
    told,
    row: () => stored.row,
    begin: (process: number) => {
      const done = work(stored.row);
      if (done !== undefined) held.set(process, { row: done, rev: stored.rev });
    },
    end: (process: number) => {
      const mine = held.get(process);
      held.delete(process);
      if (mine !== undefined) write(mine.row, mine.rev);
    },
    die: (process: number) => held.delete(process),
    refund: () => write(reverse(stored.row, { reason: 'refunded', at: 3 }), stored.rev),
    settle: () => {
      for (let steps = 0; steps < 50; steps += 1) {
        const done = work(stored.row);
        if (done === undefined) return;
        write(done, stored.rev);
      }
    },
  };
};

test('no coupon is given twice, and none stays given for an order that went back, no matter who dies where', () => {
  const move = fc.record({
    what: fc.constantFrom('begin', 'end', 'die', 'refund', 'begin', 'end'),
    process: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const shop = createShop();
      for (const { what, process } of moves) {
        if (what === 'begin') shop.begin(process);
        if (what === 'end') shop.end(process);
        if (what === 'die') shop.die(process);
        if (what === 'refund') shop.refund();
      }
      shop.settle();
      const { state, history, told } = shop.row();
      const isRefunded = moves.some(({ what }) => what === 'refund');
      expect(state).toBe(isRefunded ? 'clawed-back' : 'rewarded');
      expect(shop.issued.length).toBe(new Set(shop.issued).size);
      const standing = [...shop.coupons.values()].filter((one) => one === 'given').length;
      expect(standing).toBe(isRefunded ? 0 : 2);
      // Everybody was told of every state there was, and of none that there was not.
      expect(told).toBe(history.length);
      expect([...shop.told].toSorted()).toEqual(
        history.map((one, index) => `${index} ${one.state}`).toSorted(),
      );
    }),
    { numRuns: 1000 },
  );
});
