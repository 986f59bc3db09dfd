import { operatorTable } from '../operator-names.ts';
import type { FactType } from './fact-type.ts';
import { numberMisfit, summaryNumbers } from './summary.ts';

/** The instants in its answer, beside the numbers. */
const instants = ['$.first', '$.last'];
const answers: readonly string[] = [...summaryNumbers, ...instants];

export const events = {
  fact: 'events',
  means: `what the person did, by \`params\`: ${answers.map((path) => `\`${path}\``).join(', ')}`,
  known: 'person',
  inDocuments: { kind: 'answer', about: 'event' },
  checkPath: ({ path }) =>
    path !== undefined && answers.includes(path)
      ? undefined
      : {
          message: 'The fact `events` needs one of its answers.',
          hint: `Use one of: ${answers.join(', ')}.`,
        },
  misfit: ({ path, operator }) => {
    if (operator === 'exists' || operator === 'notExists') return undefined;
    if (path === undefined || !instants.includes(path)) return numberMisfit(operator);
    const kind = operatorTable[operator].value;
    const fits = kind === 'age' || kind === 'instant';
    return fits ? undefined : 'Use `olderThan`, `newerThan`, `before` or `after`.';
  },
} as const satisfies FactType;
