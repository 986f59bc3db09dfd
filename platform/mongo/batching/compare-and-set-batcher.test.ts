import { describe, expect, it } from 'vitest';

import { createCompareAndSetBatcher } from './compare-and-set-batcher.ts';
import { createTurns } from './turns.ts';

type Op = { readonly id: string; readonly rev: number; readonly writer: string };

/** A server that counts every update it was asked for as a change, as some do. */
const createServer = (revs: ReadonlyMap<string, number>) => {
  const docs = new Map([...revs].map(([id, rev]) => [id, { rev, writer: '' }]));
  let reads = 0;
  const batch = createCompareAndSetBatcher<Op>({
    turns: createTurns({ atOnce: 1 }),
    bulkWrite: async (ops) => {
      let matchedCount = 0;
      for (const { id, rev, writer } of ops) {
        if (docs.get(id)?.rev !== rev) continue;
        matchedCount += 1;
        docs.set(id, { rev: rev + 1, writer });
      }
      return { matchedCount, modifiedCount: ops.length };
    },
    writers: async (ids) => {
      reads += 1;
      return new Map(ids.map((id) => [id, docs.get(id)?.writer ?? '']));
    },
  });
  const set = (id: string, rev: number) => batch({ id, op: (writer) => ({ id, rev, writer }) });
  return { set, reads: () => reads };
};

describe('a batcher of compare-and-sets', () => {
  it('tells one of many writers of a revision that it won, however the server counts changes', async () => {
    const { set, reads } = createServer(new Map([['a', 0]]));
    const told = await Promise.all(Array.from({ length: 20 }, () => set('a', 0)));
    expect(told.filter((one) => one === 'set')).toHaveLength(1);
    expect(reads()).toBe(1);
  });

  it('reads nothing when all were found', async () => {
    const { set, reads } = createServer(new Map(Array.from({ length: 20 }, (_, n) => [`d-${n}`, n])));
    const told = await Promise.all(Array.from({ length: 20 }, (_, n) => set(`d-${n}`, n)));
    expect(new Set(told)).toEqual(new Set(['set']));
    expect(reads()).toBe(0);
  });

  it('tells a single writer of a conflict without a read', async () => {
    const { set, reads } = createServer(new Map([['a', 3]]));
    expect(await set('a', 2)).toBe('conflict');
    expect(await set('b', 0)).toBe('conflict');
    expect(await set('a', 3)).toBe('set');
    expect(reads()).toBe(0);
  });
});
