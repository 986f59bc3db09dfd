import { beforeEach, describe, expect, it } from 'vitest';

import { sampleProfile } from '../../test/store/samples.ts';
import { createWorld, make, memoryStores, recordOf } from './records-for-tests.ts';

const tenant = 'shop';

describe('what records hold of a person', () => {
  let memory: ReturnType<typeof memoryStores>;
  let world: ReturnType<typeof createWorld>;
  beforeEach(async () => {
    memory = memoryStores();
    world = createWorld({ stores: memory.stores, tenant });
    for (const id of ['p-gone', 'p-stays'])
      await memory.stores.profiles.insert(sampleProfile({ tenant, id }));
    await make(world, 'deal', 'd-1', {
      name: 'Roof',
      contact: 'p-gone',
      number: 'SECRET-number',
      note: 'SECRET-note',
      address: 'secret@person.test',
      lines: [{ remark: 'SECRET-remark' }, { seller: 'p-stays' }],
      seats: 3,
    });
    await world.changeRecords.change({
      ...world.named('deal', 'd-1'),
      change: { set: { note: 'SECRET-second', seats: 4 } },
    });
    await make(world, 'deal', 'd-2', { name: 'Other', contact: 'p-stays', helper: 'p-gone', note: 'kept' });
    await make(world, 'deal', 'd-3', { name: 'Lead', address: 'secret@person.test', note: 'SECRET-lead' });
  });

  const documents = async (names: readonly string[]): Promise<string> => {
    const all = await Promise.all(names.map((name) => memory.collections.named(name).find({}).toArray()));
    return JSON.stringify(all.flat());
  };
  const own = ['records', 'recordHistory', 'recordClaims'];
  const get = (id: string) => world.records.get({ tenant, id });
  const addresses = { named: { ids: ['email:secret@person.test'], orders: [] }, addresses: [] };

  it('goes with them: personal fields, in rows, in the history and in the index; the rest of the record stays', async () => {
    const erase = () => memory.stores.people.erase({ tenant, profileIds: ['p-gone'], traces: addresses });
    expect(await erase()).toMatchObject({ records: 4 });
    const left = await documents(own);
    for (const trace of ['SECRET', 'secret', 'p-gone']) expect(left).not.toContain(trace);
    expect((await get('d-1'))?.data).toEqual({ name: 'Roof', seats: 4, lines: [{}, { seller: 'p-stays' }] });
    expect((await get('d-2'))?.data).toMatchObject({ contact: 'p-stays', note: 'kept' });
    expect((await get('d-3'))?.data).toEqual({ name: 'Lead' });
    await world.tellRecords.tell(
      (await get('d-1')) ?? { ...world.named('deal', 'd-1'), revision: 0, notes: [] },
    );
    const lines = await world.records.history({ tenant, id: 'd-1', limit: 10 });
    expect(lines.map(({ act, revision }) => `${revision} ${act}`)).toEqual([
      '4 erased',
      '3 erased',
      '2 changed',
      '1 created',
    ]);
    expect(lines[2]?.changes).toEqual([
      { field: 'seats', from: 3, to: 4 },
      { field: 'note', from: null, to: null },
    ]);
    // What was unique is free again, and the erasure may be repeated.
    expect((await make(world, 'deal', 'd-4', { name: 'New', number: 'SECRET-number' })).revision).toBe(1);
    expect(await erase()).toEqual({});
  });

  it('goes as well from what a crash left to be told, and its events are never told', async () => {
    const failing = createWorld({
      stores: memory.stores,
      tenant,
      accept: () => Promise.reject(new Error('the process died')),
    });
    await failing.changeRecords.change({
      ...failing.named('deal', 'd-1'),
      change: { set: { note: 'SECRET-untold' }, stage: 'won' },
    });
    await memory.stores.people.erase({ tenant, profileIds: ['p-gone'], traces: addresses });
    world.events.length = 0;
    for (const row of await world.records.untold({ upTo: Date.now(), limit: 10 }))
      await world.tellRecords.tell(row);
    expect(world.events).toEqual([]);
    expect(await documents(own)).not.toMatch(/secret|p-gone/i);
    expect(await world.records.history({ tenant, id: 'd-1', limit: 10 })).toHaveLength(5);
  });

  it('moves to whom they were merged into, also in the history, and is found there', async () => {
    await memory.stores.people.merge({ tenant, from: 'p-gone', to: 'p-stays' });
    expect(await get('d-1')).toMatchObject({ person: 'p-stays', revision: 3, data: { contact: 'p-stays' } });
    expect((await get('d-2'))?.data).toMatchObject({ contact: 'p-stays', helper: 'p-stays' });
    expect(await documents(own)).not.toContain('p-gone');
    const stale = await world.changeRecords.change({
      ...world.named('deal', 'd-1'),
      revision: 2,
      change: { set: { seats: 1 } },
    });
    expect(stale).toEqual({ kind: 'stale', revision: 3 });
    expect(
      recordOf(await world.changeRecords.change({ ...world.named('deal', 'd-1'), change: {} })).revision,
    ).toBe(3);
  });

  it('is theirs to have: records about them with their history, and records that name them', async () => {
    const { rows } = await memory.stores.people.export({
      tenant,
      profileIds: ['p-gone'],
      from: { collection: 0, skip: 0 },
      limit: 500,
    });
    const of = (name: string) => rows.filter(({ collection }) => collection === name).map(({ row }) => row);
    expect(of('records').map(({ id }) => id)).toEqual(['d-1', 'd-2']);
    expect(of('recordHistory').map(({ record }) => record)).toEqual(['d-1', 'd-1']);
    expect(JSON.stringify(of('records'))).not.toMatch(/attrs|finds|claims|pending/);
  });
});
