import { CicloError } from '../../domain/errors.ts';
import { own } from '../../domain/json.ts';
import { writePeople } from '../../domain/workspace/people-list.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { PublishedWorkspace, WorkspaceTextStore } from '../journeys/ports.ts';

/** What is published, as the files it was made of. */
export type PublishedFiles = {
  readonly workspace: PublishedWorkspace;
  /** Which text a file has; undefined where there is no such file. */
  readonly hashOf: (path: string) => string | undefined;
  /** The text of one file; undefined where there is no such file, or it is a list of people. */
  readonly textOf: (path: string) => Promise<string | undefined>;
  /** The text of every file, with the lists of people as they are published. */
  readonly texts: () => Promise<Readonly<Record<string, string>>>;
};

const notKept = (): CicloError =>
  new CicloError({
    code: 'conflict',
    message:
      'The texts of what is published are not kept: an earlier version of Ciclo published it. Publish it once more with `ciclo publish`.',
  });

/** Finds what is published for a tenant as files. Throws `not-found` when nothing is, `conflict` when its texts are not kept. */
export const createPublishedFiles = (deps: {
  live: Pick<LiveWorkspaces, 'fresh'>;
  workspaceTexts: Pick<WorkspaceTextStore, 'read'>;
}) => {
  return async (tenant: string): Promise<PublishedFiles> => {
    const { published: workspace } = await deps.live.fresh(tenant);
    const { texts: hashes, lists } = workspace;
    if (hashes === undefined) throw notKept();
    const read = async (wanted: readonly string[]): Promise<ReadonlyMap<string, string>> => {
      const found = await deps.workspaceTexts.read({ tenant, hashes: [...new Set(wanted)] });
      if (wanted.some((hash) => !found.has(hash))) throw notKept();
      return found;
    };
    const hashOf = (path: string): string | undefined => own(hashes, path);
    return {
      workspace,
      hashOf,
      textOf: async (path) => {
        const hash = hashOf(path);
        return hash === undefined ? undefined : (await read([hash])).get(hash);
      },
      texts: async () => {
        const found = await read(Object.values(hashes));
        const people = Object.entries(lists).map(([name, ids]): [string, string] => [
          `segments/${name}`,
          writePeople(ids),
        ]);
        const kept = Object.entries(hashes).map(([path, hash]): [string, string] => [
          path,
          found.get(hash) ?? '',
        ]);
        return Object.fromEntries([...kept, ...people]);
      },
    };
  };
};
