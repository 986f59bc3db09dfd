import { suggest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import { certainResults, certainSteps } from '../certain-results.ts';
import { comesBefore } from './check-match.ts';
import { type CheckInput, refusal, unknownName, warning } from './check-kit.ts';
import { toGraph } from '../graph.ts';
import { type Use, usesOf } from '../uses-of.ts';

/** The step and the field of `steps.ten.code`. */
const head = /^steps\.([\w-]+)(?:\.([\w-]+))?/;

/** What to do about a value that may be absent, by where it is read. */
const hints: Readonly<Record<Use['kind'], (id: string) => string>> = {
  condition: (id) => `Ask it only behind \`${id}\`, or ask first whether it \`exists\`.`,
  path: (id) => `Put it behind \`${id}\`, or write what follows without the date: \`missing\`.`,
  template: (id) => `Use it only behind \`${id}\`, or put it into \`{{#if steps.${id}}}\`.`,
  match: (id) => `Wait for it only behind \`${id}\`.`,
};

/** Whether there is no such step before the one that reads its result, which `checkMatches` refuses. */
const isLater = ({ definition, types }: CheckInput, { step = '' }: Use, id: string): boolean =>
  !comesBefore({ definition, types, first: id, later: step });

/** Says for a use whether a run can come to its step without the step it reads. */
const absences = (input: CheckInput): ((use: Use, id: string) => readonly Problem[]) => {
  const { definition, types } = input;
  const graph = toGraph(definition, types);
  const [results, steps] = [certainResults({ graph, types }), certainSteps(graph)];
  return (use, id) => {
    const { step, path, kind, isGuarded } = use;
    if (step === undefined || isGuarded) return [];
    // A `repeat` asks before each round for what its rounds give.
    if (graph.nodes.get(id)?.within.includes(step) === true || id === step) return [];
    // A condition on a step that gave nothing does not hold, which is what is meant.
    const known = (kind === 'condition' ? steps : results).get(step);
    if (known === undefined || known.has(id)) return [];
    const message = `This reads the result of \`${id}\`, but a run can come here without it.`;
    return [warning({ code: 'step-may-not-run', step, path, message, hint: hints[kind](id) })];
  };
};

/**
 * Uses of `steps.<id>` that name no step of the journey or something that step never gives, or that a run can come to
 * without it.
 */
export const checkStepUses = (input: CheckInput): readonly Problem[] => {
  const steps = new Map(input.placed.map((placed) => [placed.step.id, placed]));
  const absent = absences(input);
  return usesOf(input).flatMap((use): readonly Problem[] => {
    const [, id, field] = head.exec(use.name) ?? [];
    if (id === undefined || input.lost.has(id)) return [];
    const at = { path: use.path, ...(use.step === undefined ? {} : { step: use.step }) };
    const found = steps.get(id);
    // What is compared with is looked at by `checkMatches`.
    if (use.kind === 'match') return isLater(input, use, id) ? [] : absent(use, id);
    if (found === undefined) {
      const giving = [...steps.values()]
        .filter(({ stepType }) => stepType.gives !== undefined)
        .map(({ step }) => step.id);
      const none = 'No step of this journey gives a result.';
      return [unknownName({ ...at, code: 'unknown-step', kind: 'step', word: id, known: giving, none })];
    }
    const { step, stepType } = found;
    const results = stepType.gives;
    if (results === 'anything') return absent(use, id);
    if (results === undefined) {
      const message = `\`${id}\` is a ${step.type} step and gives no result.`;
      return [refusal({ ...at, code: 'no-result', message, hint: 'Name a step that gives one.' })];
    }
    if (field === undefined || results.includes(field)) return absent(use, id);
    const message = `A ${step.type} step gives no \`${field}\`.`;
    const hint = suggest({ word: field, known: results, none: '' });
    return [warning({ ...at, code: 'unknown-result', message, hint })];
  });
};
