import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { toCart } from '../../domain/offers/discount/cart.ts';
import { someAsk, someOffer } from '../../domain/offers/redemptions/offers-for-tests.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { createMemoryCollections, layoutOf } from '../../platform/mongo/collections/memory.ts';
import { schemas } from '../../server/stores/schemas.ts';
import { createStores } from '../../server/stores/stores.ts';
import { mortal } from '../../test/store/mortal.ts';
import { noon, noTraces } from '../../test/store/samples.ts';
import type { LedgerAct } from './redemptions/acts.ts';
import { createCheckOffer } from './redemptions/check-offer.ts';
import { createOfferLedger } from './redemptions/ledger.ts';

const tenant = 'shop';
const hold = 1000;
const budget = { total: 3, perPerson: 2, discount: 400 };
const offer = someOffer({
  limits: {
    total: budget.total,
    perPerson: budget.perPerson,
    redeem: [{ measure: 'discount', most: budget.discount }],
  },
});
const people = ['ana', 'ben', 'cleo'];

const someKey = fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5');
const someUse = { key: someKey, who: fc.constantFrom(...people), value: fc.integer({ min: 1, max: 3 }) };
const someOp = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ op: fc.constantFrom('reserve' as const, 'redeem' as const), ...someUse }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('refund' as const),
      key: someKey,
      n: fc.nat(2),
      value: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('wait' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('merge' as const), from: fc.constantFrom('ben', 'cleo') }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('erase' as const), who: fc.constantFrom(...people) }) },
);
type Op = typeof someOp extends fc.Arbitrary<infer T> ? T : never;
const someSteps = fc.array(fc.record({ op: someOp, writesLeft: fc.option(fc.nat(5), { nil: undefined }) }), {
  maxLength: 25,
});

/** One use of the offer, in thousands of minor units; a tenth of the value is the discount. */
type Use = {
  who: string;
  state: 'reserved' | 'redeemed' | 'over';
  value: number;
  until: number;
  done: Set<string>;
};

/** The reference: what the ledger has to do, on one page. */
const createReference = () => {
  const uses = new Map<string, Use>();
  let time = noon;
  const live = () => [...uses.values()].filter(({ state }) => state !== 'over');
  const expire = () => {
    for (const use of live()) if (use.state === 'reserved' && use.until <= time) use.state = 'over';
  };
  const use = (act: 'reserve' | 'redeem', key: string, who: string, value: number): string => {
    const own = uses.get(key);
    const isLate = act === 'redeem' && own?.state === 'over' && own.done.has('redeem');
    if (own?.state === 'redeemed' || isLate) return 'done-before';
    const isHeld = own?.state === 'reserved';
    if (act === 'reserve' && isHeld && own.value === value) return 'done-before';
    const others = live().filter((one) => one !== own);
    const mine = others.filter((one) => one.who === who);
    const sum = others.reduce((total, one) => total + one.value * 100, 0);
    const grows = value > (isHeld ? own.value : 0);
    const isOver = !isHeld && (others.length >= budget.total || mine.length >= budget.perPerson);
    if (isOver || (grows && sum + value * 100 > budget.discount)) return 'refused';
    const done = new Set([...(own?.done ?? []), act]);
    const state = act === 'redeem' ? ('redeemed' as const) : ('reserved' as const);
    uses.set(key, { who: isHeld ? own.who : who, state, value, until: time + hold, done });
    return 'done';
  };
  const refund = (key: string, n: number, value: number): string => {
    const own = uses.get(key);
    if (own === undefined) return 'refused';
    if (own.done.has(`refund-${n}`)) return 'done-before';
    if (own.state === 'over') return 'refused';
    own.done.add(`refund-${n}`);
    own.value = value === 0 ? 0 : Math.max(0, own.value - value);
    if (own.value === 0) own.state = 'over';
    return 'done';
  };
  return {
    time: () => time,
    do: (op: Op): string => {
      if (op.op === 'wait') time += hold;
      // Reservations end when the ledger next looks.
      expire();
      if (op.op === 'reserve' || op.op === 'redeem') return use(op.op, op.key, op.who, op.value);
      if (op.op === 'refund') return refund(op.key, op.n, op.value);
      for (const one of uses.values()) {
        if (op.op === 'merge' && one.who === op.from) one.who = 'ana';
        if (op.op === 'erase' && one.who === op.who) one.who = 'nobody';
      }
      return 'done';
    },
    used: () => ({
      count: live().length,
      discount: live().reduce((sum, one) => sum + one.value * 100, 0),
      orderValue: live().reduce((sum, one) => sum + one.value * 1000, 0),
    }),
  };
};

const actOf = (op: Extract<Op, { key: string }>): LedgerAct => {
  const redemption = `r-${op.key}`;
  if (op.op === 'refund') {
    const part =
      op.value === 0 ? ({ kind: 'whole' } as const) : ({ kind: 'value', value: op.value * 1000 } as const);
    return { kind: 'roll-back', redemption, ask: { key: `refund-${op.n}`, part } };
  }
  const cart = toCart({ currency: 'EUR', orderValue: op.value * 1000 });
  const person = { profileId: op.who };
  const orderId = op.op === 'redeem' ? `o-${op.key}` : undefined;
  const ask = someAsk({ act: op.op, offer, redemption, key: op.key, person, cart, orderId, holdMs: hold });
  return { kind: 'use', ask };
};

const processOver = (collections: Collections, now: () => number) => {
  const { offerBooks, people: persons } = createStores({ collections });
  const ledger = createOfferLedger({ offerBooks, clock: { now }, zoneOf: async () => 'Europe/Madrid' });
  return {
    offerBooks,
    do: async (op: Op): Promise<string> => {
      if (op.op === 'merge') await persons.merge({ tenant, from: op.from, to: 'ana' });
      if (op.op === 'erase') await persons.erase({ tenant, profileIds: [op.who], traces: noTraces });
      if (!('key' in op)) return 'done';
      return (await ledger.act({ tenant, offer: offer.key, act: actOf(op) })).kind;
    },
  };
};

it('the ledger does what one page says, whatever comes in whatever order and wherever a process dies', async () => {
  await fc.assert(
    fc.asyncProperty(someSteps, async (steps) => {
      const collections = createMemoryCollections(layoutOf(schemas, { isStrict: true }));
      const reference = createReference();
      const healthy = processOver(collections, reference.time);
      for (const { op, writesLeft } of steps) {
        const expected = reference.do(op);
        if (writesLeft !== undefined) {
          const doomed = processOver(mortal(collections, writesLeft), reference.time);
          await doomed.do(op).catch(() => undefined);
        }
        const answered = await healthy.do(op);
        // What died may have been done already.
        const allowed =
          expected === 'done' && writesLeft !== undefined ? ['done', 'done-before'] : [expected];
        expect(allowed).toContain(answered);
        const account = await healthy.offerBooks.account({ tenant, offer: offer.key });
        const used = account?.account.used ?? { count: 0, discount: 0, orderValue: 0 };
        expect(used.count).toBeLessThanOrEqual(budget.total);
        expect(used.discount).toBeLessThanOrEqual(budget.discount);
        if ('key' in op && account !== undefined) expect(used).toEqual(reference.used());
      }
      const books = await createCheckOffer({ offerBooks: healthy.offerBooks })({ tenant, offer: offer.key });
      expect(books.differences).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
