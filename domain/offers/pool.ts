import type { Checked, Problem } from '../problem.ts';
import { normaliseCode } from './code.ts';

const codesMax = 200_000;
const codePattern = /^[A-Z0-9_-]{3,60}$/;
const shownMax = 20;

/**
 * Reads a pool of codes: one a line, the first column of a CSV file, with or without the heading `code`.
 * Every line that holds no code, or one that came before, is a problem.
 */
export const readPool = (input: { text: string; file: string }): Checked<readonly string[]> => {
  const { file } = input;
  const problems: Problem[] = [];
  const codes = new Map<string, number>();
  const refuse = (fault: Pick<Problem, 'code' | 'message' | 'mend'> & { line?: number }): void => {
    problems.push({ file, line: 1, column: 1, path: '', severity: 'error', ...fault });
  };
  for (const [index, row] of input.text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const cell = (row.split(/[,;\t]/)[0] ?? '').trim().replace(/^"(.*)"$/, '$1');
    if (cell === '' || (index === 0 && cell.toLowerCase() === 'code')) continue;
    const code = normaliseCode(cell);
    const before = codes.get(code);
    if (!codePattern.test(code)) {
      refuse({
        line,
        code: 'bad-code',
        message: `\`${cell.slice(0, 60)}\` is not a code.`,
        mend: 'Write letters, digits and dashes.',
      });
    } else if (before !== undefined) {
      refuse({
        line,
        code: 'repeated-code',
        message: `\`${code}\` stands in line ${before} already.`,
        mend: 'Remove one of the two.',
      });
    } else codes.set(code, line);
  }
  if (codes.size === 0) {
    refuse({ code: 'no-codes', message: 'There are no codes in this file.', mend: 'Write one code a line.' });
  }
  if (codes.size > codesMax) {
    const message = `There are more than ${codesMax} codes.`;
    refuse({ code: 'too-many-codes', message, mend: 'Split them over several offers.' });
  }
  return problems.length > 0
    ? { ok: false, problems: problems.slice(0, shownMax) }
    : { ok: true, value: [...codes.keys()], warnings: [] };
};
