import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';

describe('the store of idempotency keys', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const systemTime = Date.now();
  const begin = (key: string, more: { bodyHash?: string; systemTime?: number; route?: string } = {}) =>
    store.stores.idempotency.begin({
      tenant: store.tenant,
      route: 'POST /v1/batch',
      key,
      bodyHash: 'h',
      systemTime,
      leaseUntil: (more.systemTime ?? systemTime) + 1000,
      ...more,
    });
  const at = (key: string) => ({ tenant: store.tenant, route: 'POST /v1/batch', key });

  it('lets one of many requests with the same key begin', async () => {
    const told = await Promise.all(Array.from({ length: 15 }, () => begin('raced')));
    expect(told.filter((one) => one.kind === 'begun')).toHaveLength(1);
    expect(told.filter((one) => one.kind === 'under-way')).toHaveLength(14);
  });

  it('answers a repeat as the first time, and refuses another request under the same key', async () => {
    await begin('kept');
    const answer = { status: 202, body: '{"ok":true}' };
    await store.stores.idempotency.keep({ ...at('kept'), answer, systemTime });
    expect(await begin('kept')).toEqual({ kind: 'answered', answer });
    expect(await begin('kept', { bodyHash: 'other' })).toEqual({ kind: 'other-request' });
    expect(await begin('kept', { route: 'POST /v1/track' })).toEqual({ kind: 'begun' });
    await store.stores.idempotency.giveUp(at('kept'));
    expect(await begin('kept')).toEqual({ kind: 'answered', answer });
  });

  it('lets a key be used again that was given up, or whose process was lost, by one of many', async () => {
    await begin('again');
    await store.stores.idempotency.giveUp(at('again'));
    expect(await begin('again')).toEqual({ kind: 'begun' });
    expect((await begin('again', { systemTime: systemTime + 999 })).kind).toBe('under-way');
    const told = await Promise.all(
      Array.from({ length: 10 }, () => begin('again', { systemTime: systemTime + 1000 })),
    );
    expect(told.filter((one) => one.kind === 'begun')).toHaveLength(1);
  });
});
