import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';
import { whileHeldOnly } from '../sync-calls.ts';

describe('the store of where syncs stand', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const named = (sync: string) => ({ tenant: store.tenant, sync });
  const take = (sync: string, token: string, systemTime = noon) =>
    store.stores.syncStore.take({
      ...named(sync),
      shape: 'a',
      now: noon,
      systemTime,
      lease: systemTime + 100,
      token,
    });

  it('keeps a sync for the process whose step goes on, however long it takes', async () => {
    const { syncStore } = store.stores;
    expect(await take('long', 'first')).toBeDefined();
    expect(await syncStore.renew({ ...named('long'), token: 'first', until: noon + 300 })).toBe('renewed');
    expect(await take('long', 'second', noon + 200)).toBeUndefined();
    expect(await take('long', 'second', noon + 300)).toBeDefined();
    expect(await syncStore.renew({ ...named('long'), token: 'first', until: noon + 900 })).toBe('lost');
  });

  it('takes nothing more from a process that lost it, and a renewal that comes late takes it from nobody', async () => {
    const { syncStore } = store.stores;
    const state = await take('lost', 'first');
    await take('lost', 'second', noon + 100);
    if (state === undefined) throw new Error('It was not taken.');
    expect(await syncStore.put({ state, token: 'first' })).toBe(false);
    expect(await syncStore.put({ state, token: 'second' })).toBe(true);
    expect(await syncStore.renew({ ...named('lost'), token: 'second', until: noon + 900 })).toBe('lost');
    expect(await take('lost', 'third', noon + 100)).toBeDefined();
  });
});

describe('the calls of a sync', () => {
  it('write nothing once another process goes on with it', async () => {
    const written: string[] = [];
    const done = { kind: 'done' as const, rows: [], cursor: null };
    const calls = {
      batch: 10,
      changed: async () => done,
      read: async () => done,
      write: async () => {
        written.push('once');
        return { kind: 'done' as const, results: [] };
      },
    };
    const held = { is: true };
    const guarded = whileHeldOnly(calls, { isHeld: async () => held.is });
    expect(await guarded.write({ op: 'remove', ids: [] })).toMatchObject({ kind: 'done' });
    held.is = false;
    expect(await guarded.write({ op: 'remove', ids: [] })).toMatchObject({ code: 'lease-lost' });
    expect(await guarded.changed(undefined)).toMatchObject({ kind: 'done' });
    expect(written).toEqual(['once']);
  });
});
