import { describe, expect, it } from 'vitest';

import { createBatcher } from './batcher.ts';
import { createTurns } from './turns.ts';

/** Requests that are answered when the test says so. */
const scripted = (input: { atOnce?: number; splits?: boolean } = {}) => {
  const groups: (readonly number[])[] = [];
  const gates: ((failure?: Error) => void)[] = [];
  const batch = createBatcher<number, number>({
    splits: () => input.splits ?? false,
    turns: createTurns({ atOnce: input.atOnce ?? 2 }),
    max: 3,
    run: async (items) => {
      groups.push(items);
      await new Promise<void>((resolve, reject) => {
        gates.push((failure) => (failure === undefined ? resolve() : reject(failure)));
      });
      return items.map((item) => item * 10);
    },
  });
  const sent = async (count: number): Promise<void> => {
    await expect.poll(() => groups.length).toBe(count);
  };
  return { batch, groups, gates, sent };
};

describe('a batcher', () => {
  it('sends calls of the same moment together, at most so many, and answers each its own', async () => {
    const { batch, groups, gates, sent } = scripted();
    const answers = Promise.all([1, 2, 3, 4].map(batch));
    await sent(2);
    expect(groups).toEqual([[1, 2, 3], [4]]);
    for (const open of gates) open();
    expect(await answers).toEqual([10, 20, 30, 40]);
  });

  it('gathers what comes while all turns are taken into the next request', async () => {
    const { batch, groups, gates, sent } = scripted({ atOnce: 1 });
    const first = batch(1);
    await sent(1);
    const later = Promise.all([2, 3].map(batch));
    gates[0]?.();
    expect(await first).toBe(10);
    await sent(2);
    expect(groups).toEqual([[1], [2, 3]]);
    gates[1]?.();
    expect(await later).toEqual([20, 30]);
  });

  it('tries the calls of a failed group one by one when that may help, so that one bad one fails alone', async () => {
    const { batch, gates, sent } = scripted({ splits: true });
    const answers = Promise.allSettled([1, 2, 3].map(batch));
    await sent(1);
    gates[0]?.(new Error('one is bad'));
    for (const [index, failure] of [undefined, new Error('it was 2'), undefined].entries()) {
      await sent(index + 2);
      gates[index + 1]?.(failure);
    }
    expect((await answers).map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails a whole group when it cannot be known what was done', async () => {
    const { batch, gates, sent } = scripted();
    const answers = Promise.allSettled([1, 2].map(batch));
    await sent(1);
    gates[0]?.(new Error('connection lost'));
    expect((await answers).map((one) => one.status)).toEqual(['rejected', 'rejected']);
  });
});
