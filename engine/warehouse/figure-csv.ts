import { fromMinor } from '../../domain/money.ts';
import { csvLine } from '../../domain/transfer/write-rows.ts';
import type { FigureAnswer } from './run-figure.ts';

/** A figure, or the rows behind it, as CSV: amounts of a figure as decimals, everything else as it is. */
export const csvOf = (found: FigureAnswer, isFigure: boolean): string => {
  const { figure, currency, columns, rows } = found;
  const units = isFigure ? figure.columns.map(({ unit }) => unit) : [];
  const lines = rows.map((row) =>
    row.map((value, index) =>
      typeof value === 'number' && units[index] === 'money'
        ? String(fromMinor({ minor: value, currency }))
        : String(value ?? ''),
    ),
  );
  return [columns.map(({ name }) => name), ...lines].map(csvLine).join('');
};
