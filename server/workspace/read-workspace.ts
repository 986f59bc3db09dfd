import { type Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

import { decodeText } from '../../domain/documents/decode-text.ts';
import { CicloError, messageOf } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';

const known = /\.(json|mjml|hbs|csv)$/;
const picture = /^brand\/.*\.(svg|png|jpe?g|webp)$/;
const pictureTypes: ReadonlyMap<string, string> = new Map([
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.webp', 'image/webp'],
]);
const filesMax = 5000;
const bytesMax = 5 * 1024 * 1024;

/** Whether a path below a workspace is not the marketer's: in a hidden folder, in installed packages, or the code of plugins. */
export const isAside = (path: string): boolean =>
  path.split(sep)[0] === 'plugins' ||
  path.split(sep).some((part) => part === 'node_modules' || (part.startsWith('.') && part !== '..'));

const checkFolder = async (dir: string): Promise<void> => {
  const found = await stat(dir).catch((thrown: unknown) => thrown);
  if (found instanceof Stats && found.isDirectory()) return;
  const isMissing = isObject(found) && found['code'] === 'ENOENT';
  throw new CicloError({
    code: 'invalid-input',
    message: isMissing
      ? `There is no workspace folder ${dir}. Go into one (it has a ciclo.json), name one with CICLO_WORKSPACE, or make one: ciclo init my-shop`
      : found instanceof Stats
        ? `${dir} is a file, not a workspace folder.`
        : `The workspace folder ${dir} cannot be read (${messageOf(found)}).`,
  });
};

/** The text of a file, in the encodings editors and spreadsheets write. */
const readText = async (path: string): Promise<string> => {
  const decoded = decodeText({ bytes: await readFile(path), orLatin: path.endsWith('.csv') });
  if (decoded.ok) return decoded.text;
  const { line, column } = decoded;
  throw new CicloError({
    code: 'invalid-input',
    message: `${path}:${line}:${column}: This is not UTF-8. Save the file as UTF-8.`,
  });
};

const pathIn = (dir: string, entry: Dirent): string =>
  relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/');

/** A picture as a data URI, so that a workspace is text by path wherever it comes from. */
const readFileText = async (path: string): Promise<string> => {
  const type = pictureTypes.get(extname(path));
  return type === undefined
    ? readText(path)
    : `data:${type};base64,${(await readFile(path)).toString('base64')}`;
};

/** Reads the files of a workspace folder: text by path relative to it, with forward slashes. */
export const readWorkspace = async (dir: string): Promise<Readonly<Record<string, string>>> => {
  await checkFolder(dir);
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) =>
      entry.isFile() &&
      (known.test(entry.name) || picture.test(pathIn(dir, entry))) &&
      !isAside(relative(dir, join(entry.parentPath, entry.name))),
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
      return [pathIn(dir, entry), await readFileText(path)];
    }),
  );
  return Object.fromEntries(texts.toSorted(([a], [b]) => a.localeCompare(b)));
};
