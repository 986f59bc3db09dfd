import { stringify } from 'csv-stringify/sync';

import { guardCell } from './guard-cell.ts';

/** A row of a CSV file with its line end. No cell of it is run by a spreadsheet as a formula; `readRows` and `unguardCell` give the texts back. */
export const csvLine = (cells: readonly string[]): string =>
  stringify([cells.map(guardCell)], {
    record_delimiter: '\r\n',
    // The reader takes blanks beside a cell for nothing, and any line break for the end of the row, unless quotes stand around it.
    quoted_match: /^\s|\s$|[\r\n]/,
    escape_formulas: false,
  });
