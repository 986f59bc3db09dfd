import { describe, expect, test } from 'vitest';

import { devicesOn, reachOn } from '../gate/reach.ts';
import { mayMarket, statementOf, withStatementOf } from '../profiles/consents.ts';
import { mergeProfiles } from '../profiles/identities/merge-profiles.ts';
import { newProfile, type Profile } from '../profiles/profile.ts';
import { applyPushNews, pushDevicesMax, readPushNews, withoutPushDevice } from './push-devices.ts';

const keys = { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) };
const subscriptionOf = (name: string) => ({
  endpoint: `https://fcm.googleapis.com/fcm/send/${name}`,
  expirationTime: null,
  keys,
});
const subscribed = (name: string, timestamp: number) => ({
  name: 'Push Subscribed',
  properties: subscriptionOf(name),
  timestamp,
});
const nobody = (id = 'p'): Profile =>
  newProfile({ id, tenant: 'shop', ids: [`user:${id}`], referralCode: 'ABCD', now: 0 });
const given = (profile: Profile, ...names: readonly string[]): Profile =>
  names.reduce((known, name, index) => applyPushNews(known, subscribed(name, index)), profile);
const endpointsOf = (profile: Profile) =>
  devicesOn({ profile, channel: 'push' }).map(({ address }) =>
    String(Object(JSON.parse(address)).endpoint)
      .split('/')
      .at(-1),
  );

describe('the push devices of a person', () => {
  test('the one given last comes first, and one that is given again is the same one', () => {
    const profile = applyPushNews(given(nobody(), 'phone', 'laptop'), subscribed('phone', 7));
    expect(endpointsOf(profile)).toEqual(['phone', 'laptop']);
    expect(profile.pushDevices?.[0]).toMatchObject({ since: 0, seen: 7 });
    expect(reachOn({ profile, channel: 'push' })).toEqual({
      kind: 'address',
      address: JSON.stringify({ endpoint: subscriptionOf('phone').endpoint, keys }),
    });
  });

  test('of more than a person may have the one given longest ago is forgotten', () => {
    const names = Array.from({ length: pushDevicesMax + 2 }, (_one, index) => `d${index}`);
    const kept = endpointsOf(given(nobody(), ...names));
    expect(kept).toHaveLength(pushDevicesMax);
    expect(kept).not.toContain('d0');
    expect(kept).not.toContain('d1');
  });

  test('a merge unites them, each once', () => {
    const into = given(nobody('a'), 'phone', 'laptop');
    const from = given(nobody('b'), 'x', 'tablet', 'phone');
    const both = endpointsOf(mergeProfiles({ into, from }));
    expect(both.toSorted()).toEqual(['laptop', 'phone', 'tablet', 'x']);
    expect(both[0]).toBe('phone');
  });

  test('one that is taken back goes; one that was given again since stays', () => {
    const profile = given(nobody(), 'phone', 'laptop');
    const gone = { name: 'Push Unsubscribed', properties: subscriptionOf('laptop'), timestamp: 9 };
    expect(endpointsOf(applyPushNews(profile, gone))).toEqual(['phone']);
    expect(endpointsOf(applyPushNews(profile, { ...gone, timestamp: 0 }))).toEqual(['laptop', 'phone']);
    const [first = expect.fail()] = profile.pushDevices ?? [];
    expect(endpointsOf(withoutPushDevice({ profile, id: first.id, at: first.seen }))).toEqual(['phone']);
  });

  test.each([
    {},
    { endpoint: 'https://x.example' },
    { ...subscriptionOf('a'), keys: { p256dh: 'x', auth: 'y' } },
    { ...subscriptionOf('a'), endpoint: 'javascript:alert(1)' },
    { ...subscriptionOf('a'), endpoint: `https://x.example/${'a'.repeat(1_000)}` },
  ])('what is no subscription of a browser changes nothing: %j', (properties) => {
    const event = { name: 'Push Subscribed', properties, timestamp: 1 };
    expect(readPushNews(event)).toBeUndefined();
    expect(applyPushNews(nobody(), event)).toEqual(nobody());
  });
});

describe('the consent of a browser', () => {
  const said = (trust: 'public' | 'server') =>
    statementOf({ ...subscribed('phone', 5), source: 'public', trust });

  test('a browser that is allowed to show notifications says yes to them, and to nothing else', () => {
    for (const trust of ['public', 'server'] as const)
      expect(said(trust)).toEqual({
        channel: 'push',
        topic: '*',
        consent: { state: 'granted', at: 5, source: 'browser' },
      });
  });

  test('it does not undo a withdrawal', () => {
    const no = { channel: 'push', topic: '*', consent: { state: 'withdrawn', at: 1, source: 'x' } } as const;
    const consents = withStatementOf({
      consents: withStatementOf({ consents: {}, said: no }),
      said: said('public') ?? expect.fail(),
    });
    const asked = { consents, channel: 'push', topic: 'news', optOut: false, now: 9 };
    expect(mayMarket(asked)).toEqual({ allowed: false, reason: 'unsubscribed' });
  });
});
