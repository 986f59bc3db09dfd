import { suggest } from '../../domain/documents/nearest.ts';
import { stagesOf } from '../../domain/objects/definition.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import { CicloError } from '../../domain/errors.ts';
import { fromMinor } from '../../domain/money.ts';
import type { Problem } from '../../domain/problem.ts';
import { localDay } from '../../domain/time/local.ts';
import type { Parameters, QueryAnswer, WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { folderOf } from './export-warehouse.ts';
import { figures } from './figures.ts';
import type { Figure, FigureParameter } from './figures/figure.ts';
import type { WarehouseReads } from './ports.ts';

/** What a figure was asked with, after defaults, and what it says. */
export type FigureAnswer = QueryAnswer & {
  readonly figure: Figure;
  readonly parameters: Parameters;
  readonly currency: string;
  readonly zone: string;
  /** How current the files are, the tenant's time; undefined before the first export. */
  readonly asOf: number | undefined;
};

export type RunFigure = (input: {
  tenant: string;
  key: string;
  /** Values of parameters as text, by name. */
  given: ReadonlyMap<string, string>;
  /** The rows behind the figure, of one group or of all (null), instead of the figure. */
  behind?: { readonly group: string | null };
  limit: number;
}) => Promise<FigureAnswer>;

const dayMs = 86_400_000;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

const isDay = (text: string): boolean => dayPattern.test(text) && !Number.isNaN(Date.parse(text));

const problemOf = (path: string, message: string, hint: string): Problem => ({
  code: 'invalid-parameter',
  severity: 'error',
  path,
  message,
  hint,
});

type Read = { readonly value: string | number } | { readonly problem: Problem };

/** The value of a parameter: what was said, or the usual one. */
const readParameter = (input: {
  parameter: FigureParameter;
  said: string | undefined;
  now: number;
  zone: string;
}): Read => {
  const { said, now, zone } = input;
  const { name, type, usual, choices } = input.parameter;
  if (said === undefined || said === '') {
    if (usual === undefined) return { problem: problemOf(name, `\`${name}\` is missing.`, 'Give a value.') };
    return { value: type === 'day' ? localDay({ at: now - Number(usual) * dayMs, zone }) : usual };
  }
  if (type === 'day' && !isDay(said)) {
    return { problem: problemOf(name, `\`${name}\` is not a day.`, 'Write it as `2026-03-01`.') };
  }
  if (type === 'integer' && !/^\d{1,6}$/.test(said)) {
    return {
      problem: problemOf(name, `\`${name}\` is not a whole number.`, 'Write a number from 0 to 999999.'),
    };
  }
  if (choices !== undefined && !choices.includes(said)) {
    return {
      problem: problemOf(name, `\`${name}\` is none of its choices.`, `Use one of ${choices.join(', ')}.`),
    };
  }
  return { value: type === 'integer' ? Number(said) : said.slice(0, 200) };
};

/** Throws `not-found`, with the nearest name. */
export const figureOf = (key: string): Figure => {
  const figure = figures.find((one) => one.key === key);
  if (figure !== undefined) return figure;
  const known = figures.map((one) => one.key);
  throw new CicloError({
    code: 'not-found',
    message: `There is no figure \`${key.slice(0, 60)}\`. ${suggest({ word: key, known, none: 'See `GET /api/figures`.' })}`,
  });
};

/** All parameters of a figure. Throws `invalid-input` that names everything that is wrong. */
export const parametersOf = (input: {
  figure: Figure;
  given: ReadonlyMap<string, string>;
  now: number;
  zone: string;
}): Record<string, string | number> => {
  const { figure, given, now, zone } = input;
  const known = figure.parameters.map(({ name }) => name);
  const problems = [...given.keys()]
    .filter((name) => !known.includes(name))
    .map((name) =>
      problemOf(
        name,
        'The figure has no such parameter.',
        suggest({ word: name, known, none: 'Leave it out.' }),
      ),
    );
  const values = new Map<string, string | number>();
  for (const parameter of figure.parameters) {
    const read = readParameter({ parameter, said: given.get(parameter.name), now, zone });
    if ('problem' in read) problems.push(read.problem);
    else values.set(parameter.name, read.value);
  }
  if (problems.length > 0) {
    throw new CicloError({
      code: 'invalid-input',
      message: `The figure \`${figure.key}\` cannot be asked like that.`,
      details: { problems },
    });
  }
  return Object.fromEntries(values);
};

/** What messages cost by channel, as minor units. */
const costsOf = (costs: Readonly<Record<string, number>>, currency: string): string => {
  const minor = fromMinor({ minor: 1, currency });
  return JSON.stringify(
    Object.fromEntries(Object.entries(costs).map(([channel, cost]) => [channel, cost / minor])),
  );
};

/** How stages end records, by object and stage. */
const endsOf = (objects: ReadonlyMap<string, ReadyObject>): string =>
  JSON.stringify(
    Object.fromEntries(
      [...objects].map(([kind, { definition }]) => [
        kind,
        Object.fromEntries(stagesOf(definition).map(({ key, ends }) => [key, ends])),
      ]),
    ),
  );

/** Makes what works out a figure, or the rows behind it. */
export const createRunFigure =
  (deps: {
    warehouseFolder: WarehouseFolder | undefined;
    warehouseReads: Pick<WarehouseReads, 'tables'>;
    live: Pick<LiveWorkspaces, 'of'>;
    clock: Pick<Clock, 'now'>;
  }): RunFigure =>
  async ({ tenant, key, given, behind, limit }) => {
    const figure = figureOf(key);
    const folder = folderOf(deps.warehouseFolder);
    const { objects, published } = await deps.live.of(tenant);
    const { timezone: zone, currency, messageCosts = {} } = published.settings;
    const now = deps.clock.now(tenant);
    const parameters = parametersOf({ figure, given, now, zone });
    const { tables } = deps.warehouseReads;
    const { asOf } = await folder.manifest(tenant);
    const found = await folder.query({
      tenant,
      tables,
      sql: behind === undefined ? figure.sql : figure.rows.sql,
      parameters: {
        ...parameters,
        zone,
        currency,
        today: localDay({ at: now, zone }),
        costs: costsOf(messageCosts, currency),
        ends: endsOf(objects),
        group: behind?.group ?? null,
      },
      limit,
    });
    return { ...found, figure, parameters, currency, zone, asOf };
  };
