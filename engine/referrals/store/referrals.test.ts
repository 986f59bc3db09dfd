import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Referral } from '../../../domain/referrals/referral.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleProfile } from '../../../test/store/samples.ts';

describe('the store of referrals', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const referral = (id: string, more: Partial<Referral> = {}): Referral => ({
    tenant: store.tenant,
    id,
    orderId: `o-${id}`,
    code: 'FRIEND-1',
    advocate: 'p-adv',
    friend: `f-${id}`,
    state: 'qualified',
    at: noon,
    history: [{ state: more.state ?? 'qualified', at: noon }],
    told: 1,
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

  it('lets the first judgement of an order stand, no matter who comes at once', async () => {
    const { referrals } = store.stores;
    const stands = await Promise.all(
      Array.from({ length: 10 }, (_, n) => referrals.add(referral('raced', { advocate: `a-${n}` }))),
    );
    expect(new Set(stands.map((one) => one.advocate)).size).toBe(1);
    expect(await referrals.get({ tenant: store.tenant, id: 'raced' })).toEqual(stands[0]);
    expect(await referrals.ofOrder({ tenant: store.tenant, orderId: 'o-raced' })).toEqual(stands[0]);
  });

  it('counts what was judged and not denied, from an instant on, and finds what counts of a friend', async () => {
    const { referrals } = store.stores;
    const { tenant } = store;
    await referrals.add(referral('c-1', { advocate: 'a', friend: 'f' }));
    await referrals.add(referral('c-2', { advocate: 'a', at: noon - 10, state: 'rewarded' }));
    await referrals.add(
      referral('c-3', { advocate: 'a', state: 'denied', friend: 'f2', isSuspicious: true }),
    );
    await referrals.add(referral('c-4', { advocate: 'a', state: 'clicked', friend: 'f3' }));
    expect(await referrals.count({ tenant, advocate: 'a', since: noon })).toBe(1);
    expect(await referrals.count({ tenant, advocate: 'a', since: 0 })).toBe(2);
    expect(await referrals.rewarded({ tenant, advocate: 'a' })).toBe(1);
    expect(await referrals.suspicious({ tenant, advocate: 'a', since: 0 })).toBe(1);
    expect(await referrals.suspicious({ tenant, advocate: 'a', since: noon + 1 })).toBe(0);
    expect(await referrals.counted({ tenant, friend: 'f' })).toMatchObject({ id: 'c-1' });
    expect(await referrals.counted({ tenant, friend: 'f2' })).toBeUndefined();
    expect(await referrals.open({ tenant, friend: 'f3' })).toMatchObject({ id: 'c-4' });
    expect(await referrals.open({ tenant, friend: 'f' })).toBeUndefined();
    expect(Object.fromEntries(await referrals.states({ tenant, advocate: 'a' }))).toEqual({
      qualified: 1,
      rewarded: 1,
      denied: 1,
      clicked: 1,
    });
  });

  it('is written by the process that read it last, and by no other', async () => {
    const { referrals } = store.stores;
    const row = await referrals.add(referral('w-1'));
    const written = await Promise.all(
      Array.from({ length: 8 }, () => referrals.replace({ ...row, state: 'rewarded' })),
    );
    expect(written.filter((one) => one === 'written')).toHaveLength(1);
    expect(await referrals.get({ tenant: store.tenant, id: 'w-1' })).toMatchObject({
      state: 'rewarded',
      rev: 1,
    });
  });

  it('is due when its rewards are, at once while somebody is to be told, and never when nothing is to come', async () => {
    const { referrals } = store.stores;
    const { tenant } = store;
    await referrals.add(referral('d-1', { rewardAt: noon + 5 }));
    await referrals.add(referral('d-2', { told: 0 }));
    await referrals.add(referral('d-3', { state: 'rewarded' }));
    const due = async (now: number) =>
      (await referrals.due({ tenant, now, limit: 50 }))
        .map(({ id }) => id)
        .filter((id) => id.startsWith('d-'));
    expect(await due(noon)).toEqual(['d-2']);
    expect(await due(noon + 5)).toEqual(['d-2', 'd-1']);
  });

  it('gives referrals to another person on a merge, on both sides', async () => {
    const { referrals, people } = store.stores;
    const { tenant } = store;
    await referrals.add(referral('m-1', { advocate: 'm-from' }));
    await referrals.add(referral('m-2', { friend: 'm-from' }));
    await people.merge({ tenant, from: 'm-from', to: 'm-to' });
    expect(await referrals.count({ tenant, advocate: 'm-to', since: 0 })).toBe(1);
    expect(await referrals.counted({ tenant, friend: 'm-to' })).toMatchObject({ id: 'm-2' });
  });
});

describe('the store of marks', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('finds who else has a mark, when they had it last and when they first ordered with it', async () => {
    const { referralMarks } = store.stores;
    const { tenant } = store;
    const note = (profileId: string, at: number, isOrder: boolean) =>
      referralMarks.note({ tenant, profileId, marks: [{ kind: 'payment', mark: 'm1' }], at, isOrder });
    await note('p-1', noon, true);
    await note('p-1', noon + 9, true);
    await note('p-1', noon - 9, false);
    await note('p-2', noon + 1, false);
    await referralMarks.note({
      tenant: 'other',
      profileId: 'x',
      marks: [{ kind: 'payment', mark: 'm1' }],
      at: 1,
      isOrder: true,
    });
    const others = await referralMarks.others({ tenant, profileId: 'p-3', marks: ['m1', 'm2'], limit: 10 });
    expect(others).toEqual([
      { kind: 'payment', mark: 'm1', profileId: 'p-1', at: noon + 9, orderedAt: noon },
      { kind: 'payment', mark: 'm1', profileId: 'p-2', at: noon + 1 },
    ]);
    expect(await referralMarks.others({ tenant, profileId: 'p-1', marks: ['m1'], limit: 10 })).toHaveLength(
      1,
    );
    expect(await referralMarks.of({ tenant, profileId: 'p-2' })).toEqual([{ kind: 'payment', mark: 'm1' }]);
  });
});

describe('the store of advocates', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('suspends once, no matter who does it at once, and lifts it', async () => {
    const { referralAdvocates } = store.stores;
    const who = { tenant: store.tenant, profileId: 'p-1' };
    const suspension = { at: noon, reason: '3 denied referrals' };
    const done = await Promise.all(
      Array.from({ length: 6 }, () => referralAdvocates.suspend({ ...who, suspension })),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await referralAdvocates.suspension(who)).toEqual(suspension);
    expect(await referralAdvocates.liftedAt(who)).toBeUndefined();
    expect(await referralAdvocates.lift({ ...who, at: noon + 1 })).toBe(true);
    expect(await referralAdvocates.lift({ ...who, at: noon + 2 })).toBe(false);
    expect(await referralAdvocates.suspension(who)).toBeUndefined();
    expect(await referralAdvocates.liftedAt(who)).toBe(noon + 1);
    expect(await referralAdvocates.suspend({ ...who, suspension })).toBe(true);
  });
});
