import { checkKey } from '../../documents/check-key.ts';
import { type JsonDocument, locateProblems, readJsonDocument } from '../../documents/json-document.ts';
import { conclude } from '../../documents/parse-document.ts';
import { parsePath } from '../../documents/path.ts';
import { zodProblems } from '../../documents/zod-problems.ts';
import type { Checked, Problem } from '../../problem.ts';
import { asStepType } from './as-step-type.ts';
import { checkJourneyConditions } from './check-conditions-in-journey.ts';
import { checkAttributes } from './check-attributes.ts';
import { checkEntry } from './check-entry.ts';
import { checkEventNames } from './check-events.ts';
import { checkLoops, checkReachability } from './check-flow.ts';
import type { CheckInput } from './check-kit.ts';
import { checkJoins } from './check-joins.ts';
import { checkJourneyLimits } from './check-limits.ts';
import { checkMatches } from './check-match.ts';
import { checkMessageSteps, checkReferences } from './check-references.ts';
import { checkRecordEntry } from './check-record-entry.ts';
import { checkRecordSteps } from './check-record-steps.ts';
import { checkRecordUses } from './check-record-uses.ts';
import { checkStepUses } from './check-step-uses.ts';
import { checkIds, checkSteps } from './check-steps.ts';
import { type JourneyDefinition, type JourneySchema, journeySchema, journeySchemaOf } from '../definition.ts';
import { expandFragments } from '../fragments/expand-fragments.ts';
import type { Fragments } from '../fragments/fragment.ts';
import { walkSteps } from '../graph.ts';
import type { JourneyContext } from '../journey-context.ts';
import { lintCaps } from '../lint/lint-caps.ts';
import { lintContradictions } from '../lint/lint-contradictions.ts';
import { lintGoalWindow } from '../lint/lint-goal-window.ts';
import { lintGoals } from '../lint/lint-goals.ts';
import { lintJourney } from '../lint/lint-journey.ts';
import { salvage, stepAt } from '../reduce/salvage.ts';
import { stepTypes } from '../steps.ts';
import type { StepTypes } from '../steps/step-type.ts';
import { checkTemplates } from '../templates-of.ts';

const checks: readonly ((input: CheckInput) => readonly Problem[])[] = [
  checkIds,
  checkEntry,
  checkRecordEntry,
  checkSteps,
  checkJoins,
  checkReachability,
  checkLoops,
  checkJourneyConditions,
  checkAttributes,
  checkMatches,
  checkTemplates,
  checkStepUses,
  checkRecordUses,
  checkRecordSteps,
  checkReferences,
  checkMessageSteps,
  checkEventNames,
  checkJourneyLimits,
  lintGoals,
  lintGoalWindow,
  lintContradictions,
  lintCaps,
  lintJourney,
];

/**
 * Everything wrong with a journey that has the right shape: what cannot work is an error, what is hardly meant a
 * warning. References out of the journey are looked at when the rest of the workspace is given.
 */
export const checkJourney = (input: {
  definition: JourneyDefinition;
  context?: JourneyContext | undefined;
  /** Ids of steps that could not be read. */
  lost?: ReadonlySet<string>;
  types?: StepTypes | undefined;
}): readonly Problem[] => {
  const types = input.types ?? stepTypes;
  const placed = [...walkSteps({ steps: input.definition.steps, types })];
  const lost = input.lost ?? new Set<string>();
  return checks.flatMap((check) => check({ ...input, context: input.context, placed, lost, types }));
};

const withStep = (input: { problems: readonly Problem[]; document: JsonDocument }): readonly Problem[] =>
  input.problems.map((problem) => {
    const step = problem.step ?? stepAt({ value: input.document.value, path: parsePath(problem.path) });
    return step === undefined ? problem : { ...problem, step };
  });

const isBelow = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);

const ofRest = (input: {
  value: unknown;
  issues: Parameters<typeof salvage>[0]['issues'];
  context: JourneyContext | undefined;
  types: StepTypes | undefined;
  schema: JourneySchema;
  lost: ReadonlySet<string>;
}): readonly Problem[] => {
  const rest = salvage(input);
  if (rest === undefined) return [];
  const { definition, replaced } = rest;
  const lost = new Set([...input.lost, ...rest.lost]);
  return checkJourney({ ...input, definition, lost }).filter(
    ({ code, path, severity }) =>
      severity === 'error' && (code === 'duplicate-id' || !replaced.some((place) => isBelow(path, place))),
  );
};

const byPlace = (a: Problem, b: Problem): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

/** Fills in what is settled when a journey is published. */
const settle = (input: {
  definition: JourneyDefinition;
  context: JourneyContext;
  types: StepTypes | undefined;
}): void => {
  const { definition, context, types } = input;
  for (const { step, stepType } of walkSteps({ steps: definition.steps, types })) {
    stepType.publish?.({ step, context });
  }
};

/**
 * Reads a journey from the text of `journeys/<key>.json`. Every problem is reported at once with its line,
 * column, step and hint; with `context`, what the journey refers to is looked up in the rest of the workspace. The
 * steps of `fragments` are put where the journey uses them: the definition has no use of a fragment any more.
 */
export const parseJourney = (input: {
  text: string;
  file: string;
  context?: JourneyContext | undefined;
  /** The types of step of the language: those that come with the engine by default. */
  types?: StepTypes | undefined;
  fragments?: Fragments | undefined;
}): Checked<JourneyDefinition> => {
  const { file, context, types } = input;
  const schema = types === undefined ? journeySchema : journeySchemaOf(types);
  const read = readJsonDocument({ text: input.text, file });
  if (!read.ok) return read;
  const expanded = expandFragments({ document: read.value, fragments: input.fragments ?? new Map() });
  const { document, clashes, lost } = expanded;
  const { value } = document;
  const result = schema.safeParse(value);
  const place = (problems: readonly Problem[]): readonly Problem[] =>
    [
      ...expanded.problems,
      ...locateProblems({
        // Said where the fragment is used.
        problems: withStep({ problems, document }).filter(
          ({ code, step = '' }) => code !== 'duplicate-id' || !clashes.has(step),
        ),
        document,
      }),
    ].sort(byPlace);
  if (!result.success) {
    const { issues } = result.error;
    const shape = zodProblems({ schema, value, issues }).map(asStepType);
    return {
      ok: false,
      problems: place([...shape, ...ofRest({ value, issues, context, types, schema, lost })]),
    };
  }
  const definition = result.data;
  const problems = [
    ...checkKey({ key: definition.key, file }),
    ...checkJourney({ definition, context, types, lost }),
  ];
  if (context !== undefined) settle({ definition, context, types });
  return conclude({ value: definition, problems: place(problems) });
};

/** Adds file, line and column to problems found in a journey that was read before, also where a fragment has them. */
export const locateInJourney = (input: {
  problems: readonly Problem[];
  text: string;
  file: string;
  fragments: Fragments;
}): readonly Problem[] => {
  const read = readJsonDocument(input);
  if (!read.ok) return input.problems;
  const { document } = expandFragments({ document: read.value, fragments: input.fragments });
  return locateProblems({ problems: input.problems, document });
};
