import { z } from '@hono/zod-openapi';

import { isPersonal } from '../../../domain/objects/field-flags.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import { type TargetClock, usedBy } from '../../../domain/service/sla-clock.ts';
import { calendarOf } from '../../../domain/service/sla-policy.ts';
import { withoutPersonal } from '../../../domain/records/personal-values.ts';
import { instant, iso, isoField, text } from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { LinkedRecord } from '../change-records.ts';
import type { Moment } from '../moment-of.ts';
import { type HistoryRow, recordActs } from '../ports.ts';
import { titleFor } from './title-for.ts';

/** The address of a record. */
export const recordParams = z.object({ kind: text(64), id: text(200) });

const actorSchema = z
  .object({ kind: z.enum(['key', 'user', 'engine', 'journey', 'import']), id: z.string() })
  .openapi({ description: 'Who did it; a key by its id.' });

export const linkSchema = z
  .object({ kind: z.string(), id: z.string(), role: z.string() })
  .openapi('RecordLink', { description: 'A link to another record; `role` is what the other is to it.' });

export const dataSchema = z
  .record(z.string().max(40), z.unknown())
  .openapi({ description: 'Values by field, as the object describes them; see `RecordOf…` for each kind.' });

const slaSchema = z.object({
  target: z.string().openapi({ description: 'The key of the target.' }),
  state: z.enum(['running', 'paused', 'met', 'breached']),
  minutes: z.number().openapi({ description: 'How much working time there is.' }),
  leftMinutes: z.number().openapi({
    description: 'How much working time is left now; below 0 where it is over. It stands still while paused.',
  }),
  dueAt: instant.optional().openapi({ description: 'When the time is over, while it counts.' }),
  warned: z.boolean(),
  breached: z.boolean(),
  metAt: instant.optional(),
});

export const recordSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    revision: z.int().openapi({ description: 'Counts up with every change; also the `ETag`.' }),
    title: z.string().optional().openapi({ description: 'The value of the title field.' }),
    data: dataSchema,
    hidden: z
      .array(z.string())
      .optional()
      .openapi({ description: 'Fields that only a key with the scope `personal-data` sees.' }),
    stage: z.string().optional(),
    stageAt: instant.optional(),
    owner: z.string().optional(),
    team: z.string().optional(),
    person: z.string().optional().openapi({ description: 'The id of the profile it is about.' }),
    links: z.array(linkSchema),
    createdAt: instant,
    updatedAt: instant,
    createdBy: actorSchema,
    updatedBy: actorSchema,
    deletedAt: instant.optional().openapi({ description: 'It was deleted then, and can be restored.' }),
    sla: z.array(slaSchema).optional().openapi({ description: 'How its SLA targets stand.' }),
  })
  .openapi('Record');

/** Anyone who reads: without the scope `personal-data` personal fields are left out. */
export type Sight = {
  readonly object: ReadyObject;
  readonly seesPersonal: boolean;
  /** When it is looked at: SLA clocks say how much time is left. */
  readonly moment: Moment;
};

/** What somebody sees of records, at any time. */
export type Seen = Omit<Sight, 'moment'>;

const dataFor = ({ object, seesPersonal }: Seen, data: JsonObject): JsonObject =>
  seesPersonal ? data : withoutPersonal({ object, data });

/** A record as the API shows it. */
export const recordBody = (record: LinkedRecord, sight: Sight): z.infer<typeof recordSchema> => {
  const { id, kind, revision, stage, stageAt, owner, team, person, links } = record;
  const { createdAt, updatedAt, createdBy, updatedBy, deletedAt } = record;
  const data = dataFor(sight, record.data);
  const hidden = Object.keys(record.data).filter((key) => !Object.hasOwn(data, key));
  return {
    id,
    kind,
    revision,
    ...given({ title: titleFor(record, sight) }),
    data,
    ...(hidden.length === 0 ? {} : { hidden }),
    ...given({ stage, owner, team, person }),
    ...isoField('stageAt', stageAt),
    links: links.map((link) => ({ ...link })),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    createdBy: { ...createdBy },
    updatedBy: { ...updatedBy },
    ...isoField('deletedAt', deletedAt),
    ...(record.sla === undefined ? {} : { sla: record.sla.targets.map((clock) => slaBody(clock, sight)) }),
  };
};

const stateOf = ({ metAt, breached, since }: TargetClock): z.infer<typeof slaSchema>['state'] => {
  if (metAt !== undefined) return 'met';
  if (breached === true) return 'breached';
  return since === undefined ? 'paused' : 'running';
};

const minuteMs = 60_000;

/** Working time that is left, in whole minutes; a minute that has begun counts. */
const leftOf = (clock: TargetClock, { object, moment }: Sight): number => {
  const { sla } = object.definition;
  const calendar = sla === undefined ? undefined : calendarOf(sla, moment.zone);
  return Math.ceil((clock.limit - usedBy(clock, { now: moment.now, calendar })) / minuteMs);
};

const slaBody = (clock: TargetClock, sight: Sight): z.infer<typeof slaSchema> => ({
  target: clock.target,
  state: stateOf(clock),
  minutes: clock.limit / minuteMs,
  leftMinutes: leftOf(clock, sight),
  ...isoField('dueAt', clock.dueAt),
  warned: clock.warned === true,
  breached: clock.breached === true,
  ...isoField('metAt', clock.metAt),
});

export const historySchema = z
  .object({
    revision: z.int(),
    at: instant,
    by: actorSchema,
    act: z.enum(recordActs),
    changes: z.array(
      z.object({
        field: z
          .string()
          .openapi({ description: 'A field, or `stage`, `owner`, `team`, `links`, `deletedAt`.' }),
        from: z.unknown().openapi({ description: 'null for no value.' }),
        to: z.unknown(),
      }),
    ),
  })
  .openapi('RecordHistory');

/** A line of history as the API shows it; values of personal fields only to those who may see them. */
export const historyBody = (
  row: HistoryRow,
  { object, seesPersonal }: Seen,
): z.infer<typeof historySchema> => {
  const { definition, types } = object;
  const isHidden = (key: string): boolean => {
    const field = Object.hasOwn(definition.fields, key) ? definition.fields[key] : undefined;
    return field !== undefined && isPersonal({ definition, field, types });
  };
  const { revision, at, by, act } = row;
  const changes = row.changes.map(({ field, from, to }) => {
    if (seesPersonal) return { field, from, to };
    if (isHidden(field)) return { field, from: null, to: null };
    return { field, from: dataFor({ object, seesPersonal }, { [field]: from })[field] ?? null, to };
  });
  return { revision, at: iso(at), by: { ...by }, act, changes };
};
