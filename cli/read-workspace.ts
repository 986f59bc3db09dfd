import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { CicloError } from '../domain/errors.ts';

const known = /\.(json|mjml|hbs|csv)$/;
const filesMax = 5000;
const bytesMax = 5 * 1024 * 1024;

/** Folders that are not the marketer's: hidden ones, and installed packages. */
const isAside = (path: string): boolean =>
  path.split(sep).some((part) => part === 'node_modules' || (part.startsWith('.') && part !== '..'));

/** Reads the files of a workspace folder: text by path relative to it, with forward slashes. */
export const readWorkspace = async (dir: string): Promise<Readonly<Record<string, string>>> => {
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw new CicloError({
      code: 'invalid-input',
      message: `There is no workspace folder ${dir}. Make one with: ciclo init ${dir}`,
    });
  }
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && known.test(entry.name) && !isAside(relative(dir, entry.parentPath)),
  );
  if (files.length > filesMax) {
    throw new CicloError({
      code: 'invalid-input',
      message: `${dir} has over ${filesMax} files; is it a workspace?`,
    });
  }
  const texts = await Promise.all(
    files.map(async (entry): Promise<[string, string]> => {
      const path = join(entry.parentPath, entry.name);
      const { size } = await stat(path);
      if (size > bytesMax) throw new CicloError({ code: 'too-large', message: `${path} is over 5 MB.` });
      return [relative(dir, path).split(sep).join('/'), await readFile(path, 'utf8')];
    }),
  );
  return Object.fromEntries(texts.toSorted(([a], [b]) => a.localeCompare(b)));
};
