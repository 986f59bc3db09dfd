import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { keyOf } from '../../../platform/mongo/keys.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { sampleProfile } from '../../../test/store/samples.ts';
import { createWorld, make, recordOf } from '../records-for-tests.ts';
import type { DraftDoc } from './write-record.ts';
import type { RecordDoc } from './record-schema.ts';

describe('the store of records', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let world: ReturnType<typeof createWorld>;
  beforeAll(async () => {
    store = await openTestStore();
    world = createWorld({ stores: store.stores, tenant: store.tenant });
    for (const id of ['p-1', 'p-2'])
      await store.stores.profiles.insert(sampleProfile({ tenant: store.tenant, id }));
  });
  afterAll(() => store.close());

  const history = (id: string) => world.records.history({ tenant: store.tenant, id, limit: 50 });
  const longAgo = new Date(Date.now() - 3_600_000);

  it('makes a record once, no matter who repeats it, and of many at once one', async () => {
    const given = { data: { name: 'First' } };
    const made = await Promise.all(
      Array.from({ length: 8 }, () =>
        world.changeRecords.create({ ...world.named('deal', 'd-once'), given }),
      ),
    );
    expect(made.filter((one) => one.kind === 'done' && one.isNew)).toHaveLength(1);
    expect(new Set(made.map((one) => recordOf(one).revision))).toEqual(new Set([1]));
    expect(await history('d-once')).toHaveLength(1);
  });

  it('lets one of many changes of the same revision win, and tells the others', async () => {
    await make(world, 'deal', 'd-race', { name: 'Race' });
    const told = await Promise.all(
      Array.from({ length: 8 }, (_, seats) =>
        world.changeRecords.change({
          ...world.named('deal', 'd-race'),
          revision: 1,
          change: { set: { seats } },
        }),
      ),
    );
    expect(told.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(told.filter(({ kind }) => kind === 'stale')).toHaveLength(7);
    const free = await Promise.all(
      Array.from({ length: 5 }, (_, seats) =>
        world.changeRecords.change({
          ...world.named('deal', 'd-race'),
          change: { set: { seats: seats + 100 } },
        }),
      ),
    );
    expect(free.every(({ kind }) => kind === 'done')).toBe(true);
    expect((await history('d-race')).map(({ revision }) => revision)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('gives a unique value to one record of many, in any letter case', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        world.changeRecords.create({
          ...world.named('account', `a-${n}`),
          given: { data: { name: n % 2 === 0 ? 'ACME' : 'acme' } },
        }),
      ),
    );
    expect(made.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    const refused = made.find(({ kind }) => kind === 'taken');
    expect(refused).toMatchObject({ problems: [{ code: 'taken', path: 'name' }] });
  });

  it('gives a value that a record gave up, or was deleted with, to another; restoring then is refused', async () => {
    await make(world, 'account', 'a-old', { name: 'Old name' });
    await world.changeRecords.change({
      ...world.named('account', 'a-old'),
      change: { set: { name: 'New name' } },
    });
    await make(world, 'account', 'a-next', { name: 'Old name' });
    recordOf(await world.changeRecords.remove(world.named('account', 'a-next')));
    await make(world, 'account', 'a-third', { name: 'Old name' });
    const restored = await world.changeRecords.restore(world.named('account', 'a-next'));
    expect(restored).toMatchObject({ kind: 'taken', problems: [{ path: 'name' }] });
    await world.changeRecords.change({
      ...world.named('account', 'a-third'),
      change: { set: { name: 'Third' } },
    });
    const again = recordOf(await world.changeRecords.restore(world.named('account', 'a-next')));
    expect(again).toMatchObject({ revision: 3, data: { name: 'Old name' } });
    expect(again.deletedAt).toBeUndefined();
  });

  it('takes over what a crash between claim and write left: of a new record, and of a change', async () => {
    const { collections, tenant } = store;
    const drafts = collections.named<DraftDoc>('records');
    const claims = collections.named<{ _id: string; of: string; by: string }>('recordClaims');
    await make(world, 'account', 'a-dead', { name: 'Dead' });
    const [claim] = await claims.find({ of: { $gt: '' } }).toArray();
    const named = (value: string) => claims.findOne({ _id: value });
    // A process that died after it claimed for a record that it never made.
    const key = keyOf(tenant, 'a-never');
    await drafts.insertOne({ _id: key, draftAt: longAgo, attempt: { by: 'lost', at: longAgo } });
    await make(world, 'account', 'a-probe', { name: 'Lost' });
    const lost = (await claims.find({}).toArray()).find(({ of }) => of.startsWith(keyOf(tenant, 'a-probe')));
    expect(lost).toBeDefined();
    recordOf(await world.changeRecords.remove(world.named('account', 'a-probe')));
    await claims.insertOne({ _id: lost?._id ?? '', of: `${key}#lost`, by: 'lost' });
    expect((await make(world, 'account', 'a-taker', { name: 'Lost' })).revision).toBe(1);
    // One that died in the middle of a change.
    recordOf(await world.changeRecords.remove(world.named('account', 'a-taker')));
    const dead = keyOf(tenant, 'a-dead');
    await collections
      .named<RecordDoc>('records')
      .updateOne({ _id: dead }, { $set: { attempt: { by: 'gone', at: longAgo } } });
    await claims.insertOne({ _id: lost?._id ?? '', of: `${dead}#gone`, by: 'gone' });
    expect((await make(world, 'account', 'a-heir', { name: 'Lost' })).revision).toBe(1);
    expect(await named(claim?._id ?? '')).not.toBeNull();
  });

  it('tells a change that a crash cut off: its line of history and its events, once', async () => {
    const failing = createWorld({
      stores: store.stores,
      tenant: store.tenant,
      accept: () => Promise.reject(new Error('the process died')),
    });
    await make(failing, 'deal', 'd-crash', { name: 'Crash', contact: 'p-1' });
    await failing.changeRecords.change({ ...failing.named('deal', 'd-crash'), change: { stage: 'won' } });
    const row = await world.records.get({ tenant: store.tenant, id: 'd-crash' });
    expect(row?.notes.map(({ revision }) => revision)).toEqual([1, 2]);
    const left = await world.records.untold({ upTo: Date.now(), limit: 10 });
    for (const one of left) await world.tellRecords.tell(one);
    for (const one of left) await world.tellRecords.tell(one);
    const names = world.events
      .filter(({ profileId }) => profileId === 'p-1')
      .map(({ messageId, name }) => `${messageId} ${name}`);
    expect(new Set(names).size).toBe(2);
    expect((await history('d-crash')).map(({ act }) => act)).toEqual(['changed', 'created']);
    expect((await world.records.get({ tenant: store.tenant, id: 'd-crash' }))?.notes).toEqual([]);
    expect(await world.records.untold({ upTo: Date.now(), limit: 10 })).toEqual([]);
  });
});
