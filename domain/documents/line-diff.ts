import { diffArrays } from 'diff';

/** A line of two texts that are compared: in both, in the former only, or in the latter only. */
export type DiffLine = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

/** Lines that changed, with some that did not around them; `before` and `after` are the numbers of the first line in each text, from 1. */
export type Hunk = { readonly before: number; readonly after: number; readonly lines: readonly DiffLine[] };

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));

const all = (kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] =>
  texts.map((text) => ({ kind, text }));

/** Of lines that changed side by side, those that went before those that came. */
const removedFirst = (lines: readonly DiffLine[]): readonly DiffLine[] => {
  const ordered: DiffLine[] = [];
  let added: DiffLine[] = [];
  for (const line of lines) {
    if (line.kind === 'added') {
      added.push(line);
      continue;
    }
    if (line.kind === 'same') {
      ordered.push(...added);
      added = [];
    }
    ordered.push(line);
  }
  return [...ordered, ...added];
};

/** Compares two texts line by line. Where more than `editsMax` lines differ, all of the former is removed and all of the latter added. */
export const diffLines = (input: {
  before: string;
  after: string;
  editsMax?: number;
}): readonly DiffLine[] => {
  const before = linesOf(input.before);
  const after = linesOf(input.after);
  const parts = diffArrays([...before], [...after], { maxEditLength: input.editsMax ?? 1000 });
  if (parts === undefined) return [...all('removed', before), ...all('added', after)];
  return removedFirst(
    parts.flatMap(({ value, added, removed }) => all(removed ? 'removed' : added ? 'added' : 'same', value)),
  );
};

/** The parts of a comparison where something changed, with `around` lines before and after (3 by default). */
export const hunksOf = (lines: readonly DiffLine[], around = 3): readonly Hunk[] => {
  const hunks: Hunk[] = [];
  let open: { before: number; after: number; lines: DiffLine[] } | undefined;
  let [before, after, quiet] = [1, 1, 0];
  const close = (): void => {
    if (open !== undefined)
      hunks.push({ ...open, lines: open.lines.slice(0, open.lines.length - Math.max(0, quiet - around)) });
    open = undefined;
  };
  for (const [n, line] of lines.entries()) {
    if (line.kind !== 'same' && open === undefined) {
      const lead = lines.slice(Math.max(0, n - around), n);
      open = { before: before - lead.length, after: after - lead.length, lines: [...lead] };
    }
    quiet = line.kind === 'same' ? quiet + 1 : 0;
    open?.lines.push(line);
    if (quiet > 2 * around) close();
    if (line.kind !== 'added') before += 1;
    if (line.kind !== 'removed') after += 1;
  }
  close();
  return hunks;
};
