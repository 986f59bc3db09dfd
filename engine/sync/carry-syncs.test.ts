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
    return left > 0;
  };
  const carry = createCarry({
    names: async () => ['slow', 'broken', 'quick'].map(named),
    syncCarrier: { keep },
    log,
    patienceMs: 0,
  });
  return { done, carry, letGo: () => letGo() };
};

it('a sync whose provider hangs, or that fails, delays no other: all steps of the others are done meanwhile', async () => {
  const { done, carry, letGo } = stage(40);
  while (await carry());
  expect(done.filter((sync) => sync === 'quick')).toHaveLength(40);
  expect(done.filter((sync) => sync === 'slow')).toHaveLength(1);
  letGo();
});

it('a sync that was slow is looked at again once its step is over', async () => {
  const { done, carry, letGo } = stage(3);
  while (await carry());
  letGo();
  expect(await carry()).toBe(false);
  expect(await carry()).toBe(false);
  expect(done.filter((sync) => sync === 'slow').length).toBeGreaterThan(1);
});
