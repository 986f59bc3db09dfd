import { CicloError } from '../../domain/errors.ts';
import { own } from '../../domain/json.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Conditions } from '../../domain/rules/conditions.ts';
import type { Clock } from '../clock/clock.ts';
import type { Records } from '../records/change-records.ts';
import { listFilter } from '../records/lists/list-filter.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';
import type { Roll, RollStore } from './ports.ts';

/** The objects whose records are events, and registrations for them. */
export const eventKind = 'event';
export const registrationKind = 'appointment';

/** The stages of a registration that places go by, as the object that comes with Ciclo has them. */
export const registrationStages = {
  waiting: 'waiting',
  booked: 'booked',
  confirmed: 'confirmed',
  cancelled: 'cancelled',
} as const;

type Named = { readonly tenant: string; readonly event: string };

/** The places of events. All of it can be repeated, and is, after a crash. */
export type Places = {
  /** Gives the places that are free to those who wait, the first first. */
  readonly settle: (input: Named) => Promise<void>;
  /** Notes that a registration has a place, also beyond the number of places: the team booked it. */
  readonly hold: (input: Named & { readonly registration: string }) => Promise<void>;
  /** Takes the place of a registration back, and gives it to anyone who waits. */
  readonly release: (input: Named & { readonly registration: string }) => Promise<void>;
  /** How many have a place. */
  readonly taken: (input: Named) => Promise<number>;
};

type Deps = {
  readonly records: Pick<RecordStore, 'get' | 'list'>;
  readonly changeRecords: Pick<Records, 'change'>;
  readonly eventRolls: RollStore;
  readonly objectsOf: ObjectsOf;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
};

const triesMax = 200;
const page = 100;
/** One document holds the roll of an event. */
const holdersMax = 20_000;
const actor = { kind: 'engine', id: 'registrations' } as const;

const tooBusy = (): CicloError =>
  new CicloError({ code: 'unavailable', message: 'Too many register for the event at once.' });

const rollOf = async (deps: Deps, named: Named): Promise<Roll> =>
  (await deps.eventRolls.get(named)) ?? { holders: [], promised: [], rev: 0 };

/** How many places an event has; 0 for one that takes nobody, none for one without a limit. */
const placesOf = (row: RecordRow | undefined): number => {
  if (row?.kind !== eventKind || row.deletedAt !== undefined || row.stage === 'cancelled') return 0;
  const places = own(row.data, 'places');
  return Math.min(typeof places === 'number' ? places : holdersMax, holdersMax);
};

const waitingFilter = (event: string): Conditions => ({
  all: [
    { fact: 'record', path: '$.event', operator: 'equal', value: event },
    { fact: 'record', path: '$.stage', operator: 'equal', value: registrationStages.waiting },
  ],
});

/** The registrations that wait, the first first, without those that have a place already. */
const waitingOf = async (
  deps: Deps,
  named: Named & { roll: Roll; free: number },
): Promise<readonly string[]> => {
  const { tenant, event, roll } = named;
  const object: ReadyObject = await objectOf({ objectsOf: deps.objectsOf, tenant, kind: registrationKind });
  const zone = await deps.zoneOf(tenant);
  const filter = listFilter({ object, conditions: waitingFilter(event), now: deps.clock.now(tenant), zone });
  if (!filter.ok) return [];
  const sort = { by: 'createdAt', order: 1 } as const;
  const query = { tenant, kind: registrationKind, isDeleted: false, sort, limit: page };
  const found = await deps.records.list({ ...query, filter: filter.value });
  const held = new Set(roll.holders);
  return found
    .map(({ row }) => row.id)
    .filter((id) => !held.has(id))
    .slice(0, named.free);
};

/** Lets the record of a registration say that it has a place; false when it wants none any more. */
const book = async (deps: Deps, tenant: string, id: string): Promise<boolean> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const row = await deps.records.get({ tenant, id });
    if (row === undefined || row.deletedAt !== undefined) return false;
    const { stage, revision } = row;
    if (stage !== registrationStages.waiting) return stage !== registrationStages.cancelled;
    const change = { stage: registrationStages.booked };
    const outcome = await deps.changeRecords.change({
      tenant,
      kind: registrationKind,
      id,
      revision,
      actor,
      change,
    });
    if (outcome.kind === 'done') return true;
    if (outcome.kind !== 'stale') return false;
  }
  throw tooBusy();
};

/** Carries out what was promised: those who want their place no more give it back. */
const keepPromises = async (deps: Deps, named: Named, roll: Roll): Promise<void> => {
  const gone = new Set<string>();
  for (const id of roll.promised) if (!(await book(deps, named.tenant, id))) gone.add(id);
  const holders = roll.holders.filter((id) => !gone.has(id));
  await deps.eventRolls.save({ ...named, roll: { ...roll, holders, promised: [] } });
};

/** Changes the roll until nobody else wrote meanwhile; `next` gives undefined where nothing is to change. */
const changeRoll = async (
  deps: Deps,
  named: Named,
  next: (roll: Roll) => Roll | undefined,
): Promise<void> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const roll = next(await rollOf(deps, named));
    if (roll === undefined || (await deps.eventRolls.save({ ...named, roll })) === 'saved') return;
  }
  throw tooBusy();
};

/**
 * Makes the places of events. Who has one is written in the roll of the event by anyone who saw it last, before the record says so; so no
 * place is given twice, whatever happens at once, and a crash in between is made good by anyone who looks next.
 */
export const createPlaces = (deps: Deps): Places => {
  const settle: Places['settle'] = async (named) => {
    const { tenant, event } = named;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const roll = await rollOf(deps, named);
      if (roll.promised.length > 0) {
        await keepPromises(deps, named, roll);
        continue;
      }
      const free = placesOf(await deps.records.get({ tenant, id: event })) - roll.holders.length;
      if (free <= 0) return;
      const given = await waitingOf(deps, { ...named, roll, free });
      if (given.length === 0) return;
      const next = { ...roll, holders: [...roll.holders, ...given], promised: given };
      await deps.eventRolls.save({ ...named, roll: next });
    }
    throw tooBusy();
  };
  return {
    settle,
    hold: ({ registration, ...named }) =>
      changeRoll(deps, named, (roll) =>
        roll.holders.includes(registration) || roll.holders.length >= holdersMax
          ? undefined
          : { ...roll, holders: [...roll.holders, registration] },
      ),
    release: async ({ registration, ...named }) => {
      await changeRoll(deps, named, (roll) =>
        roll.holders.includes(registration)
          ? {
              ...roll,
              holders: roll.holders.filter((id) => id !== registration),
              promised: roll.promised.filter((id) => id !== registration),
            }
          : undefined,
      );
      await settle(named);
    },
    taken: async (named) => (await rollOf(deps, named)).holders.length,
  };
};
