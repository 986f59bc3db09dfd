import { stringify } from 'csv-stringify/sync';

import { readCsv } from '../documents/csv-table.ts';
import { normaliseEmail } from '../messages/mail-address.ts';
import type { Checked, Problem } from '../problem.ts';

const rowsMax = 500_000;
const shownMax = 20;

/** Columns that say who is meant, as they are usually headed, and the kind of identity they hold; the plain names first. */
const columns: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['userid', 'user'],
  ['phone', 'phone'],
  ['emailaddress', 'email'],
  ['mail', 'email'],
  ['customerid', 'user'],
  ['phonenumber', 'phone'],
  ['mobile', 'phone'],
]);

/** `E-mail address`, `user_id` and ` EMAIL ` without what people vary. */
const plainHeading = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\s_.-]/gu, '')
    .toLowerCase();

type Column = { readonly index: number; readonly kind: string; readonly name: string };

const columnOf = (heading: readonly string[]): Column | undefined => {
  // A heading as it is counts before one that only means the same.
  const exact = heading.map((name) => name.toLowerCase().replace('user_id', 'userid'));
  const names = [exact, heading.map(plainHeading)];
  for (const [plain, kind] of columns) {
    for (const list of names) {
      const index = list.indexOf(plain);
      if (index >= 0) return { index, kind, name: heading[index] ?? '' };
    }
  }
  return undefined;
};

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

const nouns: ReadonlyMap<string, string> = new Map([
  ['email', 'e-mail address'],
  ['user', 'user id'],
  ['phone', 'phone number'],
]);

type Fault = Pick<Problem, 'code' | 'message' | 'hint'>;
type At = (line: number, fault: Fault, severity?: Problem['severity']) => Problem;

const noColumn = (heading: readonly string[]): Fault => {
  const shown = heading.slice(0, 10).map((name) => `\`${name.slice(0, 40)}\``);
  return {
    code: 'no-identity-column',
    message:
      shown.length === 0
        ? 'The file is empty.'
        : `No column says who is meant; the first row has ${shown.join(', ')}.`,
    hint: 'Name a column `email`, `user_id` or `phone`.',
  };
};

const tooMany: Fault = {
  code: 'too-many-people',
  message: `There are more than ${rowsMax} people.`,
  hint: 'Import them with a trait, and use conditions.',
};

/** People of a column: anyone who has nothing there is left out with a warning, and what is no identity is a problem. */
const readColumn = (input: { rows: readonly Row[]; column: Column; at: At }): Checked<readonly string[]> => {
  const { rows, column, at } = input;
  const noun = nouns.get(column.kind) ?? column.kind;
  const said = rows.filter(({ value }) => value !== '');
  const found = said.map((row) => ({
    ...row,
    identity: identityOf({ kind: column.kind, value: row.value }),
  }));
  const bad = found.filter(({ identity }) => identity === undefined);
  if (bad.length > 0) {
    const problems = bad.slice(0, shownMax).map(({ line, value }) => {
      const message = `\`${value.slice(0, 60)}\` in row ${line} is no ${noun}.`;
      return at(line, { code: 'bad-identity', message, hint: 'Correct or remove the row.' });
    });
    return { ok: false, problems };
  }
  const identities = [...new Set(found.flatMap(({ identity }) => identity ?? []))];
  const [blank] = rows.filter(({ value }) => value === '');
  if (blank === undefined) return { ok: true, value: identities, warnings: [] };
  const message = `Rows without ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}: ${rows.length - said.length}, the first in row ${blank.line}. They are left out.`;
  const fault = { code: 'blank-identity', message, hint: `Fill in \`${column.name}\`, or remove the rows.` };
  return { ok: true, value: identities, warnings: [at(blank.line, fault, 'warning')] };
};

/**
 * Reads a list of people: a CSV file whose first line names its columns, one of them `email`, `user_id` or `phone`.
 * Answers identities as profiles have them, `email:ana@example.com`.
 */
export const readPeople = (input: { text: string; file: string }): Checked<readonly string[]> => {
  const { file } = input;
  const at: At = (line, fault, severity = 'error') => ({
    ...fault,
    file,
    line,
    column: 1,
    path: '',
    severity,
  });
  const refuse = (problem: Problem): Checked<readonly string[]> => ({ ok: false, problems: [problem] });
  const table = readCsv({ text: input.text, isWanted: (heading) => columnOf(heading) !== undefined });
  if (!table.ok) return refuse(at(table.line, { code: 'not-csv', message: table.message, hint: table.hint }));
  const [heading, ...people] = table.rows;
  const column = columnOf(heading?.cells ?? []);
  if (column === undefined) return refuse(at(heading?.line ?? 1, noColumn(heading?.cells ?? [])));
  if (people.length > rowsMax) return refuse(at(1, tooMany));
  const rows = people.map(({ line, cells }): Row => ({ line, value: cells[column.index] ?? '' }));
  return readColumn({ rows, column, at });
};

const headings: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['user', 'user_id'],
  ['phone', 'phone'],
]);

/** Writes a list of people, which are identities of one kind, as the file that `readPeople` reads as the same. */
export const writePeople = (people: readonly string[]): string => {
  const [kind = 'email'] = (people[0] ?? '').split(':');
  const values = people.map((identity) => identity.slice(identity.indexOf(':') + 1));
  const rows = [headings.get(kind) ?? 'email', ...values].map((value) => [value]);
  return stringify(rows, { quoted_match: /^\s|\s$|[\r\n]/ });
};
