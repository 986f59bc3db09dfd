import { readYesNo } from '../../domain/yes-no.ts';
import { requestError } from './problem.ts';

/** A yes or no as requests write it. Anything else is refused: a flag that is misread does the opposite. */
export const readFlag = (input: { name: string; value: unknown }): boolean => {
  const flag = input.value === undefined ? false : readYesNo(input.value);
  if (flag !== undefined) return flag;
  const message = `\`${input.name}\` is neither true nor false.`;
  throw requestError({
    code: 'invalid-input',
    message,
    problems: [{ code: 'bad-flag', path: input.name, message, hint: 'Write true or false.' }],
  });
};
