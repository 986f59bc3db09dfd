import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId, whole } from '../../../platform/mongo/schema/sharding.ts';
import type { FilePart, Import, RefusedRow } from '../ports.ts';
import { fileRows, importRows, refusedRows } from './import-people.ts';

/** An import. `_id` is tenant and import id. */
export type ImportDoc = Over &
  Import & {
    readonly _id: string;
    /** From when on (real time) a process may take it; absent when none may. */
    readonly due?: number;
    /** Whose lease `due` is the end of. */
    readonly lease?: string;
  };

export const importSchema = defineSchema<ImportDoc>({
  collection: 'imports',
  sharding: whole('One for each file.'),
  person: importRows,
  retention: 'jobs',
  fields: {
    id: String,
    tenant: String,
    kind: String,
    options: anyJson,
    by: String,
    state: String,
    isDryRun: Boolean,
    parts: Number,
    bytes: Number,
    size: Number,
    text: anyJson,
    dialect: anyJson,
    columns: anyJson,
    place: anyJson,
    isBegun: Boolean,
    counts: anyJson,
    examples: anyJson,
    failure: String,
    attempts: Number,
    createdAt: Number,
    endedAt: Number,
    due: Number,
    lease: String,
  },
  indexes: [
    { name: 'due', key: { due: 1 }, sparse: true },
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
  ],
});

/** A part of a file, decoded. `_id` is tenant, import id and number. */
export type PartDoc = Over &
  FilePart & {
    readonly _id: string;
    readonly tenant: string;
    readonly import: string;
    readonly n: number;
  };

export const partSchema = defineSchema<PartDoc>({
  collection: 'importParts',
  sharding: byId,
  person: fileRows,
  retention: 'importFiles',
  fields: { tenant: String, import: String, n: Number, from: Number, size: Number, text: String },
  indexes: [{ name: 'place', key: { tenant: 1, import: 1, from: 1 } }],
});

/** The refused rows of one page of a file. `_id` is tenant, import id and the place of the page. */
export type RefusedDoc = Over & {
  readonly _id: string;
  readonly tenant: string;
  readonly import: string;
  readonly at: number;
  readonly rows: readonly RefusedRow[];
};

export const refusedSchema = defineSchema<RefusedDoc>({
  collection: 'importRefused',
  sharding: byId,
  person: refusedRows,
  retention: 'importFiles',
  fields: { tenant: String, import: String, at: Number, rows: anyJson },
  indexes: [{ name: 'place', key: { tenant: 1, import: 1, at: 1 } }],
});
