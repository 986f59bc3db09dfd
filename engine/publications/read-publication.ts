import { diffLines, type Hunk, hunksOf } from '../../domain/documents/line-diff.ts';
import { notFound } from '../../domain/errors.ts';
import { mapInTurns } from '../../domain/in-turns.ts';
import type { WorkspaceTextStore } from '../journeys/ports.ts';
import type { KeptPublication, PublicationStore } from './ports.ts';

/** What a publication did to a file. */
export type FileChange = {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** How many lines came and went. */
  readonly lines: { readonly added: number; readonly removed: number };
  readonly hunks: readonly Hunk[];
  /** The lines are not shown: a picture, a text that is too long, or one that is not kept any more. */
  readonly isCut: boolean;
};

/** Reads one publication with what it did to each file. Throws `not-found`. */
export type ReadPublication = (input: { tenant: string; revision: number }) => Promise<
  KeptPublication & {
    readonly files: readonly FileChange[];
    /** The revision it is compared with; absent where none before it is kept. */
    readonly former?: number;
  }
>;

/** What one answer shows at most. */
const most = { characters: 400_000, lines: 5000, line: 2000 } as const;

const changedFiles = (before: KeptPublication['texts'], after: KeptPublication['texts']) => {
  const [former, latter] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...former.keys(), ...latter.keys()])]
    .toSorted()
    .map((path) => ({ path, from: former.get(path), to: latter.get(path) }))
    .filter(({ from, to }) => from !== to);
};

type Changed = ReturnType<typeof changedFiles>[number];

const changeOf = ({ from, to }: Changed): FileChange['change'] => {
  if (from === undefined) return 'added';
  return to === undefined ? 'removed' : 'changed';
};

const shortened = (hunks: readonly Hunk[]): readonly Hunk[] =>
  hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map(({ kind, text }) => ({ kind, text: text.slice(0, most.line) })),
  }));

/** The comparison of one file; `room` is how many lines may still be shown. */
const compared = (input: {
  file: Changed;
  before: string | undefined;
  after: string | undefined;
  room: number;
}): FileChange => {
  const { file, before, after, room } = input;
  const { path } = file;
  const change = changeOf(file);
  const cut = { path, change, lines: { added: 0, removed: 0 }, hunks: [], isCut: true };
  const isLost =
    (file.from !== undefined && before === undefined) || (file.to !== undefined && after === undefined);
  const [from, to] = [before ?? '', after ?? ''];
  if (isLost || from.length + to.length > most.characters) return cut;
  if (from.startsWith('data:') || to.startsWith('data:')) return cut;
  const lines = diffLines({ before: from, after: to });
  const count = (kind: 'added' | 'removed'): number => lines.filter((line) => line.kind === kind).length;
  const hunks = hunksOf(lines);
  const shown = hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
  const counted = { path, change, lines: { added: count('added'), removed: count('removed') } };
  return shown > room
    ? { ...counted, hunks: [], isCut: true }
    : { ...counted, hunks: shortened(hunks), isCut: false };
};

/** Makes the reading of publications. The first one, and one after another that is not kept, added all its files. */
export const createReadPublication = (deps: {
  publications: Pick<PublicationStore, 'get' | 'last'>;
  workspaceTexts: Pick<WorkspaceTextStore, 'read'>;
}): ReadPublication => {
  const { publications, workspaceTexts } = deps;
  return async ({ tenant, revision }) => {
    const found = await publications.get({ tenant, revision });
    if (found === undefined) throw notFound('publication');
    const before = await publications.last({ tenant, upTo: revision - 1 });
    const changed = changedFiles(before?.texts ?? {}, found.texts);
    let room: number = most.lines;
    const files = await mapInTurns(changed, async (file): Promise<FileChange> => {
      const hashes = [file.from, file.to].filter((hash) => hash !== undefined);
      const texts = room > 0 ? await workspaceTexts.read({ tenant, hashes }) : new Map<string, string>();
      const textOf = (hash: string | undefined) => (hash === undefined ? undefined : texts.get(hash));
      const one = compared({ file, before: textOf(file.from), after: textOf(file.to), room });
      room -= one.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
      return one;
    });
    return { ...found, files, ...(before === undefined ? {} : { former: before.revision }) };
  };
};
