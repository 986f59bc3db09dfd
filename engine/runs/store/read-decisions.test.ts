import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ids, key, openFilledStore, pages } from '../../../test/store/filled-store.ts';
import { noon, sampleRow } from '../../../test/store/samples.ts';

describe('the ledger, as people read it', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  let tenant: string;
  beforeAll(async () => {
    store = await openFilledStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  it('lists the ledger of a run or a person, newest first, rows of an instant by their order in it', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => store.stores.decisionReads.decisions({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.at, n: row.n, id: row.id }),
      });
    expect(ids(await list({ run: 'r1' }))).toEqual(['l4', 'l3', 'l2', 'l1']);
    expect(ids(await list({ profileId: 'p-1' }))).toEqual(['l8', 'l7', 'l5', 'l4', 'l3', 'l2', 'l1']);
    expect(ids(await list({ profileId: 'p-1', runs: ['r1', 'none'] }))).toEqual(['l4', 'l3', 'l2', 'l1']);
    expect(await list({ run: 'none' })).toEqual([]);
  });

  it('lists the ledger of everybody by journey, step, kind, reason and period, page by page', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => store.stores.decisionReads.ledger({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.at, n: row.n, id: row.id }),
      });
    expect(ids(await list({}))).toEqual(['l8', 'l7', 'l5', 'l4', 'l3', 'l2', 'l6', 'l1']);
    expect(ids(await list({ journey: key, kinds: ['skipped', 'exited'] }))).toEqual(['l6']);
    expect(ids(await list({ reason: 'capped', step: 'remind' }))).toEqual(['l6']);
    expect(ids(await list({ step: 'remind', kinds: ['sent'], from: noon + 2 }))).toEqual(['l5', 'l4']);
    expect(ids(await list({ kinds: ['sent'], from: noon + 1, to: noon + 2 }))).toEqual(['l3']);
    expect(await list({ journey: 'none' })).toEqual([]);
  });

  it('lists of a person the rows of some journeys and kinds, such as who turned them away', async () => {
    const row = (id: string, journey: string) =>
      sampleRow({
        tenant,
        id,
        run: id,
        profileId: 'p-9',
        journey,
        kind: 'not-entered',
        step: null,
        reason: 'where',
      });
    await store.stores.ledger.append([
      row('a1', 'one'),
      row('a2', 'two'),
      row('a3', 'three'),
      sampleRow({ tenant, id: 'a4', profileId: 'p-9', journey: 'one', kind: 'sent' }),
    ]);
    const list = async (filter: object) =>
      ids(
        await store.stores.decisionReads.decisions({ tenant, profileId: 'p-9', limit: 10, ...filter }),
      ).toSorted();
    expect(await list({})).toEqual(['a1', 'a2', 'a3', 'a4']);
    expect(await list({ kinds: ['not-entered'], journeys: ['one', 'two'] })).toEqual(['a1', 'a2']);
    expect(await list({ kinds: ['not-entered'], journeys: ['two'] })).toEqual(['a2']);
    expect(await list({ journeys: ['one'] })).toEqual(['a1', 'a4']);
  });
});
