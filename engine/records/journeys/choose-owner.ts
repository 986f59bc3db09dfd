import { CicloError } from '../../../domain/errors.ts';
import { stagesOf } from '../../../domain/objects/definition.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import type { RecordStore } from '../ports.ts';
import type { Turns, TurnStore } from './turns-port.ts';

/** Chooses one of several users for a record; the same id has the same answer. Throws `unavailable` when too many ask at once. */
export type ChooseOwner = (input: {
  readonly tenant: string;
  readonly object: ReadyObject;
  /** Names the list whose turns are counted. */
  readonly series: string;
  /** Under which id it is given. */
  readonly by: string;
  readonly record: string;
  readonly way: 'roundRobin' | 'leastBusy';
  readonly owners: readonly string[];
}) => Promise<string>;

type Deps = {
  readonly recordTurns: TurnStore;
  readonly records: Pick<RecordStore, 'many'>;
  readonly systemTime: () => number;
};

const triesMax = 200;
/** So many are remembered, for repeats. */
const givenMax = 200;
/** What was given longer ago is written by now, or never will be. */
const underWayMs = 600_000;

type Asked = Parameters<ChooseOwner>[0] & { readonly deps: Deps; readonly before: Turns };

/** How many records each has been given that do not count as theirs yet. */
const underWay = async (input: Asked): Promise<ReadonlyMap<string, number>> => {
  const { deps, tenant, before } = input;
  const since = deps.systemTime() - underWayMs;
  const given = before.given.filter(({ at }) => at >= since);
  const rows = await deps.records.many({ tenant, ids: given.map(({ record }) => record) });
  const owners = new Map(rows.map((row) => [row.id, row.owner]));
  const counts = new Map<string, number>();
  for (const { record, owner } of given) {
    if (owners.get(record) !== owner) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return counts;
};

const leastBusy = async (input: Asked): Promise<string> => {
  const { deps, tenant, object, owners } = input;
  const { definition } = object;
  const ends = stagesOf(definition).flatMap(({ key, ends: end }) => (end === undefined ? [] : [key]));
  // Looked at first: what is written in between counts twice at most, never not at all.
  const coming = await underWay(input);
  const loads = await Promise.all(
    owners.map(async (owner) => {
      const owned = await deps.recordTurns.owned({ tenant, kind: definition.key, owner, ends });
      return { owner, load: owned + (coming.get(owner) ?? 0) };
    }),
  );
  return loads.reduce((least, one) => (one.load < least.load ? one : least)).owner;
};

/**
 * Makes the choice of an owner. Who is given what is written in one document a list, by who saw it last, before the record is: so
 * turns are exact, and nobody is given two records at once for having few.
 */
export const createChooseOwner = (deps: Deps): ChooseOwner => {
  return async (input) => {
    const { tenant, series, by, record, way, owners } = input;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const before: Turns = (await deps.recordTurns.get({ tenant, series })) ?? {
        turn: 0,
        given: [],
        rev: 0,
      };
      const known = before.given.find((one) => one.by === by);
      if (known !== undefined) return known.owner;
      const owner =
        way === 'roundRobin'
          ? (owners[before.turn % owners.length] ?? '')
          : await leastBusy({ ...input, deps, before });
      const given = [...before.given, { by, owner, record, at: deps.systemTime() }].slice(-givenMax);
      const turns = { ...before, turn: before.turn + 1, given };
      if ((await deps.recordTurns.save({ tenant, series, turns })) === 'saved') return owner;
    }
    throw new CicloError({ code: 'unavailable', message: 'Too many records are given out at once.' });
  };
};
