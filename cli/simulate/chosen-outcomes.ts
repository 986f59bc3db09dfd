import { CicloError } from '../../domain/errors.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { walkSteps } from '../../domain/journey/graph.ts';

/**
 * The outcomes asked for on the command line, by step: `worth=otherwise` as it stands, and for each step of `timeout`
 * that nothing comes in time. Throws `invalid-input` for what is no choice.
 */
export const chosenOutcomes = (input: {
  journey: JourneyDefinition;
  choose: readonly string[];
  timeout: readonly string[];
}): Readonly<Record<string, string>> => {
  const types = new Map(
    [...walkSteps({ steps: input.journey.steps })].map(({ step, stepType }) => [step.id, stepType]),
  );
  const chosen = input.choose.map((text): [string, string] => {
    const [step = '', outcome = ''] = text.split('=', 2);
    if (step !== '' && outcome !== '') return [step, outcome];
    throw new CicloError({
      code: 'invalid-input',
      message: `\`${text}\` is no choice. Write the step and its outcome: --choose worth=otherwise`,
    });
  });
  const late = input.timeout.map((step): [string, string] => {
    const type = types.get(step);
    if (type?.timeout !== undefined) return [step, type.timeout];
    const message =
      type === undefined
        ? `There is no step \`${step}\`.`
        : `\`${step}\` has no timeout: it is a step of type \`${type.type}\`.`;
    throw new CicloError({ code: 'invalid-input', message });
  });
  return Object.fromEntries([...chosen, ...late]);
};
