import { reworkRecord } from '../../domain/records/rework-record.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { CrmRecord } from '../../domain/records/record.ts';
import type { Clock } from '../clock/clock.ts';
import { indexRecord, shapeOf } from './index-record.ts';
import type { ObjectsOf } from './objects-of.ts';
import type { RecordIndex, RecordRow, RecordStore } from './ports.ts';
import type { TellRecords } from './tell-record.ts';

/** Brings records in line with the objects that are published for a tenant, a page at a time; true when there is more to do. */
export type FollowObjects = (tenant: string) => Promise<boolean>;

const page = 100;

/** Everything that a record has unique, but one field. */
const without = (index: RecordIndex, field: string): RecordIndex => ({
  ...index,
  uniques: index.uniques.filter((one) => one.field !== field),
});

/**
 * Makes the loop that follows changed objects: formulas are worked out again, and what records are found, sorted and unique by is made by
 * the new definition. It is a revision of the engine's, and no event: nothing happened to the customer. Of two records with the same value
 * in a field that became unique, the one that is reached first has it to itself; publishing said so.
 */
export const createFollowObjects = (use: {
  records: RecordStore;
  tellRecords: TellRecords;
  objectsOf: ObjectsOf;
  zoneOf: (tenant: string) => Promise<string>;
  clock: Clock;
}): FollowObjects => {
  const { records, tellRecords, objectsOf, zoneOf, clock } = use;
  /** Objects that all records are in line with, as long as they are the ones in force. */
  const followed = new WeakSet<object>();

  const write = async (row: RecordRow, object: ReadyObject, zone: string): Promise<void> => {
    const { links, notes: _notes, claims: _claims, shape: _shape, ...bare } = row;
    const current: CrmRecord = bare;
    const now = clock.now(row.tenant);
    const actor = { kind: 'engine', id: 'objects' } as const;
    const { record, changes } = await reworkRecord({ object, current, now, zone, actor });
    const { revision, person } = record;
    const about = person === undefined ? {} : { person };
    const formerly = row.person === undefined || row.person === person ? {} : { formerly: row.person };
    const act = 'reworked' as const;
    const note = { revision, at: now, by: actor, act, changes, events: [], ...about, ...formerly };
    const whole = { ...record, links };
    let index = indexRecord({ object, record: whole });
    for (let written = await records.replace({ record: whole, index, note, before: row }); ;) {
      if (written.kind === 'written') {
        await tellRecords.tell({ ...record, notes: [...row.notes, { ...note, since: 0 }] });
      }
      if (written.kind !== 'taken') return;
      index = without(index, written.field);
      written = await records.replace({ record: whole, index, note, before: row });
    }
  };

  return async (tenant) => {
    const objects = await objectsOf(tenant);
    if (followed.has(objects)) return false;
    const zone = await zoneOf(tenant);
    for (const [kind, object] of objects) {
      const shape = shapeOf(object.definition);
      const rows = await records.outdated({ tenant, kind, shape, limit: page });
      for (const row of rows) await write(row, object, zone);
      if (rows.length > 0) return true;
    }
    followed.add(objects);
    return false;
  };
};
