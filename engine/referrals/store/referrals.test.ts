import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleProfile } from '../../../test/store/samples.ts';

describe('the store of referrals', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const referral = (orderId: string, more: object = {}) => ({
    tenant: store.tenant,
    orderId,
    code: 'FRIEND-1',
    advocate: 'p-adv',
    friend: `f-${orderId}`,
    state: 'qualified' as const,
    at: noon,
    ...more,
  });

  it('knows whose code it is, of this tenant, also after the profile was merged into another', async () => {
    const { profiles, referrals } = store.stores;
    const { tenant } = store;
    const made = sampleProfile({ tenant, id: 'p-code', referralCode: 'FRIEND-9' });
    await profiles.insert(made);
    expect(await referrals.advocate({ tenant, code: 'FRIEND-9' })).toBe('p-code');
    expect(await referrals.advocate({ tenant: 'other', code: 'FRIEND-9' })).toBeUndefined();
    await profiles.replace({ profile: { ...made, ids: [], mergedInto: 'p-main' }, rev: 0 });
    expect(await referrals.advocate({ tenant, code: 'FRIEND-9' })).toBe('p-main');
  });

  it('lets the first judgement of an order stand, whoever comes at once', async () => {
    const { referrals } = store.stores;
    const stands = await Promise.all(
      Array.from({ length: 10 }, (_, n) => referrals.add(referral('raced', { advocate: `a-${n}` }))),
    );
    expect(new Set(stands.map((one) => one.advocate)).size).toBe(1);
    expect(await referrals.get({ tenant: store.tenant, orderId: 'raced' })).toEqual(stands[0]);
  });

  it('counts what was not refused, from an instant on, and finds whether a friend was counted', async () => {
    const { referrals } = store.stores;
    const { tenant } = store;
    await referrals.add(referral('c-1', { advocate: 'a', friend: 'f' }));
    await referrals.add(referral('c-2', { advocate: 'a', at: noon - 10 }));
    await referrals.add(referral('c-3', { advocate: 'a', state: 'refused', friend: 'f2' }));
    expect(await referrals.count({ tenant, advocate: 'a', since: noon })).toBe(1);
    expect(await referrals.count({ tenant, advocate: 'a', since: 0 })).toBe(2);
    expect(await referrals.ofFriend({ tenant, friend: 'f' })).toMatchObject({ orderId: 'c-1' });
    expect(await referrals.ofFriend({ tenant, friend: 'f2' })).toBeUndefined();
  });

  it('takes back what was qualified, and nothing else', async () => {
    const { referrals } = store.stores;
    const { tenant } = store;
    await referrals.add(referral('r-1'));
    await referrals.add(referral('r-2', { state: 'refused', reason: 'same-mailbox' }));
    for (const orderId of ['r-1', 'r-2'])
      await referrals.reverse({ tenant, orderId, reason: 'refunded', at: noon });
    expect(await referrals.get({ tenant, orderId: 'r-1' })).toMatchObject({
      state: 'reversed',
      reason: 'refunded',
    });
    expect(await referrals.get({ tenant, orderId: 'r-2' })).toMatchObject({
      state: 'refused',
      reason: 'same-mailbox',
    });
  });

  it('gives referrals to another person on a merge, on both sides', async () => {
    const { referrals } = store.stores;
    const { tenant } = store;
    await referrals.add(referral('m-1', { advocate: 'm-from' }));
    await referrals.add(referral('m-2', { friend: 'm-from' }));
    await store.stores.people.merge({ tenant, from: 'm-from', to: 'm-to' });
    expect(await referrals.count({ tenant, advocate: 'm-to', since: 0 })).toBe(1);
    expect(await referrals.ofFriend({ tenant, friend: 'm-to' })).toMatchObject({ orderId: 'm-2' });
  });
});
