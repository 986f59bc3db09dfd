import { delimiterOf, separatorLine } from '../documents/csv-table.ts';

/** How rows are written: comma-separated values with a heading, or one JSON object in each line. */
export const transferFormats = ['csv', 'ndjson'] as const;
export type TransferFormat = (typeof transferFormats)[number];

/** How rows come in: as they are written, or as the items of a feed in XML. */
export const importFormats = [...transferFormats, 'xml'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** How a file is written. */
export type Dialect =
  | { readonly format: 'ndjson' }
  | { readonly format: 'xml'; readonly feed: 'rss' | 'atom' }
  | {
      readonly format: 'csv';
      readonly delimiter: string;
      /** How many characters stand before the heading: the line `sep=;` of a spreadsheet. */
      readonly skip: number;
    };

const formatOf = (text: string): ImportFormat =>
  text.startsWith('{') ? 'ndjson' : text.startsWith('<') ? 'xml' : 'csv';

/** So much of a file tells how it is written. */
const sampleMax = 64 * 1024;

/**
 * Recognises how a file is written by its beginning: lines that begin with `{` are NDJSON, what begins with `<` is XML, all else is CSV, with the separator that a
 * spreadsheet names, else the one that gives a heading that is wanted, else the most cells. What is said counts first.
 */
export const recogniseDialect = (input: {
  /** The beginning of the file, decoded, with `\n` as line end. */
  text: string;
  format?: ImportFormat | undefined;
  delimiter?: string | undefined;
  isWanted: (heading: readonly string[]) => boolean;
}): Dialect => {
  const text = input.text.slice(0, sampleMax);
  const format = input.format ?? formatOf(text.trimStart());
  if (format === 'ndjson') return { format };
  if (format === 'xml') return { format, feed: /<(?:\w+:)?feed\b/.test(text) ? 'atom' : 'rss' };
  const stated = separatorLine.exec(text);
  const skip = stated?.[0].length ?? 0;
  const found = input.delimiter ?? stated?.[1];
  return { format: 'csv', delimiter: found ?? delimiterOf(text.slice(skip), input.isWanted), skip };
};
