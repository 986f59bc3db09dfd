import { describe, expect, it } from 'vitest';

import { createBatcher } from './batcher.ts';
import { createTurns } from './turns.ts';

const scripted = (atOnce: number) => {
  const turns = createTurns({ atOnce });
  const went: string[] = [];
  const gates = new Map<string, () => void>();
  const ask = (name: string): void =>
    turns(async () => {
      went.push(name);
      await new Promise<void>((resolve) => {
        gates.set(name, resolve);
      });
    });
  return { turns, ask, went, end: (name: string) => gates.get(name)?.() };
};

describe('turns', () => {
  it('come to so many at once, in the order they were asked for', async () => {
    const { ask, went, end } = scripted(2);
    for (const name of ['a', 'b', 'c', 'd']) ask(name);
    await expect.poll(() => went).toEqual(['a', 'b']);
    end('b');
    await expect.poll(() => went).toEqual(['a', 'b', 'c']);
    end('a');
    await expect.poll(() => went).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are shared by batchers, so that one gathers while another has its turn', async () => {
    const { turns, ask, went, end } = scripted(1);
    ask('other');
    await expect.poll(() => went).toEqual(['other']);
    const groups: (readonly number[])[] = [];
    const batch = createBatcher<number, number>({
      turns,
      splits: () => false,
      run: async (items) => {
        groups.push(items);
        return items;
      },
    });
    const answers: Promise<number>[] = [];
    for (const item of [1, 2, 3]) {
      answers.push(batch(item));
      await new Promise(setImmediate);
    }
    expect(groups).toEqual([]);
    end('other');
    expect(await Promise.all(answers)).toEqual([1, 2, 3]);
    expect(groups).toEqual([[1, 2, 3]]);
  });

  it('are given back by a group that failed', async () => {
    const { turns } = scripted(1);
    const batch = createBatcher<string, string>({
      turns,
      splits: () => false,
      run: async (items) => {
        if (items.includes('bad')) throw new Error('no');
        return items;
      },
    });
    await expect(batch('bad')).rejects.toThrow('no');
    expect(await batch('good')).toBe('good');
  });
});
