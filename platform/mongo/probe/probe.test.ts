import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openServerStore } from '../../../test/store/open-store.ts';
import { checks, type Trial } from './checks.ts';
import { refuseServer } from './probe.ts';

describe('the probe of a database server', () => {
  let store: Awaited<ReturnType<typeof openServerStore>>;
  beforeAll(async () => {
    store = await openServerStore();
  });
  afterAll(() => store.close());

  /** A collection that answers every write as if it had been done as asked, and keeps nothing. */
  const createLiar = (): Trial => {
    const trials: Trial['trials'] = store.connection.collection('cicloProbe');
    const nothing: Trial['trials'] = store.connection.collection('cicloProbeOfNothing');
    const liar = new Proxy(trials, {
      get: (_, name): unknown => {
        if (name === 'collectionName') return 'cicloProbeOfNothing';
        if (/^find$|^aggregate$|^countDocuments$/.test(String(name))) {
          return Reflect.get(nothing, name).bind(nothing);
        }
        if (String(name).startsWith('findOne')) return async () => null;
        return async () => ({ matchedCount: 1, modifiedCount: 1, upsertedCount: 1, insertedCount: 1 });
      },
    });
    return { trials: liar, mark: 'liar:' };
  };

  it('finds everything on a server that carries the store, and leaves nothing behind', async () => {
    const reports = await Promise.all([store.probe(), store.probe()]);
    for (const report of reports) expect(report).toMatchObject({ missing: [], checks: checks.length + 1 });
    expect(await store.connection.collection('cicloProbe').countDocuments()).toBe(0);
  });

  it('says in one sentence what a server does not do', () => {
    const report = {
      server: 'Other 1.0, standalone',
      checks: 2,
      missing: ['sing', 'dance (no legs)'],
      advice: [],
    };
    expect(() => refuseServer(report)).toThrow(/Other 1\.0, standalone.*does not: sing; dance \(no legs\)/);
    expect(() => refuseServer({ ...report, missing: [] })).not.toThrow();
  });

  it.each(checks)('does not take it that a server can $name when it does otherwise', async ({ holds }) => {
    const { trials, mark } = createLiar();
    await expect(holds({ trials, mark }).catch(() => false)).resolves.toBe(false);
  });
});
