import { suggest } from '../documents/nearest.ts';
import { type Json, type JsonObject, own } from '../json.ts';
import { type ObjectDefinition, stageOf } from '../objects/definition.ts';
import { isRequired, missingFields, readValues } from '../objects/read-values.ts';
import type { ReadyObject } from '../objects/ready-object.ts';
import type { Problem } from '../problem.ts';
import { sameJson } from './same-json.ts';
import type { Actor, Changed, CrmRecord, FieldChange, RecordChange, RecordInput } from './record.ts';
import { recordFact } from './record-fact.ts';
import { checkStage } from './check-stage.ts';
import { withSla } from '../service/record-sla.ts';
import { workOutFormulas } from './work-out-formulas.ts';

/** How many characters the data of a record may have as JSON. */
const dataMax = 200_000;

/** What a change of a record is made with. */
export type Doing = {
  readonly object: ReadyObject;
  /** Epoch milliseconds. */
  readonly now: number;
  /** An IANA zone, for conditions of formulas. */
  readonly zone: string;
  readonly actor: Actor;
};

const tooLarge = (data: JsonObject): readonly Problem[] => {
  const length = JSON.stringify(data).length;
  if (length <= dataMax) return [];
  const message = `The record has ${length} characters; ${dataMax} are allowed.`;
  const hint = 'Shorten its texts, or split its lists over several records.';
  return [{ code: 'too-large', path: '', message, hint, severity: 'error' }];
};

/** The references of a record to a user and a team: plain ids. */
const checkIds = (change: { owner?: string | null; team?: string | null }): readonly Problem[] =>
  (['owner', 'team'] as const).flatMap((name): Problem[] => {
    const id = change[name];
    if (id === undefined || id === null || (id !== '' && id.length <= 200 && !/\p{Cc}/u.test(id))) return [];
    const message = `\`${name}\` is not an id.`;
    return [
      {
        code: 'bad-value',
        path: name,
        message,
        hint: 'Write the id, or `null` for nobody.',
        severity: 'error',
      },
    ];
  });

const personOf = (definition: ObjectDefinition, data: JsonObject): string | undefined => {
  const value = definition.person === undefined ? undefined : own(data, definition.person);
  return typeof value === 'string' ? value : undefined;
};

/** A record whose formulas, person and place in time follow from the rest. */
export const finish = async (input: Doing & { record: Omit<CrmRecord, 'person'> }): Promise<CrmRecord> => {
  const { object, now, zone, record } = input;
  const person = personOf(object.definition, record.data);
  const known: CrmRecord = { ...record, ...(person === undefined ? {} : { person }) };
  const whole = withSla({ definition: object.definition, record: known, now, zone });
  const data = await workOutFormulas({
    object,
    data: whole.data,
    around: recordFact({ ...whole, data: {} }),
    now,
    zone,
  });
  return { ...whole, data };
};

const comparable = (record: CrmRecord | undefined): JsonObject =>
  record === undefined
    ? {}
    : {
        ...record.data,
        ...Object.fromEntries(
          (['stage', 'owner', 'team', 'deletedAt'] as const).flatMap((name): [string, Json][] => {
            const value = record[name];
            return value === undefined ? [] : [[name, value]];
          }),
        ),
      };

/** What is different between two revisions of a record; everything it has when there was none before. */
export const changesBetween = (before: CrmRecord | undefined, after: CrmRecord): readonly FieldChange[] => {
  const [one, two] = [comparable(before), comparable(after)];
  return [...new Set([...Object.keys(one), ...Object.keys(two)])].flatMap((field): FieldChange[] => {
    const [from, to] = [own(one, field) ?? null, own(two, field) ?? null];
    return sameJson(from, to) ? [] : [{ field, from, to }];
  });
};

/**
 * Makes a new record of what is given: types, required fields, choices and the stage are checked, and formulas
 * worked out. Whether what it refers to exists, and whether unique values are free, are questions to the store.
 */
export const prepareRecord = async (
  input: Doing & { id: string; tenant: string; given: RecordInput },
): Promise<Changed> => {
  const { object, id, tenant, given, now, actor } = input;
  const { definition, types } = object;
  const read = readValues({ fields: definition.fields, values: given.data, path: '', types });
  const stage = given.stage ?? definition.stages?.first;
  const problems = [
    ...(read.ok ? [] : read.problems),
    ...checkIds(given),
    ...checkStage({ definition, from: undefined, to: stage, data: read.ok ? read.values : given.data }),
    ...(read.ok ? tooLarge(read.values) : []),
  ];
  if (problems.length > 0 || !read.ok) return { ok: false, problems };
  const record = await finish({
    ...input,
    record: {
      id,
      tenant,
      kind: definition.key,
      revision: 1,
      data: read.values,
      ...(stage === undefined ? {} : { stage, stageAt: now }),
      ...(given.owner === undefined ? {} : { owner: given.owner }),
      ...(given.team === undefined ? {} : { team: given.team }),
      createdAt: now,
      updatedAt: now,
      createdBy: actor,
      updatedBy: actor,
    },
  });
  return { ok: true, record, changes: changesBetween(undefined, record) };
};

type Values = { readonly data: JsonObject; readonly problems: readonly Problem[] };

