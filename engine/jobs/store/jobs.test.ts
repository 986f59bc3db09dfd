import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Job } from '../ports.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleRun } from '../../../test/store/samples.ts';

describe('operations on many people', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const sampleJob = (id: string, more: Partial<Job> = {}): Job => ({
    id,
    tenant: store.tenant,
    journey: 'cart-recovery',
    action: { kind: 'skip' },
    who: { journey: 'cart-recovery' },
    rate: 50,
    state: 'queued',
    total: 3,
    done: 0,
    passed: 0,
    failed: 0,
    troubles: [],
    page: [],
    next: 'start',
    attempts: 0,
    looks: 0,
    twice: false,
    createdAt: noon,
    createdWall: noon,
    ...more,
  });

  const take = async (id: string, systemTime: number) => {
    const taken = await store.stores.jobs.takeDue({ systemTime, lease: systemTime + 1000, limit: 50 });
    return taken.find((job) => job.id === id);
  };

  it('is begun once per id', async () => {
    const { jobs } = store.stores;
    const job = sampleJob('once');
    const added = await Promise.all([1, 2, 3].map(() => jobs.add({ job, due: noon + 1e9 })));
    expect(added.toSorted()).toEqual(['added', 'exists', 'exists']);
  });

  it('is in the hands of one process at a time; another gets it when the lease is over', async () => {
    const { jobs } = store.stores;
    await jobs.add({ job: sampleJob('leased'), due: noon });
    const taken = await Promise.all([1, 2, 3, 4].map(() => take('leased', noon)));
    expect(taken.filter((job) => job !== undefined)).toHaveLength(1);
    expect(await take('leased', noon + 999)).toBeUndefined();
    expect(await take('leased', noon + 1000)).toBeDefined();
  });

  it('takes no progress of a process that lost it', async () => {
    const { jobs } = store.stores;
    await jobs.add({ job: sampleJob('lost'), due: noon });
    const first = await take('lost', noon);
    const second = await take('lost', noon + 1000);
    if (first === undefined || second === undefined) throw new Error('nobody took it');
    const progress = { done: 2, page: ['r-1'], next: { enteredAt: noon, id: 'r-1' } };
    expect(await jobs.progress({ job: first, progress, due: noon + 2000 })).toBeUndefined();
    const written = await jobs.progress({ job: second, progress, due: noon + 2000 });
    expect(written).toMatchObject({ done: 2, page: ['r-1'], next: { enteredAt: noon, id: 'r-1' } });
  });

  it('keeps what is counted and the first twenty troubles', async () => {
    const { jobs } = store.stores;
    await jobs.add({ job: sampleJob('counted'), due: noon });
    let job = await take('counted', noon);
    for (let n = 0; n < 15 && job !== undefined; n += 1) {
      const troubles = [1, 2].map((k) => ({ run: `r-${n}-${k}`, message: 'no' }));
      job = await jobs.progress({ job, progress: { done: 1, failed: 2, troubles }, due: noon + 1000 });
    }
    expect(job).toMatchObject({ done: 15, failed: 30, passed: 0 });
    expect(job?.troubles).toHaveLength(20);
    expect(job?.troubles[0]?.run).toBe('r-0-1');
  });

  it('is over when it is done or cancelled, and nobody takes it again', async () => {
    const { jobs } = store.stores;
    const at = { tenant: store.tenant, id: 'cancelled' };
    await jobs.add({ job: sampleJob('cancelled'), due: noon });
    const taken = await take('cancelled', noon);
    if (taken === undefined) throw new Error('nobody took it');
    expect(await jobs.cancel({ ...at, at: noon + 1 })).toBe('cancelled');
    expect(await jobs.progress({ job: taken, progress: { done: 1 }, due: noon + 9 })).toBeUndefined();
    expect(await jobs.cancel({ ...at, at: noon + 2 })).toBe('over');
    expect(await jobs.setRate({ ...at, rate: 5 })).toBe('over');
    expect(await jobs.setRate({ ...at, id: 'nowhere', rate: 5 })).toBe('not-found');
    expect(await take('cancelled', noon + 1e6)).toBeUndefined();
    expect(await jobs.get(at)).toMatchObject({ state: 'cancelled', endedAt: noon + 1, done: 0 });
  });

  it('are listed newest first, page by page', async () => {
    const { jobs } = store.stores;
    for (let n = 0; n < 5; n += 1) {
      const job = sampleJob(`listed-${n}`, { journey: 'listed', createdAt: noon + (n % 3) });
      await jobs.add({ job, due: noon + 1e9 });
    }
    const wanted = { tenant: store.tenant, journey: 'listed', limit: 3 };
    const first = await jobs.list(wanted);
    const last = first.at(-1);
    const after = { at: last?.createdAt ?? 0, id: last?.id ?? '' };
    const rest = await jobs.list({ ...wanted, after });
    expect([...first, ...rest].map((job) => job.id)).toEqual([
      'listed-2',
      'listed-4',
      'listed-1',
      'listed-3',
      'listed-0',
    ]);
  });

  it('goes through the runs of a journey under way, oldest entry first, each once', async () => {
    const { runs, selectionStore: selections } = store.stores;
    const { tenant } = store;
    for (let n = 0; n < 7; n += 1) {
      const frozen = n % 2 === 0 ? { at: noon, journey: true } : null;
      const run = sampleRun({
        tenant,
        id: `r-${n}`,
        journey: 'crowd',
        enteredAt: noon + (n % 3),
        version: 1 + (n % 2),
      });
      await runs.insert({ ...run, state: { ...run.state, frozen } });
    }
    const ended = sampleRun({ tenant, id: 'r-ended', journey: 'crowd' });
    await runs.insert({ ...ended, status: 'ended' });
    const filter = { journey: 'crowd' };
    const first = await selections.page({ tenant, filter, limit: 4 });
    const last = first.at(-1);
    const after = { enteredAt: last?.enteredAt ?? 0, id: last?.id ?? '' };
    const rest = await selections.page({ tenant, filter, after, limit: 4 });
    expect([...first, ...rest].map((run) => run.id)).toEqual([0, 3, 6, 1, 4, 2, 5].map((n) => `r-${n}`));
    expect(await selections.standing({ tenant, filter })).toEqual([
      { version: 1, step: 'think', runs: 4, frozen: 4 },
      { version: 2, step: 'think', runs: 3, frozen: 0 },
    ]);
    const found = (more: object) => selections.page({ tenant, filter: { ...filter, ...more }, limit: 9 });
    expect(await found({ otherThan: 1 })).toHaveLength(3);
    expect(await found({ version: 1, frozen: 'journey' })).toHaveLength(4);
    expect(await found({ frozen: 'no' })).toHaveLength(3);
    expect(await found({ enteredFrom: noon + 1, enteredBefore: noon + 2 })).toHaveLength(2);
    expect(await found({ step: 'elsewhere' })).toEqual([]);
  });
});
