import type { Json } from '../json.ts';
import { toDuration } from '../time/duration.ts';
import { zonedAt } from '../time/local.ts';
import { addDuration } from '../time/shift.ts';
import type { Expectation, ExpectedMessage, ExpectedRun } from './expectation.ts';
import type { SimulatedRun, SimulatedSend, Simulation } from './simulation.ts';
import { expectedText } from './story-names.ts';
import { momentOf } from './moment.ts';

/** Something that did not come out as expected. */
export type Difference = {
  /** What was expected: `messages[1].at`, `outcome`. */
  readonly path: string;
  readonly expected: Json;
  readonly actual: Json;
  /** The same as a sentence. */
  readonly message: string;
};

type Judging = {
  readonly expected: Expectation;
  readonly simulation: Simulation;
  readonly start: number;
  readonly zone: string;
};

const onTime = '1 minute';

/** `2026-06-01 10:00:00`, in the zone of the shop. */
const shown = (input: { at: number; zone: string }): string =>
  zonedAt(input).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');

const named = (message: SimulatedSend, zone: string): string =>
  `${message.message} (${message.channel}) at ${shown({ at: message.at, zone })}`;

const differ = (input: { path: string; expected: Json; actual: Json }): Difference => {
  const { path, expected, actual } = input;
  const word = (value: Json): string => (typeof value === 'string' ? `\`${value}\`` : JSON.stringify(value));
  return { ...input, message: `${path}: expected ${word(expected)}, but it was ${word(actual)}.` };
};

const isLate = (input: { one: ExpectedMessage; sent: SimulatedSend; due: number; zone: string }): boolean => {
  const { one, sent, due, zone } = input;
  const until = addDuration({ from: due, duration: toDuration(one.within ?? onTime), zone });
  return sent.at < due || (one.within === undefined ? sent.at >= until : sent.at > until);
};

const dueOf = (input: { one: ExpectedMessage; sent: SimulatedSend } & Judging): number | undefined => {
  const { one, sent, simulation, start, zone } = input;
  if (one.at !== undefined) return momentOf({ text: one.at, start, zone });
  if (one.after === undefined) return undefined;
  const run = simulation.runs.find((each) => each.id === sent.run);
  return addDuration({ from: run?.enteredAt ?? start, duration: toDuration(one.after), zone });
};

const ofMessage = (
  input: { one: ExpectedMessage; sent: SimulatedSend; path: string } & Judging,
): readonly Difference[] => {
  const { one, sent, path, zone } = input;
  if (one.message !== sent.message) {
    return [differ({ path: `${path}.message`, expected: one.message, actual: named(sent, zone) })];
  }
  const differences: Difference[] = [];
  const due = dueOf(input);
  if (due !== undefined && isLate({ one, sent, due, zone })) {
    const field = one.at === undefined ? 'after' : 'at';
    const expected = shown({ at: due, zone });
    differences.push(differ({ path: `${path}.${field}`, expected, actual: shown({ at: sent.at, zone }) }));
  }
  if (one.channel !== undefined && one.channel !== sent.channel) {
    differences.push(differ({ path: `${path}.channel`, expected: one.channel, actual: sent.channel }));
  }
  for (const field of ['subject', 'text'] as const) {
    const written = one[field];
    if (written === undefined) continue;
    const run = input.simulation.runs.find(({ id }) => id === sent.run);
    const part = expectedText(written, run?.steps ?? {});
    if (part !== undefined && sent[field].includes(part)) continue;
    const expected = part ?? `${written} (which no step gave)`;
    differences.push(differ({ path: `${path}.${field}`, expected, actual: sent[field].slice(0, 500) }));
  }
  return differences;
};

