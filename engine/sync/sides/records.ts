import { hashId } from '../../../domain/hash.ts';
import { own, type Json, type JsonObject } from '../../../domain/json.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import type { Conditions } from '../../../domain/rules/condition-shape.ts';
import type { Actor } from '../../../domain/records/record.ts';
import type { SyncSettings } from '../../../domain/sync/sync-settings.ts';
import type { ReadRow } from '../../../plugins/runtime/sync.ts';
import type { Outcome, Records } from '../../records/change-records.ts';
import { listFilter } from '../../records/lists/list-filter.ts';
import { objectOf, type ObjectsOf } from '../../records/objects-of.ts';
import { personalFields } from '../../records/personal-fields.ts';
import type { RecordRow, RecordStore } from '../../records/ports.ts';
import type { InResult, InWrite, OurRow, Side, SideInput } from '../side.ts';
import { readFieldTimes } from './record-times.ts';
import { recordValue, settledFields, steerable, storedValue } from './record-values.ts';

type Deps = {
  readonly records: RecordStore;
  readonly changeRecords: Records;
  readonly objectsOf: ObjectsOf;
};

const iso = (at: number): string => new Date(at).toISOString();

const matchOf = (row: RecordRow, { ours }: SyncSettings['match']): string | undefined => {
  const value = ours === 'id' ? row.id : recordValue(row, ours);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

const createRowsOf =
  ({ records }: Deps) =>
  async (
    input: Pick<SideInput, 'tenant' | 'settings'>,
    rows: readonly RecordRow[],
  ): Promise<readonly OurRow[]> => {
    const { tenant, settings } = input;
    const fields = settings.fields.map(({ ours }) => ours);
    const timeOf = await readFieldTimes({ records, tenant, rows, fields });
    return rows.map((row) => ({
      id: row.id,
      side: {
        value: (name) => ({ value: recordValue(row, name), at: timeOf(row.id, name) }),
        consents: {},
      },
      match: matchOf(row, settings.match),
      mayGoOut: row.deletedAt === undefined,
      theirs: undefined,
      changedAt: row.updatedAt,
      person: row.person,
      isDeleted: row.deletedAt !== undefined,
    }));
  };

type RowsOf = ReturnType<typeof createRowsOf>;

/** Records that changed from a place on, also those that were deleted, in the order in which they did. */
const createChanged =
  ({ records }: Deps, rowsOf: RowsOf): Side['changed'] =>
  async ({ after, limit, ...side }) => {
    const { tenant, settings } = side;
    const lists = await Promise.all(
      [false, true].map((isDeleted) =>
        records.list({
          tenant,
          kind: settings.with,
          isDeleted,
          sort: { by: 'updatedAt', order: 1 },
          after: { value: iso(Math.max(0, after.at)), id: after.id },
          limit,
        }),
      ),
    );
    const rows = lists
      .flat()
      .map(({ row }) => row)
      .toSorted((a, b) => a.updatedAt - b.updatedAt || (a.id < b.id ? -1 : 1))
      .slice(0, limit);
    return rowsOf(side, rows);
  };

const createAll =
  ({ records }: Deps, rowsOf: RowsOf): Side['all'] =>
  async ({ after, limit, ...side }) => {
    const { tenant, settings } = side;
    const last = after === undefined ? undefined : await records.get({ tenant, id: after });
    const listed = await records.list({
      tenant,
      kind: settings.with,
      isDeleted: false,
      sort: { by: 'createdAt', order: 1 },
      ...(last === undefined ? {} : { after: { value: iso(last.createdAt), id: last.id } }),
      limit,
    });
    return rowsOf(
      side,
      listed.map(({ row }) => row),
    );
  };

/** The value of theirs by which both are matched, as text. */
const theirMatch = (row: ReadRow, { theirs }: SyncSettings['match']): string | undefined => {
  const value = own(row.fields, theirs);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

const groupMax = 50;

/** The records that have one of the values in the matching field, the oldest first. */
const havingMatch = async (
  { records, objectsOf }: Deps,
  side: SideInput,
  values: readonly string[],
): Promise<readonly RecordRow[]> => {
  const { tenant, settings, now } = side;
  const { ours } = settings.match;
  const kind = settings.with;
  if (ours === 'id')
    return (await records.many({ tenant, ids: values })).filter(
      (row) => row.kind === kind && row.deletedAt === undefined,
    );
  const object = await objectOf({ objectsOf, tenant, kind });
  const found: RecordRow[] = [];
  for (let from = 0; from < values.length; from += groupMax) {
    const some = values.slice(from, from + groupMax);
    const value = [...new Set(some.flatMap((one) => [one, one.toLowerCase()]))];
    const conditions: Conditions = { all: [{ fact: 'record', path: `$.${ours}`, operator: 'in', value }] };
    const filter = listFilter({ object, conditions, now, zone: 'UTC' });
    if (!filter.ok) return [];
    const sort = { by: 'createdAt', order: 1 } as const;
    const listed = await records.list({
      tenant,
      kind,
      isDeleted: false,
      filter: filter.value,
      sort,
      limit: 200,
    });
    found.push(...listed.map(({ row }) => row));
  }
  return found;
};

const createFound =
  (deps: Deps, rowsOf: RowsOf): Side['found'] =>
  async ({ rows, ...side }) => {
    const { match } = side.settings;
    const wanted = rows.flatMap((row): (readonly [string, string])[] => {
      const value = theirMatch(row, match);
      return value === undefined ? [] : [[row.id, value.toLowerCase()]];
    });
    const values = rows.flatMap((row) => theirMatch(row, match) ?? []);
    if (values.length === 0) return new Map();
    const there = await rowsOf(side, await havingMatch(deps, side, [...new Set(values)]));
    const byValue = new Map(
      there
        .toReversed()
        .flatMap((row) => (row.match === undefined ? [] : [[row.match.toLowerCase(), row] as const])),
    );
    return new Map(
      wanted.flatMap(([id, value]) => {
        const row = byValue.get(value);
        return row === undefined ? [] : [[id, row] as const];
      }),
    );
  };

type Sets = { readonly set: JsonObject; readonly unset: readonly string[]; readonly moves: Steering };
type Steering = { readonly stage?: string; readonly owner?: string | null; readonly team?: string | null };

/** What a plan sets on a record: values of fields, fields that are emptied, and its stage, owner and team. */
const setsOf = ({ plan }: InWrite, settings: SyncSettings, object: ReadyObject): Sets => {
  const set = new Map<string, Json>();
  const unset: string[] = [];
  const moves = new Map<string, string | null>();
  for (const { name, value } of plan.sets) {
    const field = own(object.definition.fields, name);
    const rule = settings.fields.find(({ ours }) => ours === name);
    if (field === undefined && steerable.has(name)) moves.set(name, value === null ? null : String(value));
    else if (value === null) unset.push(name);
    else if (field === undefined) set.set(name, value);
    else set.set(name, storedValue({ field, rule, value, types: object.types }));
  }
  const stage = moves.get('stage');
  return {
    set: Object.fromEntries(set),
    unset,
    moves: {
      ...(typeof stage === 'string' ? { stage } : {}),
      ...(moves.has('owner') ? { owner: moves.get('owner') ?? null } : {}),
      ...(moves.has('team') ? { team: moves.get('team') ?? null } : {}),
    },
  };
};

/** The code and the place say what is wrong; a message may hold a value. */
const resultOf = (outcome: Outcome): InResult => {
  if (outcome.kind === 'done') return { kind: 'done', id: outcome.record.id };
  const problems =
    'problems' in outcome ? outcome.problems.map(({ code, path }) => `${path}: ${code}`) : [outcome.kind];
  return {
    kind: 'refused',
    code: 'record-refused',
    message: `The record does not take this: ${problems.join('; ')}.`,
  };
};

const createWriteOne =
  ({ changeRecords, objectsOf }: Deps) =>
  async (side: SideInput, write: InWrite): Promise<InResult> => {
    const { tenant, sync, settings, isHistory: isQuiet } = side;
    const kind = settings.with;
    const object = await objectOf({ objectsOf, tenant, kind });
    const actor: Actor = { kind: 'engine', id: `sync:${sync}` };
    const { set, unset, moves } = setsOf(write, settings, object);
    const change = { set, unset, ...moves };
    const { ours, theirs } = write;
    if (ours !== undefined)
      return resultOf(await changeRecords.change({ tenant, kind, id: ours.id, actor, isQuiet, change }));
    // The same id whenever it is made: what a crash left half done is not made twice.
    const id = hashId('synced', tenant, sync, theirs.id);
    const { stage, owner, team } = moves;
    const given = {
      data: set,
      ...(stage === undefined ? {} : { stage }),
      ...(typeof owner === 'string' ? { owner } : {}),
      ...(typeof team === 'string' ? { team } : {}),
    };
    const made = await changeRecords.create({ tenant, kind, id, actor, isQuiet, given });
    if (made.kind !== 'done' || made.isNew) return resultOf(made);
    return resultOf(await changeRecords.change({ tenant, kind, id, actor, isQuiet, change }));
  };

/** Records of one kind: what comes in changes them as anybody's change does, with history, events and checks. */
export const createRecordsSide = (deps: Deps): Side => {
  const { records, changeRecords, objectsOf } = deps;
  const rowsOf = createRowsOf(deps);
  const writeOne = createWriteOne(deps);
  return {
    settled: async ({ tenant, settings }) =>
      settledFields(settings, await objectOf({ objectsOf, tenant, kind: settings.with })),
    linked: (record) => ({ record }),
    changed: createChanged(deps, rowsOf),
    all: createAll(deps, rowsOf),
    byIds: async ({ ids, ...side }) => {
      const { tenant, settings } = side;
      const found = ids.length === 0 ? [] : await records.many({ tenant, ids });
      return rowsOf(
        side,
        found.filter(({ kind, deletedAt }) => kind === settings.with && deletedAt === undefined),
      );
    },
    found: createFound(deps, rowsOf),
    write: async ({ writes, ...side }) => {
      const results: InResult[] = [];
      for (const write of writes) results.push(await writeOne(side, write));
      return results;
    },
    erased: async ({ tenant, settings, ids }) => {
      const object = await objectOf({ objectsOf, tenant, kind: settings.with });
      const { person } = object.definition;
      const personal = new Set([...personalFields(object), ...(person === undefined ? [] : [person])]);
      const found = ids.length === 0 ? [] : await records.many({ tenant, ids });
      const rules = settings.fields.filter(({ ours }) => personal.has(ours));
      return new Map(
        found.map((row): [string, JsonObject] => [
          row.id,
          Object.fromEntries(
            rules.filter(({ ours }) => own(row.data, ours) === undefined).map(({ theirs }) => [theirs, null]),
          ),
        ]),
      );
    },
    remove: async ({ tenant, sync, settings, isHistory: isQuiet, ids }) => {
      const actor: Actor = { kind: 'engine', id: `sync:${sync}` };
      for (const id of ids) await changeRecords.remove({ tenant, kind: settings.with, id, actor, isQuiet });
    },
  };
};
