import { parse } from 'csv-parse/sync';

import { messageOf } from '../errors.ts';
import { normaliseEmail } from '../messages/mail-address.ts';
import type { Checked, Problem } from '../problem.ts';

const rowsMax = 500_000;
const shownMax = 20;

/** Columns that say who is meant, and the kind of identity they hold. */
const columns: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['user_id', 'user'],
  ['userid', 'user'],
  ['phone', 'phone'],
]);

type Row = { readonly line: number; readonly value: string };

const identityOf = (input: { kind: string; value: string }): string | undefined => {
  const { kind, value } = input;
  if (kind === 'email') {
    const email = normaliseEmail(value);
    return email === undefined ? undefined : `email:${email}`;
  }
  if (kind !== 'phone') return `${kind}:${value}`;
  const phone = value.replaceAll(/[^\d+]/g, '');
  return phone.length < 5 ? undefined : `phone:${phone}`;
};

const isRows = (value: unknown): value is string[][] =>
  Array.isArray(value) &&
  value.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === 'string'));

/**
 * Reads a list of people: a CSV file whose first line names its columns, one of them `email`, `user_id` or `phone`.
 * Answers identities as profiles have them, `email:ana@example.com`.
 */
export const readPeople = (input: { text: string; file: string }): Checked<readonly string[]> => {
  const { file } = input;
  const at = (line: number, problem: Pick<Problem, 'code' | 'message' | 'mend'>): Problem => ({
    ...problem,
    file,
    line,
    column: 1,
    path: '',
    severity: 'error',
  });
  const refuse = (problem: Problem): Checked<readonly string[]> => ({ ok: false, problems: [problem] });
  let rows: unknown;
  try {
    rows = parse(input.text, { bom: true, relaxColumnCount: true, skipEmptyLines: true, trim: true });
  } catch (error) {
    const mend = 'Close every quote, and put a quote twice inside a text.';
    return refuse(at(1, { code: 'not-csv', message: `The file cannot be read: ${messageOf(error)}.`, mend }));
  }
  const [heading = [], ...people] = isRows(rows) ? rows : [];
  const index = heading.findIndex((name) => columns.has(name.toLowerCase()));
  const kind = columns.get(heading[index]?.toLowerCase() ?? '');
  if (kind === undefined) {
    const message = 'No column says who is meant.';
    return refuse(
      at(1, { code: 'no-identity-column', message, mend: 'Name a column `email`, `user_id` or `phone`.' }),
    );
  }
  if (people.length > rowsMax) {
    const message = `There are more than ${rowsMax} people.`;
    return refuse(
      at(1, { code: 'too-many-people', message, mend: 'Import them with a trait, and use conditions.' }),
    );
  }
  const cells = people.map((row, number): Row => ({ line: number + 2, value: row[index] ?? '' }));
  const found = cells.map(({ line, value }) => ({ line, value, identity: identityOf({ kind, value }) }));
  const bad = found.filter(({ identity, value }) => identity === undefined || value === '');
  if (bad.length > 0) {
    const problems = bad.slice(0, shownMax).map(({ line, value }) => {
      const message = `\`${value.slice(0, 60)}\` in row ${line} is no ${kind === 'user' ? 'user id' : kind}.`;
      return at(line, { code: 'bad-identity', message, mend: 'Correct or remove the row.' });
    });
    return { ok: false, problems };
  }
  const identities = found.flatMap(({ identity }) => identity ?? []);
  return { ok: true, value: [...new Set(identities)], warnings: [] };
};
