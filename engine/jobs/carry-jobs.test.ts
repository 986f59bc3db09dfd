import { expect, it, vi } from 'vitest';

import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import { createCarryJobs } from './carry-jobs.ts';
import type { Job, JobStore } from './ports.ts';

/** Renewals come every few real milliseconds; the time they are about stands until the test moves it. */
const leaseMs = 30;

const job: Job = {
  id: 'j-1',
  tenant: 'shop-of-slow-jobs',
  journey: 'cart',
  action: { kind: 'skip' },
  who: { journey: 'cart' },
  rate: 50,
  state: 'running',
  total: 1,
  done: 0,
  passed: 0,
  failed: 0,
  troubles: [],
  page: ['r-1'],
  next: 'end',
  attempts: 0,
  looks: 0,
  twice: false,
  createdAt: 1,
  createdWall: 1,
};

it('a page of a bulk operation that takes longer than a lease is not taken over', async () => {
  const { jobs: stored } = createMemoryStores();
  const time = { now: 1_000_000, leasedUntil: 0 };
  const jobs: JobStore = {
    ...stored,
    progress: async (input) => {
      const taken = await stored.progress(input);
      time.leasedUntil = input.due ?? 0;
      return taken;
    },
  };
  let [works, takenOver] = [0, 0];
  const nobody = () => expect.fail('it was taken over');
  const deps = {
    jobs,
    selections: { page: nobody, standing: nobody },
    clock: { now: () => time.now, systemTime: () => time.now },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    pause: async () => undefined,
    leaseMs,
  };
  const other = createCarryJobs({ ...deps, work: nobody });
  const work = async () => {
    works += 1;
    for (let turn = 0; turn < 4; turn += 1) {
      const isRenewed = () => time.leasedUntil >= time.now + leaseMs;
      await vi.waitUntil(isRenewed, { interval: 1, timeout: 60_000 });
      time.now += leaseMs - 1;
      takenOver += await other.sweep();
    }
    return { kind: 'done' } as const;
  };
  await jobs.add({ job, due: time.now });
  await createCarryJobs({ ...deps, work }).sweep();
  expect([works, takenOver]).toEqual([1, 0]);
  expect(await jobs.get(job)).toMatchObject({ state: 'done', done: 1 });
});
