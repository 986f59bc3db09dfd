import { hashId } from '../../../domain/hash.ts';
import { own, type JsonObject } from '../../../domain/json.ts';
import type { AssignTarget } from '../../../domain/journey/steps/record-assign.ts';
import type { RecordWork, RecordWorked } from '../../../domain/journey/steps/record.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import type { FieldBase } from '../../../domain/objects/fields/field-type.ts';
import type { LinkedRecord, Outcome, Records } from '../change-records.ts';
import type { ChooseOwner } from './choose-owner.ts';
import { objectOf, type ObjectsOf } from '../objects-of.ts';
import type { RecordStore } from '../ports.ts';

/** Does what a step of a journey asks of a record, once for each visit, whatever is repeated. */
export type RecordByStep = (input: {
  readonly tenant: string;
  readonly journey: string;
  readonly step: string;
  readonly profileId: string;
  /** The id of the visit. */
  readonly by: string;
  readonly work: RecordWork;
}) => Promise<RecordWorked>;

type Deps = {
  readonly changeRecords: Records;
  readonly records: Pick<RecordStore, 'get'>;
  readonly chooseOwner: ChooseOwner;
  readonly objectsOf: ObjectsOf;
};

type Asked = Parameters<RecordByStep>[0] & { readonly object: ReadyObject; readonly id: string };

/** What later steps see of it. */
const told = ({ id, kind, stage, owner, team }: LinkedRecord): JsonObject => ({
  id,
  kind,
  ...(stage === undefined ? {} : { stage }),
  ...(owner === undefined ? {} : { owner }),
  ...(team === undefined ? {} : { team }),
});

const workedOf = (outcome: Outcome, did: 'made' | 'changed'): RecordWorked => {
  if (outcome.kind === 'done') return { kind: 'done', record: told(outcome.record), did };
  // The code and the place say what is wrong; a message may hold a value.
  const problems =
    'problems' in outcome ? outcome.problems.map(({ code, path }): JsonObject => ({ code, path })) : [];
  const isThere = 'problems' in outcome;
  return { kind: 'refused', reason: isThere ? 'record-refused' : 'no-record', problems };
};

const belongsTo = async (
  deps: Deps,
  asked: Asked,
  target: AssignTarget | undefined,
): Promise<{ readonly owner?: string; readonly team?: string }> => {
  if (target === undefined) return {};
  const { tenant, journey, step, by, id: record, object } = asked;
  const { owner, team, roundRobin, leastBusy } = target;
  const owners = roundRobin ?? leastBusy;
  const way = roundRobin === undefined ? 'leastBusy' : 'roundRobin';
  const series = hashId('turns', journey, step, object.definition.key);
  const chosen =
    owners === undefined
      ? owner
      : await deps.chooseOwner({ tenant, object, series, by, record, way, owners });
  return {
    ...(chosen === undefined ? {} : { owner: chosen }),
    ...(team === undefined ? {} : { team }),
  };
};

/**
 * The open record of this person that has a value which is unique `while-open`: it is changed where a step would make a second one.
 * Undefined where there is none, and for that of somebody else or of nobody: an address that a person says is theirs proves nothing.
 */
const openRecordOf = async (
  deps: Deps,
  input: { tenant: string; object: ReadyObject; profileId: string; outcome: Outcome },
): Promise<string | undefined> => {
  const { tenant, object, profileId, outcome } = input;
  if (outcome.kind !== 'taken' || outcome.holder === undefined) return undefined;
  const fields: Readonly<Record<string, FieldBase>> = object.definition.fields;
  const isWhileOpen = outcome.problems.every(({ path }) => own(fields, path)?.unique === 'while-open');
  const row = isWhileOpen ? await deps.records.get({ tenant, id: outcome.holder }) : undefined;
  return row?.person === profileId ? row.id : undefined;
};

/** Makes what steps `record` do. */
export const createRecordByStep = (deps: Deps): RecordByStep => {
  return async (input) => {
    const { tenant, journey, profileId, by, work } = input;
    const { kind, set, unset, stage, target } = work;
    const objects = await deps.objectsOf(tenant);
    if (!objects.has(kind)) return { kind: 'refused', reason: 'no-record', problems: [] };
    const object = await objectOf({ objectsOf: deps.objectsOf, tenant, kind });
    const id = work.id ?? by;
    const belongs = await belongsTo(deps, { ...input, object, id }, target);
    const actor = { kind: 'journey', id: journey } as const;
    const moves = stage === undefined ? {} : { stage };
    if (work.id !== undefined) {
      const change = { set, unset, ...moves, ...belongs };
      return workedOf(
        await deps.changeRecords.change({ tenant, kind, id, actor, once: by, change }),
        'changed',
      );
    }
    const { person } = object.definition;
    const about = person === undefined || own(set, person) !== undefined ? {} : { [person]: profileId };
    const given = { data: { ...about, ...set }, ...moves, ...belongs };
    const made = await deps.changeRecords.create({ tenant, kind, id, actor, given });
    const open = await openRecordOf(deps, { tenant, object, profileId, outcome: made });
    if (open === undefined) return workedOf(made, 'made');
    const change = { set };
    return workedOf(
      await deps.changeRecords.change({ tenant, kind, id: open, actor, once: by, change }),
      'changed',
    );
  };
};
