import { expect, it } from 'vitest';

import { createCarry, type SyncName } from './carry-syncs.ts';

const nothing = (): void => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const named = (sync: string): SyncName => ({ tenant: 'shop', sync, instance: sync });

/** Syncs of which `slow` does not end a step before it is let go, and `quick` has so many steps to do. */
const stage = (steps: number) => {
  const done: string[] = [];
  let left = steps;
  let letGo = nothing;
  let tellQuick = nothing;
  const quickIsOver = new Promise<void>((resolve) => {
    tellQuick = resolve;
  });
  const slowIsLet = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const keep = async ({ sync }: SyncName): Promise<boolean> => {
    done.push(sync);
    if (sync === 'slow') {
      await slowIsLet;
      return false;
    }
    if (sync === 'broken') throw new Error('Its provider answers nonsense.');
    left -= 1;
    if (left === 0) tellQuick();
    return left > 0;
  };
  const carry = createCarry({
    names: async () => ['slow', 'broken', 'quick'].map(named),
    syncCarrier: { keep },
    log,
  });
  return { done, carry, letGo: () => letGo(), quickIsOver };
};

it('a sync whose provider hangs, or that fails, delays no other: all steps of the others are done meanwhile', async () => {
  const { done, carry, letGo, quickIsOver } = stage(40);
  const look = carry();
  await quickIsOver;
  expect(done.filter((sync) => sync === 'quick')).toHaveLength(40);
  expect(done.filter((sync) => sync === 'slow')).toHaveLength(1);
  letGo();
  expect(await look).toBe(false);
});

it('a sync that is still at a step is left at it, and the looks that follow do not wait for it', async () => {
  const { done, carry, letGo, quickIsOver } = stage(1);
  const first = carry();
  await quickIsOver;
  // The look ends although the hanging step goes on.
  expect(await carry()).toBe(false);
  expect(done.filter((sync) => sync === 'slow')).toHaveLength(1);
  letGo();
  await first;
  expect(await carry()).toBe(false);
  expect(done.filter((sync) => sync === 'slow')).toHaveLength(2);
});
