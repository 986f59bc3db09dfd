import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ids, key, openFilledStore, pages } from '../../../test/store/filled-store.ts';
import { noon, sampleRun } from '../../../test/store/samples.ts';

describe('what people look at', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  let tenant: string;
  beforeAll(async () => {
    store = await openFilledStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  const reads = () => store.stores.reads;

  it('shows journeys with how many took part, are in, and converted; who was held out took no part', async () => {
    expect(await reads().journeys({ tenant })).toEqual([
      expect.objectContaining({
        key,
        name: 'Win back',
        version: 2,
        mode: 'live',
        entered: 4,
        active: 2,
        converted: 1,
      }),
    ]);
    expect(await reads().journey({ tenant, key })).toMatchObject({
      entered: 4,
      versions: [
        { version: 2, publishedAt: noon + 2, active: 1 },
        { version: 1, publishedAt: noon + 1, active: 1 },
      ],
    });
    expect(await reads().journey({ tenant, key: 'none' })).toBeUndefined();
    expect((await reads().definition({ tenant, key, version: 1 }))?.key).toBe(key);
    expect(await reads().journeys({ tenant: 'nobody' })).toEqual([]);
  });

  it('lists runs newest first, page by page, each once, also those of the same instant', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => reads().runs({ tenant, ...page, ...filter }),
        at: (run) => ({ at: run.enteredAt, n: 0, id: run.id }),
      });
    expect(ids(await list({}))).toEqual(['r6', 'r5', 'r4', 'r3', 'r2', 'r1']);
    expect(ids(await list({ journey: key }))).toEqual(['r5', 'r4', 'r3', 'r2', 'r1']);
    expect(ids(await list({ journey: key, status: 'active' }))).toEqual(['r2', 'r1']);
    expect(ids(await list({ profileId: 'p-1' }))).toEqual(['r6', 'r3', 'r1']);
    expect(ids(await list({ outcome: 'bought' }))).toEqual(['r3']);
    expect(ids(await list({ step: 'think', version: 1 }))).toEqual(['r6', 'r1']);
    expect(await reads().runs({ tenant: 'nobody', limit: 5 })).toEqual([]);
  });

  it('shows of a run where it stands, and nothing the person said or did', async () => {
    const run = await reads().run({ tenant, id: 'r1' });
    expect(run).toMatchObject({ id: 'r1', state: { frozen: null }, step: 'think' });
    expect(Object.keys(run ?? {})).not.toEqual(expect.arrayContaining(['entry']));
    expect(Object.keys(run?.state ?? {})).toEqual(['frozen']);
    expect(await reads().run({ tenant, id: 'none' })).toBeUndefined();
  });

  it('lists who stands on a step, the last to come first, and nobody who moved on or ended', async () => {
    const list = (step: string, journey = key) =>
      pages({
        list: (page) => reads().standing({ tenant, journey, step, ...page }),
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

  it('names the published journeys that send a message', async () => {
    expect(await reads().senders({ tenant, message: 'none' })).toEqual([]);
  });

  it('lists messages by person, run, journey or all, without what only the provider knows', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => reads().messages({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.plannedAt, n: 0, id: row.id }),
      });
    expect(ids(await list({}))).toEqual(['m4', 'm3', 'm2', 'm1', 'm0']);
    expect(ids(await list({ profileId: 'p-2' }))).toEqual(['m4', 'm3']);
    expect(ids(await list({ run: 'r1', status: 'sending' }))).toEqual(['m2', 'm1']);
    expect(ids(await list({ journey: key, channel: 'sms' }))).toEqual([]);
    const [accepted] = await list({ status: 'accepted' });
    expect(accepted).toMatchObject({ id: 'm0' });
    expect(accepted).not.toHaveProperty('providerId');
  });

  it('lists events newest first, whatever became of them, and those of one state or person', async () => {
    const list = async (filter: object) => {
      const rows = await pages({
        list: (page) => reads().events({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.receivedAt, n: 0, id: row.messageId }),
      });
      return rows.map((row) => row.messageId);
    };
    expect(await list({})).toEqual(['e5', 'e4', 'e3', 'e2', 'e1', 'e0']);
    expect(await list({ state: 'dead' })).toEqual(['e1']);
    expect(await list({ state: 'quarantined' })).toEqual(['e5']);
    expect(await list({ state: 'pending' })).toEqual(['e4', 'e3', 'e0']);
    expect(await list({ state: 'done' })).toEqual(['e2']);
    expect(await list({ profileId: 'p-1' })).toEqual(['e4', 'e3', 'e2']);
    expect(await list({ name: 'A' })).toEqual(['e5', 'e3', 'e1']);
  });

  it('finds a person by id, by the id of one merged into them, and by identity', async () => {
    expect((await reads().profile({ tenant, id: 'p-old' }))?.id).toBe('p-1');
    expect((await reads().profileWith({ tenant, identity: 'email:p2@shop.test' }))?.id).toBe('p-2');
    expect(await reads().profileWith({ tenant: 'nobody', identity: 'email:p2@shop.test' })).toBeUndefined();
    expect(await reads().profile({ tenant, id: 'none' })).toBeUndefined();
    expect(await reads().profile({ tenant, id: 'p-2' })).not.toHaveProperty('rev');
    expect(await reads().referral('REF-p-2')).toEqual({ tenant, code: 'REF-p-2' });
    expect(await reads().referral('none')).toBeUndefined();
  });

  it('lists people newest first, without those merged away, by segment and stage', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => reads().profiles({ tenant, ...page, ...filter }),
        at: (row) => ({ at: Date.parse(row.createdAt), n: 0, id: row.id }),
      });
    expect(ids(await list({}))).toEqual(['p-5', 'p-4', 'p-3', 'p-2', 'p-1']);
    expect(ids(await list({ segment: 'vip' }))).toEqual(['p-2', 'p-1']);
    expect(ids(await list({ stage: 'customer' }))).toEqual(['p-1']);
    expect(await reads().segments({ tenant })).toEqual([
      { key: 'vip', name: 'VIP', kind: 'list', members: 2 },
      { key: 'none', name: 'Nobody', kind: 'list', members: 0 },
    ]);
  });
});
