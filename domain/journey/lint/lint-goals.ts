import type { Problem } from '../../problem.ts';
import { type CheckInput, warning } from '../checks/check-kit.ts';
import { eventListeners, goalPlace } from '../definition.ts';

const ofMessages: ReadonlySet<string> = new Set([
  'Email Delivered',
  'Email Opened',
  'Link Clicked',
  'Unsubscribed',
  'Email Bounced',
]);

/** Goals nobody can reach, and exits that can never happen. */
export const lintGoals = (input: CheckInput): readonly Problem[] => {
  const { definition } = input;
  const silent = !input.placed.some(({ step }) => step.type === 'send');
  return eventListeners(definition).flatMap(({ on, path, match }): readonly Problem[] => {
    if (silent && ofMessages.has(on) && typeof match !== 'object') {
      const isGoal = path === goalPlace;
      return [
        warning({
          code: isGoal ? 'unreachable-goal' : 'unreachable-exit',
          path: `${path}.on`,
          message: `${isGoal ? 'Nobody can reach this goal' : 'This exit can never happen'}: \`${on}\` is about messages, and this journey sends none.`,
          hint: 'Name another event, or add a `send` step.',
        }),
      ];
    }
    return shadowed({ input, on, path });
  });
};

/** An exit on the same event with no further condition always ends the run before another exit on it. */
const shadowed = (input: { input: CheckInput; on: string; path: string }): readonly Problem[] => {
  const { exit } = input.input.definition;
  const index = exit.findIndex(
    (one) => 'on' in one && one.on === input.on && one.where === undefined && one.match === undefined,
  );
  if (index === -1 || !input.path.startsWith('exit') || input.path <= `exit[${index}]`) return [];
  return [
    warning({
      code: 'unreachable-exit',
      path: input.path,
      message: `This exit can never happen: every \`${input.on}\` ends the run at the exit before it.`,
      hint: 'Put the exit with conditions first.',
    }),
  ];
};
