import { requestError } from './problem.ts';

const words: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [undefined, false],
  ['', true],
  ['1', true],
  ['true', true],
  [true, true],
  ['0', false],
  ['false', false],
  [false, false],
  [null, false],
]);

/** A yes or no as requests write it. Anything else is refused: a flag that is misread does the opposite. */
export const readFlag = (input: { name: string; value: unknown }): boolean => {
  const flag = words.get(input.value);
  if (flag !== undefined) return flag;
  const message = `\`${input.name}\` is neither true nor false.`;
  throw requestError({
    code: 'invalid-input',
    message,
    problems: [{ code: 'bad-flag', path: input.name, message, mend: 'Write true or false.' }],
  });
};
