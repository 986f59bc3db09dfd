import type { Problem } from '../../domain/problem.ts';
import { prepareRecord } from '../../domain/records/change-record.ts';
import type { Actor, CrmRecord, RecordInput } from '../../domain/records/record.ts';
import type { Clock } from '../clock/clock.ts';
import type { ProfileStore } from '../people/ports.ts';
import { checkReferences } from './check-references.ts';
import type { JourneysAbout } from './journeys/journeys-about.ts';
import { objectOf, type ObjectsOf } from './objects-of.ts';
import type { RecordStore, RecordWrite } from './ports.ts';
import type { TellRecords } from './tell-record.ts';
import { revisionOf, taken } from './write-one.ts';

/** What came of one new record; `there` when it may be there already, or another record may have a unique value: ask `create`. */
export type ManyOutcome =
  | { readonly kind: 'created' | 'there' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Makes many new records of a kind, as `create` does each, in few requests to the database. With `isDryRun` it writes nothing and says
 * what would come of each. Their ids differ.
 */
export type CreateManyRecords = (input: {
  readonly tenant: string;
  readonly kind: string;
  readonly actor: Actor;
  readonly isQuiet: boolean;
  readonly isDryRun: boolean;
  readonly rows: readonly { readonly id: string; readonly given: RecordInput }[];
}) => Promise<readonly ManyOutcome[]>;

type Ready = { readonly ok: true; readonly record: CrmRecord; readonly write: RecordWrite };
type Prepared = Ready | { readonly ok: false; readonly problems: readonly Problem[] };
type Outcomes = ReadonlyMap<Ready, ManyOutcome>;

type Deps = {
  readonly records: RecordStore;
  readonly profiles: ProfileStore;
  readonly objectsOf: ObjectsOf;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
  readonly tellRecords: TellRecords;
  readonly journeysAbout: JourneysAbout;
};
type Input = Parameters<CreateManyRecords>[0];

/** What is written of each record, or what is wrong with it. */
const prepare = async (deps: Deps, input: Input): Promise<readonly Prepared[]> => {
  const { records, profiles, objectsOf, zoneOf, clock, journeysAbout } = deps;
  const { tenant, kind, actor, isQuiet, rows } = input;
  const object = await objectOf({ objectsOf, tenant, kind });
  const zone = await zoneOf(tenant);
  const now = clock.now(tenant);
  return Promise.all(
    rows.map(async ({ id, given }): Promise<Prepared> => {
      const made = await prepareRecord({ object, id, tenant, given, now, zone, actor });
      if (!made.ok) return made;
      const { record, changes } = made;
      const { data } = record;
      const fields = Object.keys(data);
      const problems = await checkReferences({ records, profiles, object, tenant, data, fields });
      if (problems.length > 0) return { ok: false, problems };
      const fitting = await journeysAbout.fitting({ before: undefined, after: record, now });
      const around = { object, links: [], before: undefined, act: 'created', isQuiet, fitting } as const;
      return { ok: true, record, write: revisionOf({ record, changes, ...around }) };
    }),
  );
};

/** What would come of records: of those with a unique value that another one has, a refusal. */
const tryAll = async (deps: Deps, tenant: string, ready: readonly Ready[]): Promise<Outcomes> => {
  const uniques = ready.flatMap(({ write }) => write.index.uniques);
  const held = await deps.records.holdersOf({ tenant, names: uniques.map(({ name }) => name) });
  return new Map(
    ready.map((one): [Ready, ManyOutcome] => {
      const found = one.write.index.uniques.find(({ name }) => held.has(name));
      return found === undefined
        ? [one, { kind: 'created' }]
        : [one, { kind: 'refused', problems: [taken(found.field, held.get(found.name)?.id)] }];
    }),
  );
};

const writeAll = async (deps: Deps, tenant: string, ready: readonly Ready[]): Promise<Outcomes> => {
  const written = await deps.records.createMany(ready.map(({ write }) => write));
  const done = ready.filter((_one, at) => written[at]?.kind === 'written');
  await deps.tellRecords.tellNew(
    tenant,
    done.map(({ record, write }) => ({ ...record, notes: [{ ...write.note, since: 0 }] })),
  );
  return new Map(done.map((one): [Ready, ManyOutcome] => [one, { kind: 'created' }]));
};

/** Makes the making of many records at once. */
export const createManyRecords =
  (deps: Deps): CreateManyRecords =>
  async (input) => {
    const { tenant, isDryRun } = input;
    const prepared = await prepare(deps, input);
    const ready = prepared.flatMap((one) => (one.ok ? [one] : []));
    const outcomes = await (isDryRun ? tryAll : writeAll)(deps, tenant, ready);
    return prepared.map((one): ManyOutcome => {
      if (!one.ok) return { kind: 'refused', problems: one.problems };
      return outcomes.get(one) ?? { kind: 'there' };
    });
  };
