/** A line of two texts that are compared: in both, in the former only, or in the latter only. */
export type DiffLine = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

/** Lines that changed, with some that did not around them; `before` and `after` are the numbers of the first line in each text, from 1. */
export type Hunk = { readonly before: number; readonly after: number; readonly lines: readonly DiffLine[] };

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));

const all = (kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] =>
  texts.map((text) => ({ kind, text }));

type Trace = readonly ReadonlyMap<number, number>[];

/** The furthest points that each number of edits reaches, by diagonal; undefined when more than `editsMax` are needed. */
const traceOf = (input: {
  a: readonly string[];
  b: readonly string[];
  editsMax: number;
}): Trace | undefined => {
  const { a, b, editsMax } = input;
  const trace: Map<number, number>[] = [];
  let last = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= Math.min(editsMax, a.length + b.length); edits += 1) {
    const now = new Map<number, number>();
    trace.push(now);
    for (let k = -edits; k <= edits; k += 2) {
      const down = last.get(k + 1) ?? -1;
      const right = (last.get(k - 1) ?? -2) + 1;
      let x = k === -edits || (k !== edits && right < down) ? down : right;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      now.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace;
    }
    last = now;
  }
  return undefined;
};

/** Walks the trace back from the end of both texts. */
const walkBack = (input: { a: readonly string[]; b: readonly string[]; trace: Trace }): DiffLine[] => {
  const { a, b, trace } = input;
  const found: DiffLine[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const before = edits === 0 ? new Map([[1, 0]]) : trace[edits - 1];
    const k = x - y;
    const down = before?.get(k + 1) ?? -1;
    const right = (before?.get(k - 1) ?? -2) + 1;
    const isDown = k === -edits || (k !== edits && right < down);
    const startX = isDown ? down : right;
    const stopX = edits === 0 ? 0 : startX;
    while (x > stopX) {
      x -= 1;
      y -= 1;
      found.push({ kind: 'same', text: a[x] ?? '' });
    }
    if (edits === 0) break;
    if (isDown) {
      y -= 1;
      found.push({ kind: 'added', text: b[y] ?? '' });
    } else {
      x -= 1;
      found.push({ kind: 'removed', text: a[x] ?? '' });
    }
  }
  return found.toReversed();
};

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

/**
 * Compares two texts line by line (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986). Where more than `editsMax` lines
 * differ, everything between the first and the last difference is removed and added.
 */
export const diffLines = (input: {
  before: string;
  after: string;
  editsMax?: number;
}): readonly DiffLine[] => {
  const before = linesOf(input.before);
  const after = linesOf(input.after);
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  const trace = traceOf({ a, b, editsMax: input.editsMax ?? 1000 });
  const middle = trace === undefined ? [...all('removed', a), ...all('added', b)] : walkBack({ a, b, trace });
  return [
    ...all('same', before.slice(0, head)),
    ...removedFirst(middle),
    ...all('same', before.slice(before.length - tail)),
  ];
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
