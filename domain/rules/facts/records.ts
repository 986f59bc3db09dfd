import type { FactType } from './fact-type.ts';
import { numberMisfit, summaryNumbers } from './summary.ts';

const answers: readonly string[] = summaryNumbers;

export const records = {
  fact: 'records',
  means: `the records about the person, by \`params\`: ${answers.map((path) => `\`${path}\``).join(', ')}`,
  known: 'person',
  inDocuments: { kind: 'answer', about: 'record' },
  checkPath: ({ path }) =>
    path !== undefined && answers.includes(path)
      ? undefined
      : {
          message: 'The fact `records` needs one of its answers.',
          hint: `Use one of: ${answers.join(', ')}.`,
        },
  misfit: ({ operator }) => numberMisfit(operator),
} as const satisfies FactType;
