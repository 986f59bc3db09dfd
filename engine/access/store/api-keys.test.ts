import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { KeyRow } from '../../../api/ports/keys.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('the store of keys', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const row = (n: number, more: Partial<KeyRow> = {}): KeyRow => ({
    id: `key_${n}`,
    tenant: store.tenant,
    name: `key ${n}`,
    kind: 'server',
    scopes: ['track:server'],
    sha256: String(n).padStart(64, '0'),
    createdAt: noon + n,
    ...more,
  });

  it('finds a key by its hash alone, lists those of a tenant, and revokes once', async () => {
    const { apiKeys } = store.stores;
    await apiKeys.add(row(1));
    await apiKeys.add(row(2, { kind: 'public', scopes: ['track:public'], expiresAt: noon + 9 }));
    await apiKeys.add(row(3, { tenant: 'another' }));
    expect(await apiKeys.find(row(2).sha256)).toEqual(
      row(2, { kind: 'public', scopes: ['track:public'], expiresAt: noon + 9 }),
    );
    expect(await apiKeys.find('none')).toBeUndefined();
    const { tenant } = store;
    expect((await apiKeys.list({ tenant, limit: 10 })).map(({ id }) => id)).toEqual(['key_2', 'key_1']);
    expect(await apiKeys.revoke({ tenant, id: 'key_3', at: noon })).toBeUndefined();
    expect(await apiKeys.revoke({ tenant, id: 'key_1', at: noon + 5 })).toEqual(
      row(1, { revokedAt: noon + 5 }),
    );
    expect(await apiKeys.revoke({ tenant, id: 'key_1', at: noon + 6 })).toEqual(
      row(1, { revokedAt: noon + 5 }),
    );
  });

  it('is replaced once, by one of many, and never ends later than it did', async () => {
    const { apiKeys } = store.stores;
    const { tenant } = store;
    await apiKeys.add(row(5, { expiresAt: noon + 50 }));
    const by = (n: number) => ({ tenant, id: 'key_5', by: `key_of_${n}`, at: noon, endsAt: noon + 90 });
    const told = await Promise.all([1, 2, 3].map((n) => apiKeys.replace(by(n))));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect((await apiKeys.find(row(5).sha256))?.expiresAt).toBe(noon + 50);
    await apiKeys.add(row(6, { expiresAt: noon - 1 }));
    expect(await apiKeys.replace({ ...by(1), id: 'key_6' }), 'one that is over').toBe(false);
    await apiKeys.add(row(7));
    await apiKeys.revoke({ tenant, id: 'key_7', at: noon });
    expect(await apiKeys.replace({ ...by(1), id: 'key_7' }), 'one that was revoked').toBe(false);
  });

  it('keeps the latest use, no matter who notes it last', async () => {
    const { apiKeys } = store.stores;
    await apiKeys.add(row(4));
    const { sha256 } = row(4);
    await apiKeys.noteUse({ sha256, at: noon + 7 });
    await apiKeys.noteUse({ sha256, at: noon + 3 });
    expect(await apiKeys.find(sha256)).toEqual(row(4, { lastUsedAt: noon + 7 }));
  });
});
