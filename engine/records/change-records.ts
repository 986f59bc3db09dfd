import { CicloError } from '../../domain/errors.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Problem } from '../../domain/problem.ts';
import {
  changeRecord,
  changesBetween,
  deleteRecord,
  prepareRecord,
  restoreRecord,
  tickRecord,
} from '../../domain/records/change-record.ts';
import type {
  Actor,
  CrmRecord,
  FieldChange,
  RecordChange,
  RecordInput,
} from '../../domain/records/record.ts';
import type { Clock } from '../clock/clock.ts';
import type { ProfileStore } from '../people/ports.ts';
import { checkReferences } from './check-references.ts';
import { withLink, withoutLink } from './link-records.ts';
import { objectOf, type ObjectsOf } from './objects-of.ts';
import type { RecordAct, RecordLink, RecordRow, RecordStore } from './ports.ts';
import type { Taken, WriteRecord } from './write-one.ts';

/** A record as others see it. */
export type LinkedRecord = CrmRecord & { readonly links: readonly RecordLink[] };

/**
 * What came of a change. `refused`: it is not valid; `taken`: another record has a unique value; `stale`: the record is at
 * another revision than the caller has seen; `deleted`: it was deleted; `absent`: there is none.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly record: LinkedRecord; readonly isNew: boolean }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | Taken
  | { readonly kind: 'stale'; readonly revision: number }
  | { readonly kind: 'deleted' | 'absent' };

/** One record, by whom it is changed, and the revision that the caller has seen, if the change is to depend on it. */
export type Named = {
  readonly tenant: string;
  readonly kind: string;
  readonly id: string;
  readonly actor: Actor;
  readonly revision?: number | undefined;
  /** The change is made once under this id, no matter who repeats it. */
  readonly once?: string | undefined;
  /** Its events are recorded and start nothing, as those of an import. */
  readonly isQuiet?: boolean | undefined;
};

/** The ways in which records change. All of them throw `not-found` for a kind that the tenant does not have. */
export type Records = {
  /** Makes a record under the id; one that is there already is answered as it is. */
  readonly create: (input: Omit<Named, 'revision'> & { readonly given: RecordInput }) => Promise<Outcome>;
  readonly change: (input: Named & { readonly change: RecordChange }) => Promise<Outcome>;
  readonly remove: (input: Named) => Promise<Outcome>;
  readonly restore: (input: Named) => Promise<Outcome>;
  /** Lets the SLA clocks of a record say what they have to say by now. */
  readonly tick: (input: Named) => Promise<Outcome>;
  readonly link: (input: Named & { readonly link: RecordLink }) => Promise<Outcome>;
  readonly unlink: (input: Named & { readonly link: Pick<RecordLink, 'kind' | 'id'> }) => Promise<Outcome>;
};

