import { notFound } from '../../domain/errors.ts';
import { mapInTurns } from '../../domain/in-turns.ts';
import type { WorkspaceTextStore } from '../journeys/ports.ts';
import { compareTexts, type FileChange, linesMax } from './file-change.ts';
import type { KeptPublication, PublicationStore } from './ports.ts';

/** Reads one publication with what it did to each file. Throws `not-found`. */
export type ReadPublication = (input: { tenant: string; revision: number }) => Promise<
  KeptPublication & {
    readonly files: readonly FileChange[];
    /** The revision it is compared with; absent where none before it is kept. */
    readonly former?: number;
  }
>;

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
    let room = linesMax;
    const files = await mapInTurns(changed, async (file): Promise<FileChange> => {
      const hashes = [file.from, file.to].filter((hash) => hash !== undefined);
      const texts = room > 0 ? await workspaceTexts.read({ tenant, hashes }) : new Map<string, string>();
      const textOf = (hash: string | undefined) => (hash === undefined ? undefined : texts.get(hash));
      const { path } = file;
      const [from, to] = [textOf(file.from), textOf(file.to)];
      const isLost =
        (file.from !== undefined && from === undefined) || (file.to !== undefined && to === undefined);
      const change = changeOf(file);
      const one = compareTexts({ path, change, before: from, after: to, room: isLost ? 0 : room });
      room -= one.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
      return one;
    });
    return { ...found, files, ...(before === undefined ? {} : { former: before.revision }) };
  };
};
