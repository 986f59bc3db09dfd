import type { ObjectDefinition, ObjectExtension, Stage } from './definition.ts';
import type { Field } from './fields.ts';

type NewStage = NonNullable<NonNullable<ObjectExtension['stages']>['list']>[number];

const placed = (stages: readonly Stage[], { after, ...stage }: NewStage): readonly Stage[] => {
  const same = stages.findIndex(({ key }) => key === stage.key);
  const rest = stages.filter(({ key }) => key !== stage.key);
  const behind = after === undefined ? -1 : rest.findIndex(({ key }) => key === after);
  const end = rest.findIndex(({ ends }) => ends !== undefined);
  const last = end < 0 || stage.ends !== undefined ? rest.length : end;
  const place = behind >= 0 ? behind + 1 : same >= 0 ? same : last;
  return rest.toSpliced(place, 0, stage);
};

const mergedStages = (
  base: ObjectDefinition,
  extension: ObjectExtension,
): ObjectDefinition['stages'] | undefined => {
  const { list = [], remove = [], first } = extension.stages ?? {};
  const kept = (base.stages?.list ?? []).filter(({ key }) => !remove.includes(key));
  const gone = new Set(remove);
  const merged = list.reduce<readonly Stage[]>(placed, kept).map(({ to, ...stage }) => ({
    ...stage,
    ...(to === undefined ? {} : { to: to.filter((key) => !gone.has(key)) }),
  }));
  const begins = first ?? base.stages?.first ?? merged[0]?.key;
  return begins === undefined || merged.length === 0 ? undefined : { first: begins, list: [...merged] };
};

/**
 * An object with an extension merged into it: fields are added or replaced by their keys, `null` removes; stages are added,
 * replaced or removed, and new ones come before those that end; everything else that the extension names replaces what is there.
 */
export const mergeExtension = (base: ObjectDefinition, extension: ObjectExtension): ObjectDefinition => {
  const {
    extends: _extends,
    $schema: _schema,
    fields = {},
    stages: _stages,
    events,
    views,
    sla,
    ...rest
  } = extension;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const merged = new Map<string, Field>(Object.entries(base.fields));
  for (const [key, field] of Object.entries(fields)) {
    if (field === null) merged.delete(key);
    else merged.set(key, field);
  }
  const stages = mergedStages(base, extension);
  const { stages: _before, sla: slaBefore, ...before } = base;
  const timed = sla === undefined ? slaBefore : (sla ?? undefined);
  return {
    ...before,
    ...given,
    fields: Object.fromEntries(merged),
    ...(stages === undefined ? {} : { stages }),
    ...(timed === undefined ? {} : { sla: timed }),
    ...(events === undefined ? {} : { events: { ...base.events, ...events } }),
    ...(views === undefined ? {} : { views: { ...base.views, ...views } }),
  };
};
