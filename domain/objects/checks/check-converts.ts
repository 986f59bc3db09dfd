import type { Problem } from '../../problem.ts';
import { convertTargets, fieldsOfSource } from '../converts.ts';
import { type ObjectDefinition, stagesOf } from '../definition.ts';
import type { CheckInput } from './check-kit.ts';
import { refusal, unknownName } from './check-kit.ts';

/** The fields of the object that a conversion reads, with their places. */
const namedIn = ({ converts = {} }: ObjectDefinition): readonly { word: string; path: string }[] => [
  ...Object.entries(converts.person ?? {}).map(([trait, word]) => ({
    word,
    path: `converts.person.${trait}`,
  })),
  ...convertTargets.flatMap((target) =>
    Object.entries(converts[target] ?? {}).flatMap(([key, source]) =>
      fieldsOfSource(source).map((word) => ({ word, path: `converts.${target}.${key}` })),
    ),
  ),
];

/** What is wrong with how records of an object are converted, looking at the object alone. */
export const checkConverts = ({ definition }: CheckInput): readonly Problem[] => {
  if (definition.converts === undefined) return [];
  const known = Object.keys(definition.fields);
  const isWon = stagesOf(definition).some(({ ends }) => ends === 'won');
  const { person } = definition;
  return [
    ...namedIn(definition)
      .filter(({ word }) => !known.includes(word))
      .map(({ word, path }) => unknownName({ code: 'unknown-field', path, kind: 'field', word, known })),
    ...(isWon && person !== undefined
      ? []
      : [
          refusal({
            code: 'bad-conversion',
            path: 'converts',
            message: 'A record that can be converted needs a person and a stage that ends with `won`.',
            hint:
              person === undefined
                ? 'Add `person`.'
                : 'Add `"ends": "won"` to the stage of converted records.',
          }),
        ]),
  ];
};

/** What is wrong with how records are converted beside the other objects: what is made must have the fields that get values. */
export const checkConvertTargets = (input: {
  definition: ObjectDefinition;
  objects: ReadonlyMap<string, ObjectDefinition>;
  /** Objects whose files cannot be read. */
  unread?: ReadonlySet<string>;
}): readonly Problem[] =>
  convertTargets.flatMap((target): readonly Problem[] => {
    const keys = Object.keys(input.definition.converts?.[target] ?? {});
    if (input.definition.converts?.[target] === undefined || input.unread?.has(target) === true) return [];
    const known = Object.keys(input.objects.get(target)?.fields ?? {});
    return keys
      .filter((word) => !known.includes(word))
      .map((word) =>
        unknownName({
          code: 'unknown-field',
          path: `converts.${target}.${word}`,
          kind: 'field',
          word,
          known,
        }),
      );
  });
