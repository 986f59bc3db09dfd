import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Json } from '../../domain/json.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { createStores } from '../../server/stores/stores.ts';
import { mortal } from '../../test/store/mortal.ts';
import { sampleProfile } from '../../test/store/samples.ts';
import type { HistoryRow, RecordRow } from './ports.ts';
import { createWorld, memoryStores, start } from './records-for-tests.ts';

const tenant = 'shop';
const numbers = ['A-1', 'a-1', 'B-2', 'C-3'];
const ids = ['d1', 'd2', 'd3'];

const someOp = fc.oneof(
  fc.record({
    op: fc.constant('create' as const),
    id: fc.constantFrom(...ids),
    number: fc.option(fc.constantFrom(...numbers), { nil: undefined }),
    contact: fc.option(fc.constantFrom('p1', 'p2'), { nil: undefined }),
  }),
  fc.record({
    op: fc.constant('change' as const),
    id: fc.constantFrom(...ids),
    number: fc.option(fc.constantFrom(...numbers), { nil: null }),
    seats: fc.nat(5),
    revision: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  }),
  fc.record({
    op: fc.constantFrom('delete' as const, 'restore' as const, 'link' as const, 'unlink' as const),
    id: fc.constantFrom(...ids),
  }),
  fc.record({ op: fc.constant('merge' as const) }),
  fc.record({ op: fc.constant('side by side' as const), id: fc.constantFrom(...ids) }),
);
type Op = typeof someOp extends fc.Arbitrary<infer T> ? T : never;

const worldOver = (collections: Collections) => {
  const stores = createStores({ collections });
  return { ...createWorld({ stores, tenant }), stores };
};
type World = ReturnType<typeof worldOver>;

const perform = async (world: World, op: Op): Promise<void> => {
  const { changeRecords, named, stores, time } = world;
  time.now += 1000;
  if (op.op === 'merge') return stores.people.merge({ tenant, from: 'p1', to: 'p2' });
  const one = named('deal', op.id);
  if (op.op === 'create') {
    const { number, contact } = op;
    const data = {
      name: op.id,
      ...(number === undefined ? {} : { number }),
      ...(contact === undefined ? {} : { contact }),
    };
    await changeRecords.create({ ...one, given: { data } });
  } else if (op.op === 'change') {
    const set = { seats: op.seats, number: op.number };
    await changeRecords.change({ ...one, revision: op.revision, change: { set } });
  } else if (op.op === 'delete') await changeRecords.remove(one);
  else if (op.op === 'restore') await changeRecords.restore(one);
  else if (op.op === 'side by side') {
    const sets = [{ seats: 1 }, { number: 'B-2' }, { seats: 3, number: 'A-1' }];
    await Promise.all(sets.map((set) => changeRecords.change({ ...one, change: { set } })));
  } else {
    const link = { kind: 'deal', id: 'd1', role: 'twin' };
    await (op.op === 'link' ? changeRecords.link({ ...one, link }) : changeRecords.unlink({ ...one, link }));
  }
};

/** What a record is after all that its history tells. */
const replayed = (lines: readonly HistoryRow[]): ReadonlyMap<string, Json> => {
  const values = new Map<string, Json>();
  for (const { changes } of lines) {
    for (const { field, to } of changes) {
      if (to === null) values.delete(field);
      else values.set(field, to);
    }
  }
  return values;
};

const valuesOf = (row: RecordRow): Record<string, Json> => ({
  ...row.data,
  ...(row.stage === undefined ? {} : { stage: row.stage }),
  ...(row.deletedAt === undefined ? {} : { deletedAt: row.deletedAt }),
});

const checkRecord = async (world: World, id: string): Promise<RecordRow | undefined> => {
  const row = await world.records.get({ tenant, id });
  if (row === undefined) return undefined;
  const lines = (await world.records.history({ tenant, id, limit: 200 })).toReversed();
  expect(lines.map(({ revision }) => revision)).toEqual(
    Array.from({ length: row.revision }, (_, index) => index + 1),
  );
  const isMerged = lines.some(({ act }) => act === 'merged');
  const { links: _links, ...told } = Object.fromEntries(replayed(lines));
  // A line of a merge names the field alone: who somebody became is no news of the record.
  const known = isMerged && row.person !== undefined ? { ...told, contact: row.person } : told;
  expect(known).toEqual(valuesOf(row));
  expect(row.notes).toEqual([]);
  return row;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

it('keeps a line of history for each revision, every unique value once and none stuck, whatever is done in whatever order and wherever a process is killed', async () => {
  const someLives = fc.array(fc.record({ ops: fc.array(someOp, { maxLength: 6 }), writesLeft: fc.nat(25) }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(someLives, async (lives) => {
      const { collections, stores } = memoryStores();
      for (const id of ['p1', 'p2']) await stores.profiles.insert(sampleProfile({ tenant, id }));
      for (const { ops, writesLeft } of lives) {
        const process = worldOver(mortal(collections, writesLeft));
        try {
          for (const op of ops) await perform(process, op);
        } catch {
          // Killed: the next process goes on with what there is.
        }
        vi.setSystemTime(Date.now() + 30_000);
      }
      const world = worldOver(collections);
      // A merge that was cut off is carried through by anyone who finds it; here it is.
      if (lives.some(({ ops }) => ops.some(({ op }) => op === 'merge')))
        await perform(world, { op: 'merge' });
      vi.setSystemTime(Date.now() + 3_600_000);
      while (await world.tellRecords.sweep());
      const rows: RecordRow[] = [];
      for (const id of ids) {
        const row = await checkRecord(world, id);
        if (row !== undefined && row.deletedAt === undefined) rows.push(row);
      }
      const held = rows.flatMap(({ data }) =>
        typeof data['number'] === 'string' ? [data['number'].toLowerCase()] : [],
      );
      expect(new Set(held).size).toBe(held.length);
      for (const number of ['A-1', 'B-2', 'C-3']) {
        const given = { data: { name: 'probe', number } };
        const made = await world.changeRecords.create({ ...world.named('deal', `probe-${number}`), given });
        expect(made.kind).toBe(held.includes(number.toLowerCase()) ? 'taken' : 'done');
      }
    }),
    { numRuns: Number(process.env['CICLO_RECORD_CASES'] ?? 80) },
  );
});
