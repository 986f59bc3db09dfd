import { hashId } from '../../../domain/hash.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import { changeRecord } from '../../../domain/records/change-record.ts';
import type { Actor, RecordChange, RecordInput } from '../../../domain/records/record.ts';
import type { Clock } from '../../clock/clock.ts';
import type { ProfileStore } from '../../people/ports.ts';
import { checkReferences } from '../../records/check-references.ts';
import type { Outcome, Records } from '../../records/change-records.ts';
import type { CreateManyRecords, ManyOutcome } from '../../records/create-many.ts';
import type { RecordRow, RecordStore } from '../../records/ports.ts';
import { type ImportKind, type Page, refusedOutcome, type RowOutcome } from './import-kind.ts';
import { checkKey, recordColumns } from './record-columns.ts';
import { claimNameOf, findPeople, type ReadRecord, readRecordRow } from './read-record-row.ts';

type Deps = {
  readonly records: RecordStore;
  readonly profiles: ProfileStore;
  readonly changeRecords: Records;
  readonly createManyRecords: CreateManyRecords;
  readonly clock: Clock;
};

/** A row with the id of the record it is about. */
type Target = { readonly index: number; readonly item: ReadRecord; readonly id: string };

const ofChange = (outcome: Outcome, was: 'created' | 'changed'): RowOutcome => {
  switch (outcome.kind) {
    case 'done':
      return { kind: outcome.isNew ? was : 'unchanged' };
    case 'refused':
    case 'taken':
      return refusedOutcome(outcome.problems);
    default:
      return refusedOutcome([
        {
          code: outcome.kind,
          path: 'id',
          message: outcome.kind === 'deleted' ? 'The record was deleted.' : 'Another kind has this id.',
          hint: 'Restore the record first, or leave the row out.',
          severity: 'error',
        },
      ]);
  }
};

const ofMany = (outcome: ManyOutcome): RowOutcome | undefined => {
  if (outcome.kind === 'there') return undefined;
  return outcome.kind === 'refused' ? refusedOutcome(outcome.problems) : { kind: 'created' };
};

const changeOf = ({ set, stage, owner, team }: ReadRecord): RecordChange => ({
  set,
  ...(stage === undefined ? {} : { stage }),
  ...(owner === undefined ? {} : { owner }),
  ...(team === undefined ? {} : { team }),
});

const lanesMax = 8;

/** Does something for each of the given, several side by side. */
const inLanes = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const left = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: lanesMax }, lane));
};

const inputOf = ({ set, stage, owner, team }: ReadRecord): RecordInput => ({
  data: set,
  ...(stage === undefined ? {} : { stage }),
  ...(typeof owner === 'string' ? { owner } : {}),
  ...(typeof team === 'string' ? { team } : {}),
});

const missingKey = (key: string): RowOutcome =>
  refusedOutcome([
    {
      code: 'missing-key',
      path: key,
      message: `\`${key}\` is missing, by which the row finds its record.`,
      hint: `Give \`${key}\` a value, or \`id\`.`,
      severity: 'error',
    },
  ]);

type Setting = { readonly currency: string; readonly zone: string };
type Outcomes = Map<number, RowOutcome>;

/** Reads the rows of a page, and finds out which record each is about. What cannot be read is refused in `outcomes`. */
const findTargets = async (input: {
  deps: Deps;
  object: ReadyObject;
  setting: Setting;
  page: Page;
  outcomes: Outcomes;
}): Promise<readonly Target[]> => {
  const { deps, object, setting, page, outcomes } = input;
  const { rows, imported } = page;
  const { tenant, options } = imported;
  const { key, emptyCells } = options;
  const people = await findPeople({ profiles: deps.profiles, tenant, object, rows });
  const read = rows.flatMap((row, index) => {
    const one = readRecordRow({ object, row, setting, emptyCells, people });
    if (!one.ok) outcomes.set(index, refusedOutcome(one.problems));
    if (!one.ok) return [];
    const { set, id } = one.item;
    const name = key === undefined ? undefined : claimNameOf({ tenant, object, field: key, set });
    if (key !== undefined && name === undefined && id === undefined) {
      outcomes.set(index, missingKey(key));
      return [];
    }
    return [{ index, item: one.item, name, line: row.line }];
  });
  const holders = await deps.records.holdersOf({ tenant, names: read.flatMap(({ name }) => name ?? []) });
  return read.map(({ index, item, name, line }) => {
    const found = name === undefined ? undefined : holders.get(name)?.id;
    // The same for the same row, so that anyone who repeats a page makes no second record.
    const own = hashId('import', imported.id, name ?? String(line));
    return { index, item, id: item.id ?? found ?? own };
  });
};

type Work = {
  readonly deps: Deps;
  readonly object: ReadyObject;
  readonly setting: Setting;
  readonly page: Page;
  readonly actor: Actor;
};

const named = ({ page, object, actor }: Work, id: string) => {
  const { tenant, options } = page.imported;
  return { tenant, kind: object.definition.key, id, actor, isQuiet: !options.fires };
};

