import { readCsv } from '../documents/csv-table.ts';
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
  const refuse = (fault: Pick<Problem, 'code' | 'message' | 'hint'> & { line?: number }): void => {
    problems.push({ file, line: 1, column: 1, path: '', severity: 'error', ...fault });
  };
  const table = readCsv({ text: input.text, isWanted: ([first]) => first?.toLowerCase() === 'code' });
  if (!table.ok) refuse({ line: table.line, code: 'not-csv', message: table.message, hint: table.hint });
  for (const [index, { line, cells }] of (table.ok ? table.rows : []).entries()) {
    const cell = cells[0] ?? '';
    if (cell === '' || (index === 0 && cell.toLowerCase() === 'code')) continue;
    const code = normaliseCode(cell);
    const before = codes.get(code);
    if (!codePattern.test(code)) {
      refuse({
        line,
        code: 'bad-code',
        message: `\`${cell.slice(0, 60)}\` is not a code.`,
        hint: 'Write letters, digits and dashes.',
      });
    } else if (before !== undefined) {
      refuse({
        line,
        code: 'repeated-code',
        message: `\`${code}\` stands in line ${before} already.`,
        hint: 'Remove one of the two.',
      });
    } else codes.set(code, line);
  }
  if (codes.size === 0 && problems.length === 0) {
    refuse({ code: 'no-codes', message: 'There are no codes in this file.', hint: 'Write one code a line.' });
  }
  if (codes.size > codesMax) {
    const message = `There are more than ${codesMax} codes.`;
    refuse({ code: 'too-many-codes', message, hint: 'Split them over several offers.' });
  }
  return problems.length > 0
    ? { ok: false, problems: problems.slice(0, shownMax) }
    : { ok: true, value: [...codes.keys()], warnings: [] };
};
