import { describe, expect, it } from 'vitest';

import type { DevClockStore } from '../journeys/ports.ts';
import { createDevClock } from './dev-clock.ts';

const storeWith = (more: Partial<DevClockStore>): DevClockStore => ({
  offset: async () => 0,
  set: async () => undefined,
  claimMove: async () => true,
  endMove: async () => undefined,
  ...more,
});

describe('a development clock', () => {
  it('does not go back when it is moved on while its offset is being read', async () => {
    let answer: (offset: number) => void = () => undefined;
    const offset = () =>
      new Promise<number>((resolve) => {
        answer = resolve;
      });
    const clock = createDevClock({
      systemTime: () => 1000,
      align: async () => 0,
      store: storeWith({ offset }),
    });
    const reading = clock.refresh(['shop']);
    await clock.setOffset({ tenant: 'shop', offsetMs: 5000 });
    answer(0);
    await reading;
    expect(clock.now('shop')).toBe(6000);
  });

  it('is moved on by one process at a time: two would move a workflow twice as far', async () => {
    const claims = new Set<string>();
    const store = storeWith({
      claimMove: async ({ workflowId }) => {
        const isFree = !claims.has(workflowId);
        claims.add(workflowId);
        return isFree;
      },
      endMove: async ({ workflowId }) => {
        claims.delete(workflowId);
      },
    });
    const moving = { now: 0, most: 0, times: 0 };
    const align = async (): Promise<void> => {
      moving.now += 1;
      moving.times += 1;
      moving.most = Math.max(moving.most, moving.now);
      await Promise.resolve();
      moving.now -= 1;
    };
    const clocks = [1, 2].map(() => createDevClock({ systemTime: () => 0, align, store }));
    await Promise.all(clocks.map((clock) => clock.setOffset({ tenant: 'shop', offsetMs: 5000 })));
    const run = { tenant: 'shop', workflowId: 'w' };
    await Promise.all(clocks.map((clock) => clock.catchUp(run)));
    await Promise.all(clocks.map((clock) => clock.catchUp(run)));
    expect(moving).toEqual({ now: 0, most: 1, times: 2 });
    expect(claims.size).toBe(0);
  });
});
