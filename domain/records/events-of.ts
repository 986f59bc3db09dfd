import { type Json, type JsonObject, own } from '../json.ts';
import { type ObjectDefinition, stageOf } from '../objects/definition.ts';
import { recordEventNames, stageEventName } from './event-names.ts';
import { changesBetween } from './change-record.ts';
import { slaNews, type TargetClock } from '../service/sla-clock.ts';
import type { CrmRecord, RecordEvent } from './record.ts';
import { recordFact } from './record-fact.ts';

/** Longer texts are not in events. */
const textMax = 500;

/** A record in an event: as the fact `record`, without lists and long texts. */
const shownIn = (definition: ObjectDefinition, record: CrmRecord): JsonObject => {
  const data = Object.entries(record.data).filter(([key, value]) => {
    const field = own(definition.fields, key);
    return (
      field !== undefined && field.type !== 'list' && !(typeof value === 'string' && value.length > textMax)
    );
  });
  return recordFact({ ...record, data: Object.fromEntries(data) });
};

const minuteMs = 60_000;

/** What an event says of the time of a target. */
const slaProperties = ({ target, limit, dueAt }: TargetClock): JsonObject => ({
  target,
  minutes: limit / minuteMs,
  ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt).toISOString() }),
});

/** The thresholds of an object that a change of a record came to from below; of a new record, those it is at or above. */
const crossed = (
  definition: ObjectDefinition,
  before: CrmRecord | undefined,
  after: CrmRecord,
): readonly { readonly event: string; readonly properties: JsonObject }[] =>
  (definition.events?.crosses ?? []).flatMap(({ field, at, event }) => {
    const [from, to] = [own(before?.data ?? {}, field), own(after.data, field)];
    const wasThere = typeof from === 'number' && from >= at;
    if (typeof to !== 'number' || to < at || wasThere) return [];
    return [{ event, properties: { field, at, value: to } }];
  });

/**
 * The events that a change of a record is, in the order in which they happened. Their properties are `record`, which is
 * the record as the fact `record` shows it; `title`; and `from` and `to`, or `changed`. An object says which changes are events.
 */
export const eventsOf = (
  definition: ObjectDefinition,
  before: CrmRecord | undefined,
  after: CrmRecord,
): readonly RecordEvent[] => {
  const {
    created = true,
    stage = true,
    assigned = true,
    deleted = true,
    changed = [],
  } = definition.events ?? {};
  const names = recordEventNames(definition);
  const about: JsonObject = {
    record: shownIn(definition, after),
    title: own(after.data, definition.title) ?? null,
  };
  const event = (name: string, more: JsonObject = {}): RecordEvent => ({
    name,
    properties: { ...about, ...more },
  });
  const crossings = crossed(definition, before, after).map((one) =>
    event(stageEventName(definition, one.event), one.properties),
  );
  if (before === undefined) return [...(created ? [event(names.created)] : []), ...crossings];
  if (before.deletedAt === undefined && after.deletedAt !== undefined)
    return deleted ? [event(names.deleted)] : [];
  if (before.deletedAt !== undefined && after.deletedAt === undefined)
    return deleted ? [event(names.restored)] : [];
  const changes = new Map(changesBetween(before, after).map((one) => [one.field, one]));
  const ends = (field: string): { from: Json; to: Json } => {
    const { from = null, to = null } = changes.get(field) ?? {};
    return { from, to };
  };
  const timed = slaNews(before.sla, after.sla).map(({ kind, clock }) =>
    event(kind === 'warned' ? names.slaWarned : names.slaBreached, slaProperties(clock)),
  );
  const named = changed.filter((field) => changes.has(field));
  const ofStage = stageOf(definition, after.stage)?.event;
  const [owner, team] = [changes.get('owner'), changes.get('team')];
  return [
    ...(named.length > 0 ? [event(names.changed, { changed: named })] : []),
    ...(assigned && (owner !== undefined || team !== undefined)
      ? [
          event(names.assigned, {
            ...(owner === undefined ? {} : ends('owner')),
            ...(team === undefined ? {} : { fromTeam: team.from, toTeam: team.to }),
          }),
        ]
      : []),
    ...crossings,
    ...timed,
    ...(stage && changes.has('stage') ? [event(names.stage, ends('stage'))] : []),
    ...(ofStage !== undefined && changes.has('stage') ? [event(stageEventName(definition, ofStage))] : []),
  ];
};
