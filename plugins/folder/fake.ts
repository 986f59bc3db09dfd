import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with one file in it; `files` are all others below it. */
export const createFolderFakeAt = async (folder: string) => {
  await mkdir(join(folder, 'in'), { recursive: true });
  await writeFile(join(folder, 'in/old.csv'), 'a;b\n1;2\n');
  return {
    folder,
    files: async () =>
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile() && entry.name !== 'old.csv')
        .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)),
    close: () => rm(folder, { recursive: true, force: true }),
  };
};

/** A folder of its own. */
export const createFolderFake = async () =>
  createFolderFakeAt(await mkdtemp(join(tmpdir(), 'ciclo-folder-')));
