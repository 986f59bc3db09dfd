import colors from 'picocolors';

import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { toJson } from '../../domain/json.ts';
import { comparisonsText } from '../../domain/ledger/comparison.ts';
import { explain } from '../../domain/ledger/explain.ts';
import { reasonText } from '../../domain/ledger/reasons.ts';
import type { RefusedEntry, SimulatedRun, Simulation } from '../../domain/simulate/simulation.ts';
import { zonedAt } from '../../domain/time/local.ts';

/** How a simulation is shown: in which zone, and whether with the texts of its messages. */
export type ShowSimulation = {
  readonly simulation: Simulation;
  readonly journey: JourneyDefinition;
  readonly zone: string;
  readonly withTexts?: boolean;
};

const indent = ' '.repeat(18);

/** `2026-06-01 10:00`, in a zone. */
export const shownAt = (input: { at: number; zone: string }): string =>
  zonedAt(input).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');

const refusedLine = (input: { refused: RefusedEntry; zone: string }): string => {
  const { refused, zone } = input;
  const why = comparisonsText({ because: toJson(refused.because), matched: null, locale: 'en' });
  const reason =
    refused.reason === 'where'
      ? `the conditions of the entry do not hold${why === '' ? '' : `: ${why}`}`
      : reasonText({ reason: refused.reason, locale: 'en' });
  return `${colors.dim(shownAt({ at: refused.at, zone }))}  ${colors.yellow(`did not enter: ${reason}`)}`;
};

const messageLines = (input: { item: SimulatedRun['timeline'][number]; withTexts: boolean }): string[] => {
  const { message } = input.item;
  if (message === undefined) return [];
  const head = `✉ ${message.message} to ${message.to}${message.subject === '' ? '' : `: ${message.subject}`}`;
  if (!input.withTexts) return [indent + colors.green(head)];
  const text = message.text.trimEnd().split('\n');
  return [
    indent + colors.green(head),
    ...text.map((line) => `${indent}${colors.dim('│')} ${line}`.trimEnd()),
  ];
};

const endOf = (input: { run: SimulatedRun; zone: string }): string => {
  const { run, zone } = input;
  const { waiting, outcome } = run;
  const until = waiting?.until ?? null;
  const stands =
    outcome ??
    `it waits at ${waiting?.step ?? 'no step'}${until === null ? '' : ` until ${shownAt({ at: until, zone })}`}`;
  const worth = run.value === undefined ? '' : ` (${run.value})`;
  return `${colors.bold('Ended:')} ${stands}${run.converted ? `, converted${worth}` : ''}`;
};

const runLines = (input: { run: SimulatedRun } & ShowSimulation): readonly string[] => {
  const { run, journey, zone, withTexts = false } = input;
  const steps = run.timeline.flatMap((item) => [
    `${colors.dim(shownAt({ at: item.at, zone }))}  ${explain({ decision: item, definition: journey, zone })}${item.chosen === true ? colors.yellow(' (chosen)') : ''}`,
    ...messageLines({ item, withTexts }),
  ]);
  const about = run.entryKey === '' ? '' : ` (${run.entryKey})`;
  return [colors.bold(`${journey.name}${about}`), ...steps, endOf({ run, zone })];
};

/** Everything that happened as lines for people: each run with its steps, times and reasons. */
export const simulationLines = (input: ShowSimulation): readonly string[] => {
  const { runs, refused, isCut } = input.simulation;
  return [
    ...refused.map((one) => refusedLine({ refused: one, zone: input.zone })),
    ...runs.flatMap((run) => runLines({ ...input, run })),
    ...(runs.length === 0 ? [colors.yellow('Nobody entered.')] : []),
    ...(isCut ? [colors.red('It was cut off here: something goes on forever.')] : []),
  ];
};
