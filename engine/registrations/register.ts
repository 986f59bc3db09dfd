import { CicloError, notFound } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { type JsonObject, own } from '../../domain/json.ts';
import { stageOf } from '../../domain/objects/definition.ts';
import type { Actor } from '../../domain/records/record.ts';
import type { Clock } from '../clock/clock.ts';
import type { LinkedRecord, Outcome, Records } from '../records/change-records.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';
import { eventKind, type Places, registrationKind, registrationStages } from './settle-places.ts';

/** Registrations of people for events. */
export type Registrations = {
  /**
   * Registers a person: their appointment is booked, or waits when all places are taken. The same person has one registration for an event;
   * after a cancellation they stand at the end. Throws `not-found`, `conflict` for an event that takes nobody, `unprocessable`.
   */
  readonly register: (input: {
    readonly tenant: string;
    readonly event: string;
    readonly profileId: string;
    readonly actor: Actor;
  }) => Promise<LinkedRecord>;
  /** How full an event is; `places` is absent for one without a limit. */
  readonly fullness: (input: {
    readonly tenant: string;
    readonly event: string;
  }) => Promise<{ readonly places?: number; readonly taken: number; readonly left?: number }>;
};

type Deps = {
  readonly records: Pick<RecordStore, 'get'>;
  readonly changeRecords: Pick<Records, 'create' | 'change'>;
  readonly eventPlaces: Places;
  readonly objectsOf: ObjectsOf;
  readonly clock: Clock;
};

const conflict = (message: string): CicloError => new CicloError({ code: 'conflict', message });

/** The event that takes registrations. */
const readEvent = async (deps: Deps, tenant: string, id: string): Promise<RecordRow> => {
  const row = await deps.records.get({ tenant, id });
  if (row?.kind !== eventKind || row.deletedAt !== undefined) throw notFound('event');
  return row;
};

const refuseClosed = async (deps: Deps, row: RecordRow): Promise<void> => {
  const { definition } = await objectOf({ objectsOf: deps.objectsOf, tenant: row.tenant, kind: eventKind });
  const isDraft = row.stage === definition.stages?.first;
  if (isDraft || stageOf(definition, row.stage)?.ends !== undefined)
    throw conflict('The event is not open for registration.');
  const starts = own(row.data, 'startsAt');
  if (typeof starts === 'string' && Date.parse(starts) <= deps.clock.now(row.tenant))
    throw conflict('The event has begun already.');
};

/** What a registration takes over from its event. */
const registrationData = (row: RecordRow, profileId: string, fields: JsonObject): JsonObject => {
  const taken = ['startsAt', 'endsAt', 'place', 'link'].flatMap((key) => {
    const value = own(row.data, key);
    return value === undefined || !Object.hasOwn(fields, key) ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(taken),
    subject: own(row.data, 'name') ?? 'Event',
    contact: profileId,
    event: row.id,
  };
};

const doneOf = (outcome: Outcome): LinkedRecord => {
  if (outcome.kind === 'done') return outcome.record;
  const problems = 'problems' in outcome ? outcome.problems : [];
  throw new CicloError({
    code: 'unprocessable',
    message: `The registration cannot be made. ${problems.map(({ message }) => message).join(' ')}`.trim(),
  });
};

/** Makes registrations. A registration is an appointment that waits until the event has a place for it. */
export const createRegistrations = (deps: Deps): Registrations => {
  const { records, changeRecords, eventPlaces } = deps;
  return {
    register: async ({ tenant, event, profileId, actor }) => {
      const row = await readEvent(deps, tenant, event);
      await refuseClosed(deps, row);
      const { definition } = await objectOf({ objectsOf: deps.objectsOf, tenant, kind: registrationKind });
      const id = `a${hashId('registration', tenant, event, profileId)}`;
      const named = { tenant, kind: registrationKind, id, actor };
      const fields = Object.fromEntries(Object.keys(definition.fields).map((key) => [key, true]));
      const data = registrationData(row, profileId, fields);
      const waits = { stage: registrationStages.waiting };
      const made = doneOf(await changeRecords.create({ ...named, given: { data, ...waits } }));
      if (made.stage === registrationStages.cancelled)
        doneOf(await changeRecords.change({ ...named, change: waits }));
      await eventPlaces.settle({ tenant, event });
      const now = await records.get({ tenant, id });
      if (now === undefined) throw conflict('The registration is gone.');
      const { notes: _notes, claims: _claims, shape: _shape, applied: _applied, ...shown } = now;
      return shown;
    },
    fullness: async ({ tenant, event }) => {
      const row = await readEvent(deps, tenant, event);
      const taken = await eventPlaces.taken({ tenant, event });
      const limit = own(row.data, 'places');
      if (typeof limit !== 'number') return { taken };
      return { places: limit, taken, left: Math.max(0, limit - taken) };
    },
  };
};