/** Why a message that was expected may not have gone out: what the sends decided instead. */
const insteadOf = ({ simulation }: Judging): string => {
  const refused = simulation.runs.flatMap((run) =>
    run.timeline.filter(
      (item) => item.kind === 'skipped' || item.kind === 'deferred' || item.kind === 'failed',
    ),
  );
  if (refused.length === 0) return 'nothing';
  return refused.map((item) => `${item.step} ${item.kind}: ${item.reason}`).join('; ');
};

const ofMessages = (input: Judging): readonly Difference[] => {
  const { expected, simulation, zone } = input;
  const wanted = expected.messages;
  if (wanted === undefined) return [];
  const sent = simulation.messages;
  return Array.from({ length: Math.max(wanted.length, sent.length) }, (_item, index) => index).flatMap(
    (index): readonly Difference[] => {
      const path = `messages[${index}]`;
      const [one, got] = [wanted[index], sent[index]];
      if (one !== undefined && got !== undefined) return ofMessage({ ...input, one, sent: got, path });
      if (one !== undefined) return [differ({ path, expected: one.message, actual: insteadOf(input) })];
      return got === undefined ? [] : [differ({ path, expected: null, actual: named(got, zone) })];
    },
  );
};

const pathOf = (run: SimulatedRun): readonly string[] => {
  const visits = run.timeline.flatMap(({ step, visit, kind }) =>
    step === null || kind === 'converted' ? [] : [{ step, visit }],
  );
  return visits
    .filter(({ step, visit }, index) => {
      const first = visits.findIndex((one) => one.step === step && one.visit === visit);
      return first === index;
    })
    .map(({ step }) => step);
};

const ofRun = (input: {
  expected: ExpectedRun;
  run: SimulatedRun;
  prefix: string;
}): readonly Difference[] => {
  const { expected, run, prefix } = input;
  const facts: readonly { field: string; wanted: Json | undefined; actual: Json }[] = [
    { field: 'key', wanted: expected.key, actual: run.entryKey },
    { field: 'outcome', wanted: expected.outcome, actual: run.outcome },
    { field: 'converted', wanted: expected.converted, actual: run.converted },
    { field: 'value', wanted: expected.value, actual: run.value ?? null },
    { field: 'steps', wanted: expected.steps, actual: [...pathOf(run)] },
  ];
  return facts.flatMap(({ field, wanted, actual }) =>
    wanted === undefined || JSON.stringify(wanted) === JSON.stringify(actual)
      ? []
      : [differ({ path: `${prefix}${field}`, expected: wanted, actual })],
  );
};

const counted = ({ simulation }: Judging): string => {
  const { runs, refused } = simulation;
  const why = refused.map((one) => one.reason).join(', ');
  return `${runs.length} run${runs.length === 1 ? '' : 's'}${why === '' ? '' : ` (not entered: ${why})`}`;
};

const ofRuns = (input: Judging): readonly Difference[] => {
  const { expected, simulation } = input;
  const { runs: wanted, messages: _messages, ...one } = expected;
  const { runs } = simulation;
  if (wanted !== undefined) {
    const different =
      wanted.length === runs.length
        ? []
        : [differ({ path: 'runs', expected: `${wanted.length} runs`, actual: counted(input) })];
    const each = wanted.flatMap((expectedRun, index) => {
      const run = runs[index];
      return run === undefined ? [] : ofRun({ expected: expectedRun, run, prefix: `runs[${index}].` });
    });
    return [...different, ...each];
  }
  if (Object.values(one).every((value) => value === undefined)) return [];
  const [run] = runs;
  return run === undefined || runs.length > 1
    ? [differ({ path: 'runs', expected: '1 run', actual: counted(input) })]
    : ofRun({ expected: one, run, prefix: '' });
};

/** Where what happened is not what was expected, in the order of the expectation. */
export const differencesOf = (input: Judging): readonly Difference[] => {
  const cut = input.simulation.isCut
    ? [differ({ path: '', expected: 'an end', actual: 'something that goes on forever' })]
    : [];
  return [...cut, ...ofRuns(input), ...ofMessages(input)];
};
