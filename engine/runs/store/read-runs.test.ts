import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ids, key, openFilledStore, pages } from '../../../test/store/filled-store.ts';
import { noon, sampleRun } from '../../../test/store/samples.ts';

describe('runs for people to look at', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  let tenant: string;
  beforeAll(async () => {
    store = await openFilledStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  it('lists runs newest first, page by page, each once, also those of the same instant', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => store.stores.runReads.runs({ tenant, ...page, ...filter }),
        at: (run) => ({ at: run.enteredAt, n: 0, id: run.id }),
      });
    expect(ids(await list({}))).toEqual(['r6', 'r5', 'r4', 'r3', 'r2', 'r1']);
    expect(ids(await list({ journey: key }))).toEqual(['r5', 'r4', 'r3', 'r2', 'r1']);
    expect(ids(await list({ journey: key, status: 'active' }))).toEqual(['r2', 'r1']);
    expect(ids(await list({ profileId: 'p-1' }))).toEqual(['r6', 'r3', 'r1']);
    expect(ids(await list({ outcome: 'bought' }))).toEqual(['r3']);
    expect(ids(await list({ step: 'think', version: 1 }))).toEqual(['r6', 'r1']);
    expect(await store.stores.runReads.runs({ tenant: 'nobody', limit: 5 })).toEqual([]);
  });

  it('shows of a run where it stands, and nothing the person said or did', async () => {
    const run = await store.stores.runReads.run({ tenant, id: 'r1' });
    expect(run).toMatchObject({ id: 'r1', state: { frozen: null }, step: 'think' });
    expect(Object.keys(run ?? {})).not.toEqual(expect.arrayContaining(['entry']));
    expect(Object.keys(run?.state ?? {})).toEqual(['frozen']);
    expect(await store.stores.runReads.run({ tenant, id: 'none' })).toBeUndefined();
  });

  it('lists who stands on a step, the last to come first, and nobody who moved on or ended', async () => {
    const list = (step: string, journey = key) =>
      pages({
        list: (page) => store.stores.standingReads.standing({ tenant, journey, step, ...page }),
        at: (one) => ({ at: one.since, n: 0, id: one.run }),
      });
    const runsOn = async (step: string) => (await list(step)).map((one) => one.run);
    expect(await runsOn('think')).toEqual(['r1']);
    expect(await runsOn('answer')).toEqual(['r2']);
    const [standing] = await list('think');
    expect(standing).toMatchObject({ profileId: 'p-1', version: 1, since: noon, step: 'think' });
    const { stores } = store;
    const run = sampleRun({ tenant, id: 'r7', journey: 'walk', step: 'one', enteredAt: noon });
    await stores.runs.insert(run);
    expect(await list('one', 'walk')).toHaveLength(1);
    await stores.runs.save({ run: { ...run, step: 'two', rev: 2 }, rev: 1 });
    expect([await list('one', 'walk'), await list('two', 'walk')].map((found) => found.length)).toEqual([
      0, 1,
    ]);
  });
});
