import type { Problem } from '../../problem.ts';
import { type ObjectDefinition, stageOf, stagesOf } from '../definition.ts';
import { type CheckInput, refusal, unknownName } from './check-kit.ts';

/** The stages that records can come to from the first, move by move. */
const reachable = (definition: ObjectDefinition): ReadonlySet<string> => {
  const all = stagesOf(definition).map(({ key }) => key);
  const found = new Set<string>();
  const left = definition.stages === undefined ? [] : [definition.stages.first];
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    const stage = stageOf(definition, key);
    left.push(...(stage === undefined ? [] : (stage.to ?? all)));
  }
  return found;
};

const checkMoves = (input: CheckInput): readonly Problem[] => {
  const { definition, stagePath } = input;
  const stages = stagesOf(definition);
  const known = stages.map(({ key }) => key);
  return stages.flatMap(({ key, to = [], requires = [], locks = [] }) => [
    ...to.flatMap((next, index): readonly Problem[] => {
      const path = `${stagePath(key)}.to[${index}]`;
      if (next === key) {
        const message = `\`${key}\` cannot move to itself.`;
        return [refusal({ code: 'bad-move', path, message, hint: 'Remove it.' })];
      }
      return known.includes(next)
        ? []
        : [unknownName({ code: 'unknown-stage', path, kind: 'stage', word: next, known })];
    }),
    ...[
      ...requires.map((field, index) => ({ field, at: `requires[${index}]` })),
      ...locks.map((field, index) => ({ field, at: `locks[${index}]` })),
    ]
      .filter(({ field }) => !Object.hasOwn(definition.fields, field))
      .map(({ field, at }) =>
        unknownName({
          code: 'unknown-field',
          path: `${stagePath(key)}.${at}`,
          kind: 'field',
          word: field,
          known: Object.keys(definition.fields),
        }),
      ),
  ]);
};

/** What is wrong with the stages of an object: moves lead to stages, all can be reached, required fields exist. */
export const checkStages = (input: CheckInput): readonly Problem[] => {
  const { definition, stagePath } = input;
  if (definition.stages === undefined) return [];
  const { first, list } = definition.stages;
  const known = list.map(({ key }) => key);
  const twice = known.flatMap((key, index) =>
    known.indexOf(key) === index
      ? []
      : [
          refusal({
            code: 'duplicate-stage',
            path: `stages.list[${index}].key`,
            message: `The stage \`${key}\` stands there twice.`,
            hint: 'Keep one of the two.',
          }),
        ],
  );
  if (!known.includes(first))
    return [
      ...twice,
      unknownName({ code: 'unknown-stage', path: 'stages.first', kind: 'stage', word: first, known }),
    ];
  const there = reachable(definition);
  const lost = known
    .filter((key) => !there.has(key))
    .map((key) =>
      refusal({
        code: 'unreachable-stage',
        path: stagePath(key),
        message: `No record can come to the stage \`${key}\`.`,
        hint: `Add \`${key}\` to \`to\` of a stage that comes before it, or remove it.`,
      }),
    );
  return [...twice, ...checkMoves(input), ...lost];
};
