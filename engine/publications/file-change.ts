import { diffLines, type Hunk, hunksOf } from '../../domain/documents/line-diff.ts';

/** What becomes of a file, line by line. */
export type FileChange = {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** How many lines came and went. */
  readonly lines: { readonly added: number; readonly removed: number };
  readonly hunks: readonly Hunk[];
  /** The lines are not shown: a picture, a text that is too long, or one that is not kept any more. */
  readonly isCut: boolean;
};

/** What one answer shows at most. */
const most = { characters: 400_000, line: 2000 } as const;

/** So many lines one answer shows at most. */
export const linesMax = 5000;

const shortened = (hunks: readonly Hunk[]): readonly Hunk[] =>
  hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map(({ kind, text }) => ({ kind, text: text.slice(0, most.line) })),
  }));

/** A file whose lines are not shown. */
export const cutFile = ({ path, change }: Pick<FileChange, 'path' | 'change'>): FileChange => ({
  path,
  change,
  lines: { added: 0, removed: 0 },
  hunks: [],
  isCut: true,
});

/** Compares two texts of a file; undefined where there is none. `room` is how many lines may still be shown. */
export const compareTexts = (
  input: Pick<FileChange, 'path' | 'change'> & {
    readonly before: string | undefined;
    readonly after: string | undefined;
    readonly room: number;
  },
): FileChange => {
  const { path, change, before: from = '', after: to = '', room } = input;
  if (room <= 0 || from.length + to.length > most.characters) return cutFile(input);
  if (from.startsWith('data:') || to.startsWith('data:')) return cutFile(input);
  const lines = diffLines({ before: from, after: to });
  const count = (kind: 'added' | 'removed'): number => lines.filter((line) => line.kind === kind).length;
  const hunks = hunksOf(lines);
  const shown = hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
  const counted = { path, change, lines: { added: count('added'), removed: count('removed') } };
  return shown > room
    ? { ...counted, hunks: [], isCut: true }
    : { ...counted, hunks: shortened(hunks), isCut: false };
};
