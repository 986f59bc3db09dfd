import colors from 'picocolors';

import type { Problem } from '../domain/problem.ts';

/** Where commands write what people read. */
export type Say = (line: string) => void;

/** One problem as a person reads it: where, what, and how to fix it. */
export const problemText = (problem: Problem): string => {
  const place = [
    problem.file === undefined
      ? ''
      : `${problem.file}${problem.line === undefined ? '' : `:${problem.line}:${problem.column ?? 1}`}`,
    problem.step === undefined ? '' : `step ${problem.step}`,
    problem.path,
  ]
    .filter((part) => part !== '')
    .join('  ');
  const mark = problem.severity === 'error' ? colors.red('error') : colors.yellow('warning');
  return `${mark} ${colors.bold(place)}  ${colors.dim(problem.code)}\n  ${problem.message}\n  ${colors.cyan('hint:')} ${problem.hint}`;
};

/** A plain table with aligned columns; numbers to the right. */
export const table = (input: {
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}): string => {
  const texts = [input.head, ...input.rows].map((row) => row.map(String));
  const widths = input.head.map((_, column) => Math.max(...texts.map((row) => (row[column] ?? '').length)));
  const isNumber = input.head.map(
    (_, column) => input.rows.length > 0 && input.rows.every((row) => typeof row[column] === 'number'),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) =>
        isNumber[column] === true ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const [head = [], ...rows] = texts;
  return [
    colors.bold(line(head)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map(line),
  ].join('\n');
};
