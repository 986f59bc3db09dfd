/** What makes a spreadsheet take the text of a cell for a formula. */
const formula = /^'*[=+\-@\t\r]/;
const guarded = /^'+[=+\-@\t\r]/;
const plainNumber = /^-?\d+(?:\.\d+)?$/;

/**
 * The text of a cell that no spreadsheet runs as a formula: an apostrophe stands before `=`, `+`, `-`, `@`, tab and carriage
 * return (OWASP, CSV injection). Plain numbers stay. `unguardCell` gives the text back.
 */
export const guardCell = (text: string): string =>
  formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;

/** The text that `guardCell` made safe; any other as it is. */
export const unguardCell = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);