/** The data of a record with fields set and unset; only what the change names is checked. */
const changeData = (input: { object: ReadyObject; current: CrmRecord; change: RecordChange }): Values => {
  const { current, change } = input;
  const { definition, types } = input.object;
  const { set = {}, unset = [] } = change;
  const named = new Set([...Object.keys(set), ...unset]);
  const fields = Object.fromEntries(Object.entries(definition.fields).filter(([key]) => named.has(key)));
  // A required field that the change does not name may be missing: it became required after the record was made.
  const given = Object.fromEntries(Object.entries(set).filter(([key]) => !unset.includes(key)));
  const read = readValues({ fields, values: given, path: '', types, known: definition.fields });
  const unknown = unset.filter(
    (key) => !Object.hasOwn(definition.fields, key) && !Object.hasOwn(current.data, key),
  );
  const problems = [
    ...(read.ok ? [] : read.problems),
    ...unknown.map((key): Problem => {
      const known = Object.keys(definition.fields);
      return {
        code: 'unknown-field',
        path: key.slice(0, 60),
        message: `There is no field \`${key.slice(0, 60)}\`.`,
        hint: suggest({ word: key, known, none: 'The object has no fields.' }),
        severity: 'error',
      };
    }),
  ];
  const kept = Object.entries(current.data).filter(([key]) => !named.has(key));
  return { data: Object.fromEntries([...kept, ...Object.entries(read.ok ? read.values : {})]), problems };
};

/** What of a change the stage does not let through that the record is in. */
const lockedFields = (input: {
  definition: ObjectDefinition;
  current: CrmRecord;
  change: RecordChange;
  data: JsonObject;
}): readonly Problem[] => {
  const { definition, current, change, data } = input;
  const { locks = [] } = stageOf(definition, current.stage) ?? {};
  const named = [...Object.keys(change.set ?? {}), ...(change.unset ?? [])];
  return locks
    .filter((key) => named.includes(key))
    .filter((key) => !sameJson(own(data, key) ?? null, own(current.data, key) ?? null))
    .map((key) => ({
      code: 'locked-field',
      path: key,
      message: `\`${key}\` does not change while a record is in the stage \`${current.stage ?? ''}\`.`,
      hint: 'Make a new record, or a new version of this one.',
      severity: 'error',
    }));
};

const assigned = (input: {
  name: 'owner' | 'team';
  current: CrmRecord;
  change: RecordChange;
}): { owner?: string; team?: string } => {
  const { name, current, change } = input;
  const value = change[name] === undefined ? current[name] : (change[name] ?? undefined);
  return value === undefined ? {} : { [name]: value };
};

/**
 * A record after a change. What the change names is checked as for a new record; a move to another stage must be
 * allowed, and the fields that the stage requires must be there. A change of nothing gives the record as it is, and no changes.
 */
export const changeRecord = async (
  input: Doing & { current: CrmRecord; change: RecordChange },
): Promise<Changed> => {
  const { object, current, change, now, actor } = input;
  const { definition } = object;
  const { data, problems: faults } = changeData(input);
  const stage = change.stage ?? current.stage ?? definition.stages?.first;
  const isMove = stage !== current.stage;
  const required = Object.fromEntries(
    Object.entries(definition.fields).filter(([, field]) => isRequired(field)),
  );
  const problems = [
    ...faults,
    ...checkIds(change),
    ...(faults.length === 0 ? lockedFields({ definition, current, change, data }) : []),
    ...checkStage({ definition, from: current.stage, to: stage, data, unset: removedBy(change) }),
    ...(isMove && faults.length === 0
      ? missingFields({ fields: required, values: data, given: {}, path: '' })
      : []),
    ...tooLarge(data),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const { stage: _stage, stageAt, owner: _owner, team: _team, person: _person, ...rest } = current;
  const at = isMove ? now : stageAt;
  const record = await finish({
    ...input,
    record: {
      ...rest,
      data,
      ...(stage === undefined ? {} : { stage }),
      ...(stage === undefined || at === undefined ? {} : { stageAt: at }),
      ...assigned({ name: 'owner', current, change }),
      ...assigned({ name: 'team', current, change }),
      revision: current.revision + 1,
      updatedAt: now,
      updatedBy: actor,
    },
  });
  const changes = changesBetween(current, record);
  return { ok: true, record: changes.length === 0 ? current : record, changes };
};

const removedBy = ({ set = {}, unset = [] }: RecordChange): readonly string[] => [
  ...unset,
  ...Object.keys(set).filter((key) => own(set, key) === null || own(set, key) === ''),
];

/** A record at its next revision, with its SLA clocks. */
const advanced = (input: Doing & { record: CrmRecord }): CrmRecord => {
  const { object, record, now, zone, actor } = input;
  const next = { ...record, revision: record.revision + 1, updatedAt: now, updatedBy: actor };
  return withSla({ definition: object.definition, record: next, now, zone });
};

/** A record after it was deleted; unchanged when it was before. */
export const deleteRecord = (input: Doing & { current: CrmRecord }): CrmRecord => {
  const { current, now } = input;
  if (current.deletedAt !== undefined) return current;
  return advanced({ ...input, record: { ...current, deletedAt: now } });
};

/** A record whose SLA clocks have something to say by now; as it is while they have not. */
export const tickRecord = (input: Doing & { current: CrmRecord }): CrmRecord => {
  const { current, now } = input;
  const { sla, deletedAt } = current;
  if (deletedAt !== undefined || sla?.nextAt === undefined || sla.nextAt > now) return current;
  return advanced({ ...input, record: current });
};

/** A record after it was restored; unchanged when it was not deleted. */
export const restoreRecord = (input: Doing & { current: CrmRecord }): CrmRecord => {
  const { deletedAt, ...rest } = input.current;
  return deletedAt === undefined ? input.current : advanced({ ...input, record: rest });
};
