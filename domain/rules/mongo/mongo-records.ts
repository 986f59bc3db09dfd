import type { Checked } from '../../problem.ts';
import { systemPaths } from '../../records/record-fact.ts';
import type { RecordsQuery } from '../facts.ts';
import { allOf } from './mongo-combine.ts';
import type { MongoFilter, MongoRoot } from './mongo-field.ts';
import { toMongoFilter } from './mongo-filter.ts';

/**
 * The fact `record` as the collection of records keeps it, whatever its object: fields under `data`, what every record has at the top, instants as
 * texts in UTC.
 */
export const recordRoot: MongoRoot = {
  prefix: '',
  renamed: Object.fromEntries(systemPaths.map((name) => [name, name])),
  others: 'data',
  objects: new Set(),
  instants: /^(?:stageAt|createdAt|updatedAt)$/,
  numbers: /^$/,
};

/** The filter of the records a question is about, for documents whose `shelf` is the kind of a record that is not deleted. */
export const recordsFilter = (query: RecordsQuery): Checked<MongoFilter> => {
  const { kind, where, now, zone } = query;
  const basic = { shelf: kind };
  if (where === undefined) return { ok: true, value: basic, warnings: [] };
  const filter = toMongoFilter({ conditions: where, now, zone, roots: { record: recordRoot } });
  return filter.ok ? { ...filter, value: allOf([basic, filter.value]) } : filter;
};
