import { suggest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import { type CheckInput, type Placed, refusal, unknownName, warning } from './check-kit.ts';
import { conditionsOf, factUses } from '../conditions-of.ts';
import { templatesOf } from '../templates-of.ts';

/** A place that reads what a step gave: `steps.<id>.<field>`. */
type Use = {
  readonly step?: string;
  readonly path: string;
  readonly id: string;
  readonly field: string | undefined;
};

const head = /^(?:\$\.)?steps\.([\w-]+)(?:\.([\w-]+))?/;

const useOf = (input: { text: string; path: string; step?: string }): readonly Use[] => {
  const found = head.exec(input.text);
  if (found?.[1] === undefined) return [];
  const step = input.step === undefined ? {} : { step: input.step };
  return [{ ...step, path: input.path, id: found[1], field: found[2] }];
};

const inPaths = ({ step, stepType, path }: Placed): readonly Use[] =>
  (stepType.reads?.(step) ?? []).flatMap(({ text, field }) =>
    useOf({ text, path: `${path}.${field}`, step: step.id }),
  );

const inConditions = (input: CheckInput): readonly Use[] =>
  conditionsOf(input).flatMap((placed) =>
    [...factUses({ value: placed.conditions, path: placed.path })].flatMap(({ fact, at, path }) => {
      if (fact !== 'steps' || at === undefined) return [];
      const text = at.replace('$', 'steps');
      const step = placed.step === undefined ? {} : { step: placed.step };
      return useOf({ text, path: `${path}.path`, ...step });
    }),
  );

const inTemplates = (input: CheckInput): readonly Use[] =>
  input.placed.flatMap((placed) =>
    templatesOf(placed).flatMap(({ variables, path }) =>
      variables.flatMap((text) => useOf({ text, path, step: placed.step.id })),
    ),
  );

/** Uses of `steps.<id>` that name no step of the journey, or something that step never gives. */
export const checkStepUses = (input: CheckInput): readonly Problem[] => {
  const steps = new Map(input.placed.map((placed) => [placed.step.id, placed]));
  const uses = [...input.placed.flatMap(inPaths), ...inConditions(input), ...inTemplates(input)];
  return uses.flatMap(({ id, field, ...at }): Problem[] => {
    if (input.lost.has(id)) return [];
    const found = steps.get(id);
    if (found === undefined) {
      const giving = [...steps.values()]
        .filter(({ stepType }) => stepType.gives !== undefined)
        .map(({ step }) => step.id);
      const none = 'No step of this journey gives a result.';
      return [unknownName({ ...at, code: 'unknown-step', kind: 'step', word: id, known: giving, none })];
    }
    const { step, stepType } = found;
    const results = stepType.gives;
    if (results === 'anything') return [];
    if (results === undefined) {
      const message = `\`${id}\` is a ${step.type} step and gives no result.`;
      return [refusal({ ...at, code: 'no-result', message, hint: 'Name a step that gives one.' })];
    }
    if (field === undefined || results.includes(field)) return [];
    const message = `A ${step.type} step gives no \`${field}\`.`;
    const hint = suggest({ word: field, known: results, none: '' });
    return [warning({ ...at, code: 'unknown-result', message, hint })];
  });
};
