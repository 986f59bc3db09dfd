import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('the store of connections', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const named = (instance: string) => ({ tenant: store.tenant, instance });
  const connections = () => store.stores.connectionStore;
  const tokens = { binding: 'b', sealed: 's1', renewedAt: noon, expiresAt: noon + 60, scopes: 'crm' };
  const by = { kind: 'user', id: 'user-1' } as const;

  it('takes what somebody brings back once, in time, and only the last that was begun', async () => {
    const use = (nonce: string, systemTime: number) =>
      connections().use({ ...named('begun'), nonce, systemTime });
    await connections().begin({ ...named('begun'), nonce: 'first', until: noon + 10 });
    await connections().begin({ ...named('begun'), nonce: 'second', until: noon + 10 });
    expect(await use('first', noon)).toBe(false);
    expect(await use('second', noon + 10)).toBe(false);
    const used = await Promise.all(Array.from({ length: 10 }, () => use('second', noon + 9)));
    expect(used.filter(Boolean)).toHaveLength(1);
  });

  it('lets one of many renew, and takes nothing from one that lost its lease', async () => {
    await connections().connect({ ...named('leased'), ...tokens, by });
    const lease = (token: string, systemTime: number) =>
      connections().lease({ ...named('leased'), token, systemTime, until: systemTime + 100 });
    const taken = await Promise.all(Array.from({ length: 10 }, (_one, n) => lease(`t${n}`, noon)));
    expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await lease('next', noon + 100)).toMatchObject({ revision: 1, sealed: 's1' });
    expect(await connections().renewed({ ...named('leased'), ...tokens, token: 't0' })).toBe(false);
    const { expiresAt: _until, ...endless } = tokens;
    expect(await connections().renewed({ ...named('leased'), ...endless, sealed: 's2', token: 'next' })).toBe(
      true,
    );
    const renewed = await connections().get(named('leased'));
    expect(renewed).toMatchObject({ revision: 2, sealed: 's2', by, state: 'connected' });
    expect(renewed).not.toHaveProperty('expiresAt');
  });

  it('forgets the tokens of a connection that ended, and anyone who connects again ends a renewal under way', async () => {
    const place = named('ended');
    await connections().connect({ ...place, ...tokens, by });
    const lease = { ...place, systemTime: noon, until: noon + 100 };
    await connections().lease({ ...lease, token: 'a' });
    const over = { ...place, ended: true, why: 'It is over.', notBefore: 0 };
    expect(await connections().notRenewed({ ...over, token: 'a' })).toBe(true);
    const ended = await connections().get(place);
    expect(ended).toMatchObject({ state: 'ended', why: 'It is over.' });
    expect(ended).not.toHaveProperty('sealed');
    await connections().lease({ ...lease, token: 'b' });
    await connections().connect({ ...place, ...tokens, by });
    expect(await connections().notRenewed({ ...over, token: 'b' })).toBe(false);
    expect(await connections().get(place)).not.toHaveProperty('why');
    await connections().drop(place);
    expect(await connections().get(place)).toBeUndefined();
    expect(await connections().of('another-tenant')).toEqual([]);
  });
});
