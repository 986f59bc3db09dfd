import type { Problem } from '../../problem.ts';
import { type CheckInput, warning } from '../checks/check-kit.ts';

/** A date that comes every year, for people who may enter but once. */
const lintYearly = ({ definition: { entry } }: CheckInput): readonly Problem[] =>
  'date' in entry && entry.yearly && entry.again === 'never'
    ? [
        warning({
          code: 'once-a-life',
          path: 'entry.again',
          message: 'The date comes every year, but nobody enters twice.',
          hint: 'Write `"again": "always"`, or leave out `yearly`.',
        }),
      ]
    : [];

/** Things that are allowed and hardly meant. */
export const lintJourney = (input: CheckInput): readonly Problem[] => {
  const { definition, placed, context } = input;
  const problems: Problem[] = [...lintYearly(input)];
  if (definition.holdout > 0 && definition.goal === undefined) {
    problems.push(
      warning({
        code: 'holdout-without-goal',
        path: 'holdout',
        message: 'People are held out, but nothing says what they are compared by.',
        hint: 'Add a `goal`, or set `holdout` to 0.',
      }),
    );
  }
  if (definition.holdout === 0) return problems;
  const transactional = placed.filter(
    ({ step }) => step.type === 'send' && context?.messages.get(step.message)?.class === 'transactional',
  );
  for (const { step, path } of transactional) {
    problems.push(
      warning({
        code: 'transactional-held-out',
        step: step.id,
        path: `${path}.message`,
        message: `${definition.holdout} % of people never get this message, though they wait for it.`,
        hint: 'Set `holdout` to 0, or send it from a journey of its own.',
      }),
    );
  }
  return problems;
};
