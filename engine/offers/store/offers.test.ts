import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';
import { couponCounterSchema, type CouponCounterDoc, type CouponDoc, couponSchema } from './coupon-schema.ts';
import { type ClaimDoc, couponClaimSchema, type HolderDoc } from '../../claims/store/claim-schema.ts';
import { numberClaim } from '../../claims/store/free-numbers.ts';
import { createCouponClaims, serialSeries } from './coupon-claims.ts';
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

  it('takes a coupon back that no order has used, so that none can use it, and leaves a used one', async () => {
    const { offers } = store.stores;
    const { tenant } = store;
    const key = (issueKey: string) => ({ tenant, issueKey, at: noon });
    expect(await offers.revoke(key('never'))).toBe('absent');
    await issue({ offer: 'back', issueKey: 'back-1' });
    await issue({ offer: 'back', issueKey: 'back-2' });
    await offers.use({ tenant, issueKey: 'back-2', orderId: 'o-2', at: noon });
    const told = await Promise.all([1, 2, 3].map(() => offers.revoke(key('back-1'))));
    expect(told.toSorted()).toEqual(['revoked', 'revoked-before', 'revoked-before']);
    expect(await offers.use({ tenant, issueKey: 'back-1', orderId: 'o-1', at: noon })).toBe('revoked');
    expect(await offers.find({ tenant, code: 'back-back-1', profileId: 'p' })).toMatchObject([
      { revokedAt: noon },
    ]);
    expect(await offers.revoke(key('back-2'))).toBe('used');
    expect(await issue({ offer: 'back', issueKey: 'back-1' })).toMatchObject({
      kind: 'issued',
      coupon: { revokedAt: noon },
    });
  });

  it('gives one person no more than theirs when they ask many times at once', async () => {
    const told = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        issue({ offer: 'mine', issueKey: `mine-${n}`, profileId: 'p-greedy', perPerson: 3, total: 1000 }),
      ),
    );
    expect(kinds(told)).toEqual({ issued: 3, reasons: ['per-person-limit'] });
  });

  it('gives one mailbox no more than one person, however many profiles are made of it and ask at once', async () => {
    const told = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        issue({ offer: 'farm', issueKey: `farm-${n}`, mailbox: 'hash-of-ana', perPerson: 2, total: 1000 }),
      ),
    );
    expect(kinds(told)).toEqual({ issued: 2, reasons: ['mailbox-limit'] });
    const other = { offer: 'farm', issueKey: 'farm-ben', mailbox: 'hash-of-ben', perPerson: 2, total: 3 };
    expect(kinds([await issue(other)])).toEqual({ issued: 1, reasons: [] });
    expect(
      await store.stores.offers.issued({ tenant: store.tenant, issueKey: 'farm-ben' }),
    ).not.toHaveProperty('mailbox');
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
    const { collections, tenant } = store;
    const coupons = collections.of<CouponDoc>(couponSchema);
    const serials = createSerials({
      coupons,
      counters: collections.of<CouponCounterDoc>(couponCounterSchema),
      collection: collections.of<ClaimDoc>(couponClaimSchema),
      ...createCouponClaims(collections),
    });
    // Three died between taking a number and writing the coupon.
    for (let n = 0; n < 3; n += 1) await serials.next({ tenant, offer: 'gaps', limit: 10 });
    const told = await Promise.all(
      Array.from({ length: 20 }, (_, n) => issue({ offer: 'gaps', issueKey: `gaps-${n}`, total: 10 })),
    );
    expect(kinds(told)).toEqual({ issued: 10, reasons: ['budget-used-up'] });
  });

  it('gives out what those left who died after they had claimed it, and makes theirs when they come back', async () => {
    const { collections, tenant } = store;
    const { claims, holders } = createCouponClaims(collections);
    const series = serialSeries({ tenant, offer: 'dead' });
    const drafts = collections.named<HolderDoc>('coupons');
    for (let number = 1; number <= 3; number += 1) {
      const attempt = await holders.begin({ of: `${tenant}:dead-x${number}` });
      if (attempt === 'made') throw new Error('made');
      await claims.take({ claim: numberClaim({ series, number }), attempt });
    }
    const refused = { kind: 'refused', reason: 'budget-used-up' };
    expect(await issue({ offer: 'dead', issueKey: 'dead-new', total: 3 }), 'they may yet finish').toEqual(
      refused,
    );
    // The first comes back; the others have stood still for longer than any attempt takes.
    expect(kinds([await issue({ offer: 'dead', issueKey: 'dead-x1', total: 3 })]).issued).toBe(1);
    const long = new Date(Date.now() - 3_600_000);
    await drafts.updateMany(
      { _id: { $in: [2, 3].map((n) => `${tenant}:dead-x${n}`) } },
      { $set: { draftAt: long } },
    );
    const told = await Promise.all(
      Array.from({ length: 10 }, (_, n) => issue({ offer: 'dead', issueKey: `dead-${n}`, total: 3 })),
    );
    expect(kinds(told).issued).toBe(2);
    expect(await issue({ offer: 'dead', issueKey: 'dead-x2', total: 3 }), 'a slow one').toEqual(refused);
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

  it('finds the coupons of a code that many share by the person, and one of its own by the code alone', async () => {
    const { offers } = store.stores;
    const { tenant } = store;
    for (const who of ['ana', 'ben']) {
      const shared = { offer: 'crowd', issueKey: `crowd-${who}`, codes: ['Crowd'], shared: true };
      await issue({ ...shared, profileId: who });
    }
    await issue({ offer: 'own', issueKey: 'own-1', profileId: 'cleo' });
    const find = (code: string, profileId?: string) => offers.find({ tenant, code, profileId });
    expect(await find(' crowd', 'ben')).toMatchObject([{ issueKey: 'crowd-ben' }]);
    expect(await find('CROWD', 'dan')).toEqual([]);
    expect(await find('CROWD')).toEqual([]);
    expect(await find('own-own-1', 'dan')).toMatchObject([{ issueKey: 'own-1', profileId: 'cleo' }]);
    expect(await offers.find({ tenant, offer: 'own', profileId: 'cleo' })).toHaveLength(1);
    expect(await offers.find({ tenant, offer: 'own', profileId: 'dan' })).toEqual([]);
  });

  it('notes which order used a coupon, and takes back only what that order did', async () => {
    const { offers } = store.stores;
    const { tenant } = store;
    await issue({ offer: 'noted', issueKey: 'noted-1' });
    const used = { tenant, issueKey: 'noted-1', orderId: 'o-1' };
    await offers.use({ ...used, at: noon });
    await offers.giveBack({ ...used, orderId: 'o-2' });
    expect(await offers.issued(used)).toMatchObject({ orderId: 'o-1', redeemedAt: noon });
    await offers.giveBack(used);
    expect(await offers.issued(used)).not.toHaveProperty('orderId');
    await offers.use({ ...used, at: noon });
    await offers.release({ tenant, orderId: 'o-1' });
    expect(await offers.issued(used)).not.toHaveProperty('orderId');
  });

  it('gives coupons to another person on a merge, who may then have more than one may ask for', async () => {
    const { offers } = store.stores;
    const { tenant } = store;
    for (const who of ['from', 'to']) {
      await issue({ offer: 'merge', issueKey: `merge-${who}`, profileId: `p-${who}`, perPerson: 1 });
    }
    await store.stores.people.merge({ tenant, from: 'p-from', to: 'p-to' });
    expect(await offers.issued({ tenant, issueKey: 'merge-from' })).toMatchObject({ profileId: 'p-to' });
    const more = await issue({ offer: 'merge', issueKey: 'merge-more', profileId: 'p-to', perPerson: 2 });
    expect(more).toEqual({ kind: 'refused', reason: 'per-person-limit' });
  });
});
