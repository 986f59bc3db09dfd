import { Readable } from 'node:stream';

import { CsvError, parse } from 'csv-parse';

import { csvFaults } from '../../../domain/documents/csv-table.ts';
import { isJsonObject, isObject, type Json } from '../../../domain/json.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { Dialect } from '../../../domain/transfer/dialect.ts';
import { brokenFile, rowBytesMax } from './broken-file.ts';
import { feedRows } from './feed-rows.ts';

/** Where in a file reading goes on: behind so many bytes of its text as UTF-8, in this line. */
export type FilePlace = { readonly offset: number; readonly line: number };

/** One row as it stands in the file, the line it begins in, and the place behind it. */
export type FileRow = {
  readonly line: number;
  readonly after: FilePlace;
  readonly row:
    | { readonly kind: 'cells'; readonly cells: readonly string[] }
    | { readonly kind: 'object'; readonly value: Readonly<Record<string, Json>> }
    /** An item of a feed: the texts of each of its fields, in the order of the file. */
    | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, readonly string[]> }
    /** Not a row at all: NDJSON with a line that is no object. */
    | { readonly kind: 'broken'; readonly text: string; readonly problems: readonly Problem[] };
};

const pieceBytes = 64 * 1024;

/** The text in small pieces: a parser is never handed much more than it can give on. */
async function* piecesOf(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of texts) {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
}

type CsvRecord = {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly bytes: number };
};

const isRecord = (value: unknown): value is CsvRecord =>
  isObject(value) && Array.isArray(value['record']) && isObject(value['info']);

const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);

const csvFault = (thrown: unknown, from: FilePlace): unknown => {
  if (!(thrown instanceof CsvError)) return thrown;
  const lines = typeof thrown['lines'] === 'number' ? thrown['lines'] : 1;
  const tooLong = {
    message: `A row has more than ${rowBytesMax / 1024} KB, or a quote is opened and never closed.`,
    hint: 'Close the quote, or shorten the row.',
  };
  const known =
    thrown.code === 'CSV_MAX_RECORD_SIZE'
      ? tooLong
      : (csvFaults.get(thrown.code) ?? { message: `${thrown.message}.`, hint: 'Export it as CSV again.' });
  return brokenFile({ line: from.line - 1 + lines, ...known });
};

async function* csvRows(input: {
  texts: AsyncIterable<string>;
  delimiter: string;
  from: FilePlace;
}): AsyncGenerator<FileRow> {
  const { from, delimiter } = input;
  const source = Readable.from(piecesOf(input.texts), { objectMode: false });
  const parser = parse({
    delimiter,
    recordDelimiter: '\n',
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    trim: true,
    info: true,
    maxRecordSize: rowBytesMax,
  });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const one of parser) {
      if (!isRecord(one)) continue;
      const { record: cells, info } = one;
      const lastLine = from.line - 1 + info.lines;
      const after = { offset: from.offset + info.bytes, line: lastLine + 1 };
      if (cells.every((cell) => cell === '')) continue;
      yield { line: lastLine - newlinesIn(cells), after, row: { kind: 'cells', cells } };
    }
  } catch (thrown) {
    throw csvFault(thrown, from);
  } finally {
    source.destroy();
  }
}

const notAnObject = (text: string): FileRow['row'] => ({
  kind: 'broken',
  text: text.slice(0, 2000),
  problems: [
    {
      code: 'not-json',
      path: '',
      message: 'The line is not a JSON object.',
      hint: 'Write one object in each line, such as `{"name":"Roof"}`.',
      severity: 'error',
    },
  ],
});

const objectIn = (text: string): FileRow['row'] => {
  try {
    const value: Json = JSON.parse(text);
    return isJsonObject(value) ? { kind: 'object', value } : notAnObject(text);
  } catch {
    return notAnObject(text);
  }
};

async function* jsonRows(input: { texts: AsyncIterable<string>; from: FilePlace }): AsyncGenerator<FileRow> {
  let { offset, line } = input.from;
  let open = '';
  const rowOf = (text: string, end: string): FileRow | undefined => {
    const at = line;
    offset += Buffer.byteLength(text) + end.length;
    line += 1;
    return text.trim() === '' ? undefined : { line: at, after: { offset, line }, row: objectIn(text) };
  };
  for await (const piece of input.texts) {
    const lines = (open + piece).split('\n');
    open = lines.pop() ?? '';
    for (const text of lines) {
      const row = rowOf(text, '\n');
      if (row !== undefined) yield row;
    }
    if (open.length > rowBytesMax) {
      const message = `A row has more than ${rowBytesMax / 1024} KB.`;
      throw brokenFile({ line, message, hint: 'Write one object in each line.' });
    }
  }
  const last = rowOf(open, '');
  if (last !== undefined) yield last;
}

/**
 * Reads the rows of a file one by one, from a place on: `texts` is what stands behind that place. Memory holds one piece and one row,
 * whatever the file has. Throws `unprocessable`, with the line, for what is no CSV, and for a row of more than 512 KB.
 */
export const readRows = (input: {
  texts: AsyncIterable<string>;
  dialect: Dialect;
  from: FilePlace;
}): AsyncGenerator<FileRow> => {
  const { dialect, texts, from } = input;
  if (dialect.format === 'xml') return feedRows({ texts, feed: dialect.feed, from });
  return dialect.format === 'ndjson'
    ? jsonRows({ texts, from })
    : csvRows({ texts, delimiter: dialect.delimiter, from });
};
