import { expect, it } from 'vitest';

import { type Attack, track } from './attack.ts';

/** One mailbox, as people write it to look like somebody else. */
const forms = (name: string): readonly string[] => [
  `${name}@mail.test`,
  `${name.toUpperCase()}@MAIL.test`,
  `${name}+1@mail.test`,
  `${name}+shop+2@mail.test`,
  `${name.slice(0, 1)}.${name.slice(1)}@mail.test`,
  `"${name}"@mail.test`,
  `\u200b${name}@mail.test.`,
  `${name}@ｍａｉｌ.test`,
];

/** What somebody gets who signs up, or orders, many times under names of their own. */
export const farmingAttacks = ({ engine, send, profileOf }: Attack): void => {
  const signUps = (name: string) =>
    forms(name).map((email, n) => ({ type: 'identify', userId: `${name}-${n}`, traits: { email } }));

  it('gets one coupon and not one for each account, in whatever forms they write their mailbox', async () => {
    const { tenant, opened, keys, comeToRest } = engine();
    const spent = async () => (await opened.stores.dryRunReads.spent({ tenant, offer: 'ten' })).count;
    const before = await spent();
    const accounts = signUps('mill');
    const checkouts = accounts.map(({ userId }) =>
      track('Checkout Started', { userId, anonymousId: undefined }),
    );
    expect(await send([...accounts, ...checkouts], keys.write)).toEqual({
      accepted: accounts.length * 2,
      codes: [],
    });
    await comeToRest(tenant);
    expect((await spent()) - before).toBe(1);
    await engine().customer('other', { email: 'other@mail.test' });
    await engine().track('other', 'Checkout Started');
    await comeToRest(tenant);
    expect((await spent()) - before).toBe(2);
  });

  it('earns nothing by recommending the shop to themselves: mailbox, phone, account and loops are seen through', async () => {
    const { tenant, opened, keys } = engine();
    const phone = '+34600777001';
    await engine().customer('mia', { email: 'mia@mail.test', phone });
    const code = (await profileOf('user:mia'))?.referralCode;
    const orderOf = (userId: string) => ({ ...track('Order Completed'), anonymousId: undefined, userId });
    const order = (userId: string, n: number | string) => ({
      ...orderOf(userId),
      properties: { order_id: `farm-${n}`, revenue: 50, currency: 'EUR', referral_code: code },
    });
    const selves = signUps('mia').slice(2);
    const byPhone = ['+34 600 777 001', '0034600777001'].map((text, n) => ({
      type: 'identify',
      userId: `mia-phone-${n}`,
      traits: { email: `somebody-${n}@else.test`, phone: text },
    }));
    const all = [...selves, ...byPhone];
    await send([...all, ...all.map(({ userId }, n) => order(userId, n)), order('mia', 'own')], keys.write);
    const stateOf = async (n: number | string) =>
      opened.stores.referrals.ofOrder({ tenant, orderId: `farm-${n}` });
    for (const [n, { userId }] of all.entries()) {
      expect([userId, await stateOf(n)]).toMatchObject([userId, { state: 'denied' }]);
    }
    expect(await stateOf('own')).toMatchObject({ state: 'denied', reasons: [{ reason: 'own-code' }] });
    await send(
      [
        { type: 'identify', userId: 'friend', traits: { email: 'friend@else.test' } },
        order('friend', 'friend'),
      ],
      keys.write,
    );
    // So many attempts suspend the advocate: a friend counts for somebody else only.
    expect(await stateOf('friend')).toMatchObject({
      state: 'denied',
      reasons: [{ reason: 'advocate-suspended' }],
    });
    await engine().customer('ola', { email: 'ola@mail.test' });
    const olas = (await profileOf('user:ola'))?.referralCode;
    const again = (n: string) => {
      const { properties, ...rest } = order('friend-2', n);
      return { ...rest, properties: { ...properties, referral_code: olas } };
    };
    await send(
      [
        { type: 'identify', userId: 'friend-2', traits: { email: 'friend-2@else.test' } },
        again('friend-2'),
        again('friend-again'),
      ],
      keys.write,
    );
    expect(await stateOf('friend-2')).toMatchObject({ state: 'qualified' });
    expect(await stateOf('friend-again')).toMatchObject({ state: 'denied' });
  });

  it('and a page earns nobody anything: a code in page views of made-up people is no order', async () => {
    const { tenant, opened } = engine();
    const mia = await profileOf('user:mia');
    const views = Array.from({ length: 20 }, (_, n) =>
      track('Product Viewed', {
        anonymousId: `farm-${n}`,
        timestamp: '2001-01-01T00:00:00Z',
        properties: { referral_code: mia?.referralCode, order_id: `farm-page-${n}`, revenue: 50 },
      }),
    );
    expect(await send(views)).toEqual({ accepted: 20, codes: [] });
    const counted = await opened.stores.referrals.count({ tenant, advocate: mia?.id ?? '', since: 0 });
    expect(counted).toBe(0);
  });
};
