import { expect, it } from 'vitest';

import type { Conditions } from '../../domain/rules/condition-shape.ts';
import { objectSchema } from '../../domain/objects/definition.ts';
import { readyObject } from '../../domain/objects/ready-object.ts';
import { createFollowObjects } from './follow-objects.ts';
import { shapeOf } from './index-record.ts';
import { listFilter } from './lists/list-filter.ts';
import { createWorld, make, memoryStores, objectFor, objects, start } from './records-for-tests.ts';

const tenant = 'shop-that-changes';

/** Records of the tests, and what follows another definition of deals. */
const changing = (fields: unknown) => {
  const { stores } = memoryStores();
  const world = createWorld({ stores, tenant });
  const { definition } = objectFor('deal');
  const { seats: _seats, ...kept } = definition.fields;
  const after = objectSchema.parse({ ...definition, fields: { ...kept, ...Object(fields) } });
  const deal = readyObject({ definition: after });
  const published = new Map([...objects, ['deal', deal]]);
  const follow = createFollowObjects({
    ...world,
    objectsOf: async () => published,
    zoneOf: async () => 'Europe/Madrid',
    clock: { now: () => world.time.now, systemTime: () => Date.now() },
  });
  const outdated = () => stores.records.outdated({ tenant, kind: 'deal', shape: shapeOf(after), limit: 9 });
  return { stores, world, deal, follow, outdated };
};

const rest = async (follow: (tenant: string) => Promise<boolean>): Promise<void> => {
  for (let looks = 0; await follow(tenant); looks += 1) expect(looks).toBeLessThan(20);
};

const named = { fact: 'record', path: '$.name', operator: 'equal' };

it('records of a changed object are found, sorted and worked out by the new one, deleted records too', async () => {
  const { stores, world, deal, follow, outdated } = changing({
    source: { type: 'text', searchable: true, personal: false },
    size: {
      type: 'formula',
      gives: 'text',
      cases: [{ when: { all: [{ ...named, value: 'Big' }] }, value: 'large' }],
      otherwise: 'small',
    },
  });
  await make(world, 'deal', 'd1', { name: 'One', source: 'web', seats: 3 });
  await make(world, 'deal', 'd2', { name: 'Two', source: 'fair' });
  await world.changeRecords.remove(world.named('deal', 'd2'));
  const told = world.events.length;
  expect(await outdated()).toHaveLength(2);
  await rest(follow);
  expect(await outdated()).toEqual([]);
  const row = await stores.records.get({ tenant, id: 'd1' });
  expect(row).toMatchObject({ revision: 2, data: { name: 'One', seats: 3, size: 'small' } });
  const found = await stores.records.found({ tenant, begins: [['wweb']], limit: 5 });
  expect(found.map(({ id }) => id)).toEqual(['d1']);
  const conditions: Conditions = {
    all: [{ fact: 'record', path: '$.size', operator: 'equal', value: 'small' }],
  };
  const filter = listFilter({ object: deal, conditions, now: start, zone: 'UTC' });
  if (!filter.ok) return expect.fail(JSON.stringify(filter.problems));
  const listed = await stores.records.list({
    tenant,
    kind: 'deal',
    isDeleted: false,
    filter: filter.value,
    sort: { by: 'createdAt', order: 1 },
    limit: 5,
  });
  expect(listed.map(({ row: one }) => one.id)).toEqual(['d1']);
  expect(world.events).toHaveLength(told);
  const history = await stores.records.history({ tenant, id: 'd1', limit: 5 });
  expect(history.map(({ act, by }) => [act, by.kind])).toEqual([
    ['reworked', 'engine'],
    ['created', 'key'],
  ]);
});

it('of two records with one value in a field that became unique, one has it to itself', async () => {
  const { world, follow, outdated } = changing({
    name: { type: 'text', unique: true, max: 50, personal: false },
  });
  await make(world, 'deal', 'd1', { name: 'Same' });
  await make(world, 'deal', 'd2', { name: 'Same' });
  await rest(follow);
  expect(await outdated()).toEqual([]);
});

it('a field that there is no more is purged from records and their history, and from nothing else', async () => {
  const { stores, world } = changing({});
  for (const id of ['d1', 'd2', 'd3']) await make(world, 'deal', id, { name: id, seats: 3 });
  await world.changeRecords.change({ ...world.named('deal', 'd1'), change: { unset: ['seats'] } });
  await world.changeRecords.remove(world.named('deal', 'd2'));
  const first = await stores.fieldPurge.purgeField({ tenant, kind: 'deal', field: 'seats', limit: 2 });
  expect(first).toEqual({ purged: 2, next: 'd2' });
  const input = { tenant, kind: 'deal', field: 'seats', after: first.next, limit: 2 };
  expect(await stores.fieldPurge.purgeField(input)).toEqual({ purged: 1 });
  for (const id of ['d1', 'd2', 'd3']) {
    expect((await stores.records.get({ tenant, id }))?.data).toEqual({ name: id });
    const history = await stores.records.history({ tenant, id, limit: 9 });
    const values = history.flatMap(({ changes }) => changes.filter(({ field }) => field === 'seats'));
    expect(values.every(({ from, to }) => from === null && to === null)).toBe(true);
  }
  const again = await stores.fieldPurge.purgeField({ tenant, kind: 'deal', field: 'seats', limit: 9 });
  expect(again).toEqual({ purged: 0 });
});