/** Of a page that is repeated: what the attempt before did to a record that now stands as the row wants it. */
const doneBefore = ({ page, actor }: Work, row: RecordRow): RowOutcome | undefined => {
  const isOurs = (by: Actor): boolean => by.kind === actor.kind && by.id === actor.id;
  if (!page.isRepeat || !isOurs(row.updatedBy)) return undefined;
  return { kind: row.revision === 1 ? 'created' : 'changed' };
};

const changeOne = async (work: Work, target: Target, row: RecordRow): Promise<RowOutcome> => {
  const change = changeOf(target.item);
  const outcome = await work.deps.changeRecords.change({ ...named(work, target.id), change });
  const came = ofChange(outcome, 'changed');
  return came.kind === 'unchanged' ? (doneBefore(work, row) ?? came) : came;
};

const createOne = async (work: Work, target: Target): Promise<RowOutcome> => {
  const { id, item } = target;
  const outcome = await work.deps.changeRecords.create({ ...named(work, id), given: inputOf(item) });
  if (outcome.kind !== 'done' || outcome.isNew) return ofChange(outcome, 'created');
  const row = await work.deps.records.get({ tenant: work.page.imported.tenant, id });
  return row === undefined ? ofChange({ kind: 'absent' }, 'changed') : changeOne(work, target, row);
};

/** What a change would come to. */
const tryChange = async (work: Work, target: Target, row: RecordRow): Promise<RowOutcome> => {
  const { deps, object, setting, page, actor } = work;
  const { tenant } = page.imported;
  if (row.kind !== object.definition.key) return ofChange({ kind: 'absent' }, 'changed');
  if (row.deletedAt !== undefined) return ofChange({ kind: 'deleted' }, 'changed');
  const now = deps.clock.now(tenant);
  const { zone } = setting;
  const made = await changeRecord({
    object,
    current: row,
    change: changeOf(target.item),
    now,
    zone,
    actor,
  });
  if (!made.ok) return refusedOutcome(made.problems);
  if (made.changes.length === 0) return { kind: 'unchanged' };
  const { data } = made.record;
  const fields = made.changes.map(({ field }) => field);
  const problems = await checkReferences({ ...deps, object, tenant, data, fields });
  return problems.length > 0 ? refusedOutcome(problems) : { kind: 'changed' };
};

/** Rows about one record, one after the other. */
const workOnOne = async (
  work: Work,
  targets: readonly Target[],
  row: RecordRow | undefined,
  outcomes: Outcomes,
): Promise<void> => {
  const { imported } = work.page;
  for (const target of targets) {
    if (outcomes.has(target.index)) continue;
    if (imported.isDryRun) {
      const tried: RowOutcome = row === undefined ? { kind: 'changed' } : await tryChange(work, target, row);
      outcomes.set(target.index, tried);
      continue;
    }
    const done = row === undefined ? await createOne(work, target) : await changeOne(work, target, row);
    outcomes.set(target.index, done);
  }
};

/** Makes what is new at once; answers nothing for rows whose record may be there. */
const createNew = async (work: Work, targets: readonly Target[], outcomes: Outcomes): Promise<void> => {
  const { page, object, deps, actor } = work;
  const { tenant, isDryRun, options } = page.imported;
  const rows = targets.map(({ id, item }) => ({ id, given: inputOf(item) }));
  const kind = object.definition.key;
  const made = await deps.createManyRecords({
    tenant,
    kind,
    actor,
    isQuiet: !options.fires,
    isDryRun,
    rows,
  });
  for (const [at, { index }] of targets.entries()) {
    const one = made[at];
    const outcome = one === undefined ? undefined : ofMany(one);
    if (outcome !== undefined) outcomes.set(index, outcome);
  }
};

const grouped = (targets: readonly Target[]): ReadonlyMap<string, readonly Target[]> => {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const group = groups.get(target.id);
    if (group === undefined) groups.set(target.id, [target]);
    else group.push(target);
  }
  return groups;
};

/** Makes the import of records of one object: a row makes a record, or changes the one that it names by `id` or by a unique field. */
export const createRecordsKind =
  (deps: Deps) =>
  (input: { object: ReadyObject; setting: Setting }): ImportKind => {
    const { object, setting } = input;
    return {
      columns: { columns: recordColumns(object) },
      nested: 'data',
      checkOptions: (options) => checkKey(object, options),
      work: async (page) => {
        const { imported, rows } = page;
        const actor: Actor = { kind: 'import', id: imported.id };
        const outcomes: Outcomes = new Map();
        const targets = await findTargets({ deps, object, setting, page, outcomes });
        const groups = grouped(targets);
        const ids = [...groups.keys()];
        const there = await deps.records.many({ tenant: imported.tenant, ids });
        const byId = new Map(there.map((row) => [row.id, row]));
        const work: Work = { deps, object, setting, page, actor };
        const fresh = [...groups].flatMap(([id, [first]]) =>
          byId.has(id) || first === undefined ? [] : [first],
        );
        await createNew(work, fresh, outcomes);
        const left = [...groups].filter(([, group]) => group.some(({ index }) => !outcomes.has(index)));
        await inLanes(left, ([id, group]) => workOnOne(work, group, byId.get(id), outcomes));
        return rows.map((_row, index) => outcomes.get(index) ?? refusedOutcome([]));
      },
    };
  };
