import type { Problem } from '../../problem.ts';
import { stagesOf } from '../definition.ts';
import { type CheckInput, unknownName } from './check-kit.ts';

const timed: ReadonlySet<string> = new Set(['instant', 'date']);

/** Stages and fields that `work` names have to be there. */
export const checkWork = ({ definition }: CheckInput): readonly Problem[] => {
  const { stages = [], due = [] } = definition.work ?? {};
  const known = stagesOf(definition).map(({ key }) => key);
  const fields = Object.entries(definition.fields).flatMap(([key, { type }]) =>
    timed.has(type) ? [key] : [],
  );
  const unknown = (input: { words: readonly string[]; known: readonly string[]; of: 'stages' | 'due' }) =>
    input.words.flatMap((word, index) =>
      input.known.includes(word)
        ? []
        : [
            unknownName({
              code: input.of === 'stages' ? 'unknown-stage' : 'unknown-field',
              path: `work.${input.of}[${index}]`,
              kind: input.of === 'stages' ? 'stage' : 'field of the type instant or date',
              word,
              known: input.known,
            }),
          ],
    );
  return [
    ...unknown({ words: stages, known, of: 'stages' }),
    ...unknown({ words: due, known: fields, of: 'due' }),
  ];
};
