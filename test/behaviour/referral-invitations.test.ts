import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const offer = {
  key: 'thanks',
  name: 'Thanks',
  kind: 'amount',
  value: 10,
  code: { pattern: 'THX-########' },
};
const outcomeSchema = z.object({ outcome: z.string(), reason: z.string().optional() });

describe('an invitation of a friend', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files: { 'offers/thanks.json': offer },
          settings: {
            referral: {
              rewards: { advocate: 'thanks' },
              invitations: { mails: true, perDay: 3 },
            },
          },
        }),
    });
  });
  afterAll(() => engine.close());

  const at = async (userId: string) => `/api/referrals/advocates/${await engine.profileId(userId)}`;
  const invite = async (userId: string, body: object) => {
    const answer = await adminClient(engine).call('POST', `${await at(userId)}/invitations`, body);
    const { outcome, reason } = outcomeSchema.parse(answer.body);
    return reason === undefined ? outcome : `${outcome}: ${reason}`;
  };
  const profileOf = async (email: string) => {
    const { tenant, opened } = engine;
    const [profile] = await opened.stores.profiles.withIds({ tenant, ids: [`email:${email}`] });
    return profile;
  };
  const told = async (profileId: string) => {
    const { tenant, opened } = engine;
    const events = await opened.stores.eventReads.events({ tenant, profileId, limit: 100 });
    return events.filter(({ name }) => name.startsWith('Referral ')).toReversed();
  };
  const stateOf = async (friend: string) => {
    const { tenant, opened } = engine;
    return (await opened.stores.referralReads.referrals({ tenant, friend, limit: 10 })).map(
      ({ state, advocate }) => ({ state, advocate }),
    );
  };

  it('tells both sides once, is no consent of the friend, and goes on when the friend comes', async () => {
    await engine.customer('ana', { firstName: 'Ana', email: 'ana@example.com', locale: 'es' });
    expect(await invite('ana', { email: 'Ben@Example.com' })).toBe('accepted');
    expect(await invite('ana', { email: 'ben@example.com' })).toBe('already');
    const ben = await profileOf('ben@example.com');
    expect(ben).toMatchObject({ consents: {}, traits: { locale: 'es' } });
    const ana = await engine.profileId('ana');
    const heard = await told(ben?.id ?? '');
    expect(heard.map(({ name }) => name)).toEqual(['Referral Invitation Asked', 'Referral Invited']);
    const code = heard.at(-1)?.properties['code'];
    expect(heard.at(-1)?.properties).toMatchObject({
      role: 'friend',
      advocate_name: 'Ana',
      link: `${engine.engine.publicUrl}/r/${String(code)}?via=invitation`,
    });
    expect((await told(ana)).map(({ name }) => name)).toEqual(['Referral Invited']);
    expect(await stateOf(ben?.id ?? '')).toEqual([{ state: 'invited', advocate: ana }]);
    await engine.identify('ben', { email: 'ben@example.com' });
    await engine.track('ben', 'Signed Up', { referral_code: String(code) });
    expect(await stateOf(ben?.id ?? '')).toEqual([{ state: 'signed-up', advocate: ana }]);
  });

  it('binds nobody: who comes with the code of somebody else is their friend, and is invited by nobody else', async () => {
    await engine.customer('carla', { email: 'carla@example.com' });
    await engine.customer('dan', { email: 'dan@example.com' });
    expect(await invite('carla', { email: 'eva@example.com' })).toBe('accepted');
    expect(await invite('dan', { email: 'eva@example.com' })).toBe('accepted');
    const eva = (await profileOf('eva@example.com'))?.id ?? '';
    expect(await stateOf(eva)).toEqual([{ state: 'invited', advocate: await engine.profileId('carla') }]);
    expect((await told(eva)).filter(({ name }) => name === 'Referral Invited')).toHaveLength(1);
    const { tenant, opened } = engine;
    const dan = await opened.stores.profiles.get({ tenant, profileId: await engine.profileId('dan') });
    await engine.identify('eva', { email: 'eva@example.com' });
    await engine.track('eva', 'Signed Up', { referral_code: dan?.referralCode ?? '' });
    expect(await stateOf(eva)).toEqual([{ state: 'signed-up', advocate: dan?.id }]);
  });

  it('of a customer comes nothing, and the advocate cannot tell', async () => {
    await engine.customer('fay', { email: 'fay@example.com' });
    await engine.customer('gus', { email: 'gus@example.com' });
    await engine.track('gus', 'Order Completed', { order_id: 'gus-1', revenue: 20, currency: 'EUR' });
    expect(await invite('fay', { email: 'gus@example.com' })).toBe('accepted');
    expect(await stateOf(await engine.profileId('gus'))).toEqual([]);
    expect(await told(await engine.profileId('fay'))).toEqual([]);
  });

  it('is refused for an address of their own or a thrown-away one, for a suspended advocate, and beyond so many a day', async () => {
    await engine.customer('hal', { email: 'hal@example.com' });
    expect(await invite('hal', { email: 'h.al+2@example.com' })).toBe('refused: own-address');
    expect(await invite('hal', { email: 'x@mailinator.com' })).toBe('refused: disposable-address');
    expect(await invite('hal', { email: 'nobody' })).toBe('refused: address-not-valid');
    const asked = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      invite('hal', { email: `${name}@friends.example` }),
    );
    expect((await Promise.all(asked)).toSorted()).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'refused: limit-reached',
      'refused: limit-reached',
    ]);
    await engine.days(1);
    expect(await invite('hal', { email: 'f@friends.example' })).toBe('accepted');
    await adminClient(engine).call('POST', `${await at('hal')}/suspend`, { reason: 'as seen' });
    expect(await invite('hal', { email: 'g@friends.example' })).toBe('refused: suspended');
  });

  it('shares are counted by network, and visits of a shared link say where it was shared', async () => {
    await engine.customer('ines', { email: 'ines@example.com' });
    expect(await invite('ines', { share: 'whatsapp' })).toBe('accepted');
    expect(await invite('ines', { share: 'whatsapp' })).toBe('already');
    expect(await invite('ines', { share: 'x' })).toBe('accepted');
    const { body } = await adminClient(engine).call('GET', await at('ines'));
    const { code, shares } = z.looseObject({ code: z.string(), shares: z.number() }).parse(body);
    expect(shares).toBe(2);
    const visit = await engine.request(`/r/${code}?via=whatsapp`, {
      headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' },
      redirect: 'manual',
    });
    const anonymous = new URL(visit.headers.get('location') ?? '').searchParams.get('ajs_aid');
    const { tenant, opened } = engine;
    const [friend] = await opened.stores.profiles.withIds({ tenant, ids: [`anon:${anonymous}`] });
    expect((await told(friend?.id ?? ''))[0]).toMatchObject({
      name: 'Referral Link Visited',
      properties: { via: 'whatsapp' },
    });
  });
});
