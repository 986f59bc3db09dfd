import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../testing/open-store.ts';
import { noon } from '../testing/samples.ts';
import {
  couponCounterSchema,
  type CouponCounterDoc,
  type CouponDoc,
  couponSchema,
} from '../schemas/coupon.ts';
import { driverOf } from '../schemas/define.ts';
import { createSerials } from './serials.ts';

type Store = Awaited<ReturnType<typeof openTestStore>>;
type Issue = Parameters<Store['stores']['offers']['issue']>[0];

describe('the store of offers', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const issue = (
    given: { offer: string; issueKey: string; profileId?: string } & Partial<Omit<Issue, 'coupon'>>,
  ) => {
    const { offer, issueKey, profileId = `p-${issueKey}`, ...rest } = given;
    return store.stores.offers.issue({
      coupon: { tenant: store.tenant, offer, profileId, issueKey, issuedAt: noon },
      codes: [`${offer}-${issueKey}`],
      shared: false,
      total: undefined,
      perPerson: undefined,
      worth: undefined,
      totalValue: undefined,
      ...rest,
    });
  };
  const kinds = (told: readonly Awaited<ReturnType<typeof issue>>[]) => ({
    issued: told.filter((one) => one.kind === 'issued').length,
    reasons: [...new Set(told.flatMap((one) => (one.kind === 'refused' ? one.reason : [])))],
  });

  it('gives out a budget of 50 exactly when 200 ask at once', async () => {
    const told = await Promise.all(
      Array.from({ length: 200 }, (_, n) => issue({ offer: 'fifty', issueKey: `fifty-${n}`, total: 50 })),
    );
    expect(kinds(told)).toEqual({ issued: 50, reasons: ['budget-used-up'] });
    expect(kinds([await issue({ offer: 'fifty', issueKey: 'one-more', total: 50 })]).issued).toBe(0);
    expect(kinds([await issue({ offer: 'fifty', issueKey: 'raised', total: 51 })]).issued).toBe(1);
  });

  it('gives one person no more than theirs when they ask many times at once', async () => {
    const told = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        issue({ offer: 'mine', issueKey: `mine-${n}`, profileId: 'p-greedy', perPerson: 3, total: 1000 }),
      ),
    );
    expect(kinds(told)).toEqual({ issued: 3, reasons: ['per-person-limit'] });
  });

  it('gives the same coupon for the same key, and takes nothing more from the budget', async () => {
    const told = await Promise.all(
      Array.from({ length: 25 }, () => issue({ offer: 'same', issueKey: 'same-1', perPerson: 1, total: 2 })),
    );
    expect(new Set(told.map((one) => (one.kind === 'issued' ? one.coupon.code : one.reason)))).toEqual(
      new Set(['same-same-1']),
    );
    expect(await store.stores.offers.issued({ tenant: store.tenant, issueKey: 'same-1' })).toMatchObject({
      code: 'same-same-1',
      profileId: 'p-same-1',
    });
    expect(kinds([await issue({ offer: 'same', issueKey: 'same-2', total: 2 })]).issued).toBe(1);
    expect(kinds([await issue({ offer: 'same', issueKey: 'same-3', total: 2 })]).issued).toBe(0);
  });

  it('gives out what a crash or a refusal left unused, so that nothing of the budget is lost', async () => {
    const { connection, tenant } = store;
    const coupons = driverOf<CouponDoc>({ connection, schema: couponSchema });
    const serials = createSerials({
      coupons,
      counters: driverOf<CouponCounterDoc>({ connection, schema: couponCounterSchema }),
    });
    // Three died between taking a number and writing the coupon.
    for (let n = 0; n < 3; n += 1) await serials.take({ tenant, offer: 'gaps', limit: 10 });
    const told = await Promise.all(
      Array.from({ length: 20 }, (_, n) => issue({ offer: 'gaps', issueKey: `gaps-${n}`, total: 10 })),
    );
    expect(kinds(told)).toEqual({ issued: 10, reasons: ['budget-used-up'] });
  });

  it('stops at a limit that was lowered below what was issued before', async () => {
    for (let n = 0; n < 5; n += 1) await issue({ offer: 'lowered', issueKey: `lowered-${n}` });
    expect(kinds([await issue({ offer: 'lowered', issueKey: 'lowered-x', total: 3 })]).issued).toBe(0);
    expect(kinds([await issue({ offer: 'lowered', issueKey: 'lowered-y', total: 6 })]).issued).toBe(1);
  });

  it('never lets coupons cost more than the budget of value, also when their worth changes', async () => {
    const value = (n: number, worth: number) =>
      issue({ offer: 'value', issueKey: `value-${worth}-${n}`, worth, totalValue: 1000 });
    const dear = await Promise.all(Array.from({ length: 6 }, (_, n) => value(n, 100)));
    expect(kinds(dear).issued).toBe(6);
    const cheap = await Promise.all(Array.from({ length: 30 }, (_, n) => value(n, 30)));
    expect(kinds(cheap)).toEqual({ issued: 13, reasons: ['budget-used-up'] });
    expect(kinds([await value(99, 100)]).issued).toBe(0);
  });

  it('takes the next code when one is taken, each code once, and says so when none is free', async () => {
    const pool = Array.from({ length: 8 }, (_, n) => `pool-${n}`);
    const told = await Promise.all(
      Array.from({ length: 12 }, (_, n) => issue({ offer: 'pool', issueKey: `pool-k${n}`, codes: pool })),
    );
    const codes = told.flatMap((one) => (one.kind === 'issued' ? one.coupon.code : []));
    expect(codes.toSorted()).toEqual(pool);
    expect(kinds(told).reasons).toEqual(['no-code-free']);
  });

  it('lets many share one code, and each order use one coupon of it, once', async () => {
    const { offers } = store.stores;
    const { tenant } = store;
    const told = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        issue({ offer: 'shared', issueKey: `shared-${n}`, codes: ['Welcome'], shared: true }),
      ),
    );
    expect(kinds(told).issued).toBe(5);
    const redeem = (orderId: string) => offers.redeem({ tenant, code: 'WELCOME', orderId, at: noon });
    const used = await Promise.all(['o-1', 'o-2', 'o-3', 'o-4', 'o-5'].map(redeem));
    expect(new Set(used.map((coupon) => coupon?.issueKey)).size).toBe(5);
    expect(await redeem('o-1')).toMatchObject({ orderId: 'o-1' });
    expect(await redeem('o-6')).toBeUndefined();
  });

  it('lets one of many orders use a code of its own; it is free again when the order is cancelled', async () => {
    const { offers } = store.stores;
    const { tenant } = store;
    await issue({ offer: 'own', issueKey: 'own-1' });
    const redeem = (orderId: string) => offers.redeem({ tenant, code: 'OWN-OWN-1', orderId, at: noon });
    const used = await Promise.all(Array.from({ length: 10 }, (_, n) => redeem(`own-o-${n}`)));
    const winners = used.filter((coupon) => coupon !== undefined);
    expect(winners).toHaveLength(1);
    const orderId = winners[0]?.orderId ?? '';
    expect(await redeem(orderId)).toMatchObject({ orderId, redeemedAt: noon });
    await offers.release({ tenant, orderId });
    await offers.release({ tenant, orderId });
    expect(await redeem('own-next')).toMatchObject({ orderId: 'own-next' });
    expect(await offers.redeem({ tenant, code: 'none', orderId: 'x', at: noon })).toBeUndefined();
  });

  it('gives coupons to another person on a merge, who may then have more than one may ask for', async () => {
    const { offers } = store.stores;
    const { tenant } = store;
    for (const who of ['from', 'to']) {
      await issue({ offer: 'merge', issueKey: `merge-${who}`, profileId: `p-${who}`, perPerson: 1 });
    }
    await offers.reassign({ tenant, from: 'p-from', to: 'p-to' });
    expect(await offers.issued({ tenant, issueKey: 'merge-from' })).toMatchObject({ profileId: 'p-to' });
    const more = await issue({ offer: 'merge', issueKey: 'merge-more', profileId: 'p-to', perPerson: 2 });
    expect(more).toEqual({ kind: 'refused', reason: 'per-person-limit' });
  });
});
