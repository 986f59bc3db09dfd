import { operatorTable } from '../operator-names.ts';
import type { FactType } from './fact-type.ts';

/** The numbers and the instants in its answer. */
const numbers = ['$.count', '$.sum', '$.average', '$.min', '$.max'];
const instants = ['$.first', '$.last'];
const answers = [...numbers, ...instants];
const numeric: ReadonlySet<string> = new Set(['number', 'range', 'scalar', 'scalars']);

export const events = {
  fact: 'events',
  means: `what the person did, by \`params\`: ${answers.map((path) => `\`${path}\``).join(', ')}`,
  known: 'person',
  inDocuments: { kind: 'answer' },
  checkPath: ({ path }) =>
    path !== undefined && answers.includes(path)
      ? undefined
      : {
          message: 'The fact `events` needs one of its answers.',
          hint: `Use one of: ${answers.join(', ')}.`,
        },
  misfit: ({ path, operator }) => {
    if (operator === 'exists' || operator === 'notExists') return undefined;
    const kind = operatorTable[operator].value;
    if (path !== undefined && instants.includes(path)) {
      const fits = kind === 'age' || kind === 'instant';
      return fits ? undefined : 'Use `olderThan`, `newerThan`, `before` or `after`.';
    }
    const fits = numeric.has(kind) && !operator.includes('ontain');
    return fits ? undefined : 'Compare it with a number, by `greaterThan` and the like.';
  },
} as const satisfies FactType;
