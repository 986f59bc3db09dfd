import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('the store of where looks at providers stand', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const named = (poll: string) => ({ tenant: store.tenant, instance: 'inbox', poll });
  const take = (poll: string, more: Partial<{ now: number; systemTime: number; token: string }> = {}) => {
    const { now = noon, systemTime = noon, token = 'a' } = more;
    return store.stores.pollStore.take({ ...named(poll), now, systemTime, lease: systemTime + 100, token });
  };

  it('gives a look that is due to one of many who ask', async () => {
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_one, n) => take('once', { token: `t${n}` })),
    );
    expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await take('once', { now: noon + 1 })).toBeUndefined();
  });

  it('goes on from the cursor of the last look, when the next one is due', async () => {
    await take('cursor');
    const cursor = { 'a.b': [1, null], $set: 'x' };
    expect(
      await store.stores.pollStore.done({ ...named('cursor'), token: 'a', due: noon + 60, cursor }),
    ).toBe(true);
    expect(await take('cursor', { now: noon + 59 })).toBeUndefined();
    expect(await take('cursor', { now: noon + 60 })).toMatchObject({ cursor, failures: 0 });
  });

  it('is due earlier when it is hastened, also while somebody is at it, who keeps it', async () => {
    const { pollStore } = store.stores;
    await pollStore.hasten({ ...named('hastened'), now: noon });
    expect(await pollStore.of(store.tenant)).not.toContainEqual(
      expect.objectContaining({ poll: 'hastened' }),
    );
    await take('hastened');
    await pollStore.done({ ...named('hastened'), token: 'a', due: noon + 60, cursor: 'far' });
    await pollStore.hasten({ ...named('hastened'), now: noon + 5 });
    expect(await take('hastened', { now: noon + 5, token: 'b' })).toMatchObject({ cursor: 'far' });
    await pollStore.hasten({ ...named('hastened'), now: noon });
    const done = { ...named('hastened'), token: 'b', due: noon + 70, cursor: 'further' };
    expect(await pollStore.done(done)).toBe(true);
  });

  it('lets another go on when a process died over a look, and takes nothing more from the first', async () => {
    await take('late', { token: 'dead' });
    expect(await take('late', { systemTime: noon + 99, token: 'next' })).toBeUndefined();
    expect(await take('late', { systemTime: noon + 100, token: 'next' })).toBeDefined();
    const { pollStore } = store.stores;
    expect(await pollStore.done({ ...named('late'), token: 'dead', due: 0, cursor: 'lost' })).toBe(false);
    await pollStore.failed({ ...named('late'), token: 'next', due: noon, error: 'away' });
    const states = await pollStore.of(store.tenant);
    expect(states.find(({ poll }) => poll === 'late')).toMatchObject({ failures: 1, error: 'away' });
    expect(await take('late', { token: 'again' })).not.toHaveProperty('cursor');
  });
});
