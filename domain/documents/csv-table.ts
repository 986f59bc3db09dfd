import { CsvError, parse } from 'csv-parse/sync';

import { isObject } from '../json.ts';

/** A row with the line it begins in, from 1. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

export type CsvTable =
  | { readonly ok: true; readonly rows: readonly CsvRow[]; readonly delimiter: string }
  | { readonly ok: false; readonly line: number; readonly message: string; readonly hint: string };

/** What separates the cells of a row. */
export const delimiters = [',', ';', '\t', '|'] as const;

/** What is wrong with a file that is no CSV, by the code of the parser. */
export const csvFaults: ReadonlyMap<string, { readonly message: string; readonly hint: string }> = new Map([
  [
    'CSV_QUOTE_NOT_CLOSED',
    { message: 'A quote is opened here and never closed.', hint: 'Close it, or remove it.' },
  ],
  [
    'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE',
    {
      message: 'Text follows a closing quote.',
      hint: 'Put quotes around the whole cell, and twice inside it.',
    },
  ],
]);

const isRecord = (value: unknown): value is { record: string[]; info: { lines: number } } =>
  isObject(value) && Array.isArray(value['record']) && isObject(value['info']);

const newlinesIn = (cells: readonly string[]): number => cells.join('').split('\n').length - 1;

const parseWith = (input: { text: string; delimiter: string; upTo?: number }): CsvRow[] => {
  const { text, delimiter, upTo } = input;
  const records: unknown = parse(text, {
    delimiter,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    trim: true,
    info: true,
    ...(upTo === undefined ? {} : { to: upTo }),
  });
  return (Array.isArray(records) ? records : []).flatMap((one: unknown): CsvRow[] => {
    if (!isRecord(one)) return [];
    const { record: cells, info } = one;
    return cells.every((cell) => cell === '') ? [] : [{ line: info.lines - newlinesIn(cells), cells }];
  });
};

/** The delimiter by which the first row has what is looked for, else the most cells. */
export const delimiterOf = (text: string, isWanted: (heading: readonly string[]) => boolean): string => {
  const headings = delimiters.map((delimiter) => {
    try {
      return { delimiter, cells: parseWith({ text, delimiter, upTo: 1 })[0]?.cells ?? [] };
    } catch {
      // A quote that is never closed by one delimiter may be text by another; the reading of it all tells.
      return { delimiter, cells: [] };
    }
  });
  const [most] = headings.toSorted((one, two) => two.cells.length - one.cells.length);
  return (headings.find(({ cells }) => isWanted(cells)) ?? most)?.delimiter ?? ',';
};

/** The line a spreadsheet writes for itself, `sep=;`. */
export const separatorLine = /^sep=(.)\n/i;

/**
 * Reads a CSV file as spreadsheets and shops export it: commas, semicolons, tabs or bars, whichever give a first row that is
 * wanted; any line ends; a byte order mark; line breaks within quotes; rows without a value left out.
 */
export const readCsv = (input: {
  text: string;
  isWanted: (heading: readonly string[]) => boolean;
}): CsvTable => {
  const plain = input.text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const stated = separatorLine.exec(plain)?.[1];
  const text = stated === undefined ? plain : plain.replace(separatorLine, '\n');
  const delimiter = stated ?? delimiterOf(text, input.isWanted);
  try {
    return { ok: true, rows: parseWith({ text, delimiter }), delimiter };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    const known = csvFaults.get(error.code) ?? {
      message: `${error.message}.`,
      hint: 'Export it as CSV again.',
    };
    return { ok: false, line, ...known };
  }
};
