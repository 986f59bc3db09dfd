import { CicloError } from '../../domain/errors.ts';
import type { PublishedWorkspace } from '../journeys/ports.ts';
import { compareFiles, type FileStanding, type Hashes } from './compare-files.ts';
import type { PublicationStore } from './ports.ts';

export type ComparedFile = { readonly path: string; readonly standing: FileStanding };

/**
 * Compares the files of a folder, by the hashes of their texts, with what is published. What both began from is the newest of: the
 * publication that a folder said last, and the one that this folder was pulled from (`pulled`, a revision). Lists of people are not
 * compared.
 */
export type CompareFolder = (input: {
  published: Pick<PublishedWorkspace, 'tenant' | 'publication' | 'texts'>;
  hashes: Hashes;
  pulled?: number;
}) => Promise<readonly ComparedFile[]>;

/** Makes the comparison of folders. What an earlier version published, without its texts or its history, is compared with itself. */
export const createCompareFolder = (deps: {
  publications: Pick<PublicationStore, 'byId' | 'last'>;
}): CompareFolder => {
  const { publications } = deps;
  const baseOf = async ({ published, pulled }: Parameters<CompareFolder>[0]): Promise<Hashes> => {
    const { tenant, publication, texts = {} } = published;
    const live = publication === undefined ? undefined : await publications.byId({ tenant, id: publication });
    if (live === undefined || live.isInFolder) return texts;
    const said = await publications.last({ tenant, inFolder: true });
    const from = pulled === undefined ? undefined : await publications.last({ tenant, upTo: pulled });
    const newest = (said?.revision ?? 0) > (from?.revision ?? 0) ? said : from;
    return newest?.texts ?? {};
  };
  return async (input) =>
    compareFiles({
      base: await baseOf(input),
      published: input.published.texts ?? {},
      folder: input.hashes,
    });
};

const problemsMax = 100;

/** Refuses a folder that would put former texts over what was published elsewhere. Throws `conflict` with every file. */
export const refuseOldFolder = (files: readonly ComparedFile[]): void => {
  const old = files.filter(({ standing }) => standing === 'behind' || standing === 'both');
  if (old.length === 0) return;
  const problems = old.slice(0, problemsMax).map(({ path: file, standing }) => ({
    code: standing === 'both' ? 'changed-on-both-sides' : 'older-than-published',
    file,
    path: '',
    message:
      standing === 'both'
        ? 'This file was changed here, and another text of it was published elsewhere.'
        : 'Another text of this file was published elsewhere since.',
    hint: 'Bring what is published into the folder with `ciclo pull`.',
    severity: 'error',
  }));
  const count = `${old.length} ${old.length === 1 ? 'file' : 'files'}`;
  throw new CicloError({
    code: 'conflict',
    message: `The folder is older than what is published: ${count} would lose what was changed in the studio or elsewhere. Run \`ciclo pull\` first, or publish with \`--force\` (\`force\` in the API).`,
    details: { problems, olderThanPublished: old.length },
  });
};