/** A record at its next revision; as it is, when nothing changes. */
type Next =
  | {
      readonly ok: true;
      readonly record: CrmRecord;
      readonly links: readonly RecordLink[];
      readonly changes: readonly FieldChange[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Work = {
  readonly object: ReadyObject;
  readonly now: number;
  readonly zone: string;
  readonly actor: Actor;
};

const triesMax = 20;

const shown = (row: RecordRow): LinkedRecord => {
  const { notes: _notes, claims: _claims, shape: _shape, applied: _applied, ...record } = row;
  return record;
};

type Deps = {
  readonly records: RecordStore;
  readonly profiles: ProfileStore;
  readonly objectsOf: ObjectsOf;
  /** The zone of the business, for dates in conditions of formulas. */
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
  readonly writeRecord: WriteRecord;
};

const createWorkOf =
  (deps: Deps) =>
  async (named: Pick<Named, 'tenant' | 'kind' | 'actor'>): Promise<Work> => {
    const { tenant, actor } = named;
    const object = await objectOf({ objectsOf: deps.objectsOf, ...named });
    const zone = await deps.zoneOf(tenant);
    return { object, now: deps.clock.now(tenant), zone, actor };
  };

const createCreate = (deps: Deps): Records['create'] => {
  const { records, profiles, writeRecord } = deps;
  const workOf = createWorkOf(deps);
  return async ({ id, given, ...named }) => {
    const { tenant } = named;
    const work = await workOf(named);
    const made = await prepareRecord({ ...work, id, tenant, given });
    if (!made.ok) return { kind: 'refused', problems: made.problems };
    const { data } = made.record;
    const fields = Object.keys(data);
    const problems = await checkReferences({ records, profiles, object: work.object, tenant, data, fields });
    if (problems.length > 0) return { kind: 'refused', problems };
    const next = { record: made.record, links: [], changes: made.changes };
    const { isQuiet } = named;
    const { object } = work;
    const written = await writeRecord({ ...next, object, before: undefined, act: 'created', isQuiet });
    if (written.kind === 'taken') return written;
    if (written.kind === 'written')
      return { kind: 'done', record: { ...made.record, links: [] }, isNew: true };
    const there = await records.get({ tenant, id });
    if (there?.kind === named.kind) return { kind: 'done', record: shown(there), isNew: false };
    throw new CicloError({ code: 'unavailable', message: 'The record is being made by another request.' });
  };
};

/** Makes the one way in which a record changes: read, change, write if nobody else did, else again. */
const createUpdate = (deps: Deps) => {
  const { records, profiles, writeRecord } = deps;
  const workOf = createWorkOf(deps);
  return async (input: {
    named: Named;
    act: RecordAct;
    next: (row: RecordRow, work: Work) => Promise<Next>;
  }): Promise<Outcome> => {
    const { named, act, next } = input;
    const { tenant, id, kind, revision, once, isQuiet } = named;
    const work = await workOf(named);
    for (let tries = 0; tries < triesMax; tries += 1) {
      const row = await records.get({ tenant, id });
      if (row === undefined || row.kind !== kind) return { kind: 'absent' };
      if (once !== undefined && row.applied?.includes(once) === true)
        return { kind: 'done', record: shown(row), isNew: false };
      if (revision !== undefined && revision !== row.revision)
        return { kind: 'stale', revision: row.revision };
      if (row.deletedAt !== undefined && act !== 'restored' && act !== 'deleted') return { kind: 'deleted' };
      const made = await next(row, work);
      if (!made.ok) return { kind: 'refused', problems: made.problems };
      const { record, links, changes } = made;
      if (record.revision === row.revision) return { kind: 'done', record: shown(row), isNew: false };
      const fields = changes.map(({ field }) => field);
      const { data } = record;
      const problems = await checkReferences({
        records,
        profiles,
        object: work.object,
        tenant,
        data,
        fields,
      });
      if (problems.length > 0) return { kind: 'refused', problems };
      const { object } = work;
      const written = await writeRecord({ record, links, changes, object, before: row, act, once, isQuiet });
      if (written.kind === 'taken') return written;
      if (written.kind === 'written') return { kind: 'done', record: { ...record, links }, isNew: true };
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The record is being changed by too many at once.',
    });
  };
};

type Update = ReturnType<typeof createUpdate>;

const createChanges = (update: Update): Pick<Records, 'change' | 'remove' | 'restore' | 'tick'> => ({
  change: ({ change, ...named }) =>
    update({
      named,
      act: 'changed',
      next: async (current, work) => {
        const made = await changeRecord({ ...work, current: bare(current), change });
        return made.ok ? { ...made, links: current.links } : made;
      },
    }),
  remove: (named) =>
    update({
      named,
      act: 'deleted',
      next: async (row, work) => {
        const record = deleteRecord({ current: bare(row), ...work });
        return { ok: true, record, links: row.links, changes: changesBetween(bare(row), record) };
      },
    }),
  restore: (named) =>
    update({
      named,
      act: 'restored',
      next: async (row, work) => {
        const record = restoreRecord({ current: bare(row), ...work });
        return { ok: true, record, links: row.links, changes: changesBetween(bare(row), record) };
      },
    }),
  tick: (named) =>
    update({
      named,
      act: 'changed',
      next: async (row, work) => {
        const record = tickRecord({ current: bare(row), ...work });
        return { ok: true, record, links: row.links, changes: changesBetween(bare(row), record) };
      },
    }),
});

const createLinks = (records: RecordStore, update: Update): Pick<Records, 'link' | 'unlink'> => ({
  link: ({ link, ...named }) =>
    update({
      named,
      act: 'linked',
      next: async (row, work) => {
        const made = await withLink({ records, row, link });
        return made.ok ? { ...made, record: advanced({ row, work, ...made }) } : made;
      },
    }),
  unlink: ({ link, ...named }) =>
    update({
      named,
      act: 'linked',
      next: async (row, work) => {
        const made = withoutLink({ row, link });
        return { ok: true, ...made, record: advanced({ row, work, ...made }) };
      },
    }),
});

/**
 * Makes the service through which all records change. A change is checked against the object that is published now, written
 * with its line of history and its events in it, and told after; see `createTellRecords`.
 */
export const createRecords = (deps: Deps): Records => {
  const update = createUpdate(deps);
  return { create: createCreate(deps), ...createChanges(update), ...createLinks(deps.records, update) };
};

const bare = (row: RecordRow): CrmRecord => {
  const { links: _links, ...record } = shown(row);
  return record;
};

/** The record at its next revision, when something around it changed. */
const advanced = (input: { row: RecordRow; work: Work; changes: readonly FieldChange[] }): CrmRecord => {
  const { row, work, changes } = input;
  const record = bare(row);
  if (changes.length === 0) return record;
  return { ...record, revision: row.revision + 1, updatedAt: work.now, updatedBy: work.actor };
};
