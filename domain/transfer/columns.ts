import { suggest } from '../documents/nearest.ts';
import { own } from '../json.ts';
import type { Checked, Problem } from '../problem.ts';

/** A column of a kind: its name, other headings that mean it, and whether an import has no use for it. */
export type Column = {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** An export writes it, and an import passes over it. */
  readonly isPassed?: true;
};

/** What the columns of a kind can be. */
export type ColumnsOfKind = {
  readonly columns: readonly Column[];
  /** Where any other column goes, such as `traits.`; undefined when a kind has no others. */
  readonly others?: string | undefined;
};

/** Where a column of a file goes; null when it is passed over. */
export type MappedColumn = { readonly heading: string; readonly to: string | null };

/** A heading without what people vary: `E-mail address`, `email_address`. */
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\s_.-]/gu, '')
    .toLowerCase();

const headingMax = 200;
export const columnsMax = 500;

const problem = (fault: Pick<Problem, 'code' | 'path' | 'message' | 'hint'>): Problem => ({
  ...fault,
  severity: 'error',
});

type Known = ReadonlyMap<string, Column>;

/** Columns by all that means them; a name counts before an alias. */
const knownIn = (columns: readonly Column[]): Known => {
  const aliases = columns.flatMap((column) =>
    (column.aliases ?? []).map((alias): [string, Column] => [plain(alias), column]),
  );
  return new Map([
    ...aliases.toReversed(),
    ...columns.map((column): [string, Column] => [plain(column.name), column]),
  ]);
};

const targetOf = (input: { column: Column | undefined; heading: string; others: string | undefined }) => {
  const { column, heading, others } = input;
  if (column !== undefined) return column.isPassed === true ? null : column.name;
  if (others === undefined) return undefined;
  return heading.startsWith(others) ? heading : others + heading;
};

const unknown = (input: { path: string; word: string; kind: ColumnsOfKind }): Problem => {
  const { path, word, kind } = input;
  const known = kind.columns.filter(({ isPassed }) => isPassed !== true).map(({ name }) => name);
  const hint = suggest({ word, known, none: 'This kind has no columns.' });
  const message = `\`${word.slice(0, 60)}\` is no column of this kind.`;
  return problem({
    code: 'unknown-column',
    path,
    message,
    hint: `${hint} Map it in \`mapping\`, or to \`null\` to leave it out.`,
  });
};

const mapOne = (input: {
  heading: string;
  mapping: Readonly<Record<string, string | null>>;
  known: Known;
  kind: ColumnsOfKind;
}): MappedColumn | Problem => {
  const { heading, mapping, known, kind } = input;
  const said = own(mapping, heading);
  // Rows that were refused come back with a line and a reason, which are for people.
  if (said === null || (said === undefined && (heading === '' || heading.startsWith('_'))))
    return { heading, to: null };
  const word = said ?? heading;
  const path = said === undefined ? `heading.${heading.slice(0, 60)}` : `mapping.${heading.slice(0, 60)}`;
  const to = targetOf({ column: known.get(plain(word)), heading: word, others: kind.others });
  return to === undefined || word.length > headingMax ? unknown({ path, word, kind }) : { heading, to };
};

/**
 * Says where each column of a file goes: by `mapping` (`null` leaves a column out), else by its name, letter case, blanks,
 * dashes and underscores aside. Columns that begin with `_`, and those without a heading, are passed over. Problems: columns nobody knows, with the
 * nearest name, names in `mapping` that are no heading, and two columns for one thing.
 */
export const mapHeadings = (input: {
  headings: readonly string[];
  mapping: Readonly<Record<string, string | null>>;
  kind: ColumnsOfKind;
}): Checked<readonly MappedColumn[]> => {
  const { headings, mapping, kind } = input;
  const known = knownIn(kind.columns);
  const mapped = headings.slice(0, columnsMax).map((heading) => mapOne({ heading, mapping, known, kind }));
  const columns = mapped.flatMap((one) => ('to' in one ? [one] : []));
  const taken = new Map<string, string>();
  const twice = columns.flatMap(({ heading, to }): readonly Problem[] => {
    const first = to === null ? undefined : taken.get(to);
    if (to !== null && first === undefined) taken.set(to, heading);
    if (to === null || first === undefined) return [];
    const message = `\`${first}\` and \`${heading}\` both go to \`${to}\`.`;
    const hint = 'Map one of them to `null`.';
    return [problem({ code: 'duplicate-column', path: `heading.${heading.slice(0, 60)}`, message, hint })];
  });
  const absent = Object.keys(mapping).filter((heading) => !headings.includes(heading));
  const problems = [
    ...mapped.flatMap((one) => ('to' in one ? [] : [one])),
    ...twice,
    ...absent.map((heading) =>
      problem({
        code: 'unknown-heading',
        path: `mapping.${heading.slice(0, 60)}`,
        message: `The file has no column \`${heading.slice(0, 60)}\`.`,
        hint: suggest({ word: heading, known: headings, none: 'It has no heading.' }),
      }),
    ),
    ...(headings.length > columnsMax
      ? [
          problem({
            code: 'too-many-columns',
            path: 'heading',
            message: `The file has ${headings.length} columns; ${columnsMax} are allowed.`,
            hint: 'Leave some out.',
          }),
        ]
      : []),
    ...(columns.length > 0 && columns.every(({ to }) => to === null)
      ? [
          problem({
            code: 'no-columns',
            path: 'heading',
            message: 'No column of the file is imported.',
            hint: 'Name the columns in the first row.',
          }),
        ]
      : []),
  ];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: columns, warnings: [] };
};

/** Says where each field of a feed goes, whose names are known only as they come; null when it is passed over. */
export const createPlaceOf = (input: {
  mapping: Readonly<Record<string, string | null>>;
  kind: ColumnsOfKind;
}): ((name: string) => string | null) => {
  const known = knownIn(input.kind.columns);
  return (heading) => {
    const mapped = mapOne({ heading, known, mapping: input.mapping, kind: input.kind });
    return 'to' in mapped ? mapped.to : null;
  };
};

/** Whether a first row looks like a heading of the kind: by it a file's separator is recognised. */
export const isHeadingOf =
  (kind: ColumnsOfKind) =>
  (heading: readonly string[]): boolean => {
    const known = knownIn(kind.columns);
    return heading.length > 1 && heading.some((name) => known.has(plain(name)));
  };
