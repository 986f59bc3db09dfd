import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';

import { z } from 'zod';

import type { filesListed, FileToPut, FileToRead, Outcome } from '../contract.ts';

const filesMax = 1_000;
const dirMode = 0o750;
const fileMode = 0o640;

/** Names of errors of the system that say that a file is not there, or is none. */
const absent: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

const codeOf = (thrown: unknown): string =>
  z.object({ code: z.string() }).safeParse(thrown).data?.code ?? 'unknown';

const outside = {
  kind: 'rejected',
  code: 'outside',
  message: 'The path leads out of the folder.',
} as const;

const away = (thrown: unknown): Outcome<never> => ({
  kind: 'retry',
  code: 'folder-unavailable',
  message: `The folder cannot be used (${codeOf(thrown)}).`,
});

const relative = {
  kind: 'retry',
  code: 'folder-unavailable',
  message: 'The variable of `folder` has to be an absolute path, such as /var/lib/ciclo/files.',
} as const;

const isWithin = (root: string, path: string): boolean => path === root || path.startsWith(`${root}${sep}`);

/** Makes the folder of a file and answers where it really is; undefined where a link leads out. The folder of the instance itself is never made: a disk may not be there. */
const folderOf = async (root: string, path: string): Promise<string | undefined> => {
  const real = await realpath(root);
  const parts = dirname(path) === '.' ? [] : dirname(path).split('/');
  let at = real;
  for (const part of parts) {
    const next = join(at, part);
    await mkdir(next, { mode: dirMode }).catch((thrown: unknown) => {
      if (codeOf(thrown) !== 'EEXIST') throw thrown;
    });
    at = await realpath(next);
    if (!isWithin(real, at)) return undefined;
  }
  return at;
};

/** Writes a whole file: beside it first, then it takes the place of what was there, so nobody reads half of it. */
export const putIn = async (
  root: string,
  { path, base64 }: FileToPut,
): Promise<Outcome<{ path: string; bytes: number }>> => {
  if (!isAbsolute(root)) return relative;
  try {
    const folder = await folderOf(root, path);
    if (folder === undefined) return outside;
    const bytes = Buffer.from(base64, 'base64');
    const beside = join(folder, `.${randomUUID()}.part`);
    try {
      const file = await open(beside, 'wx', fileMode);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, join(folder, path.slice(path.lastIndexOf('/') + 1)));
    } finally {
      await rm(beside, { force: true });
    }
    return { kind: 'done', output: { path, bytes: bytes.length } };
  } catch (thrown) {
    return away(thrown);
  }
};

/** Lists the files right in a folder by their names; those that begin with a dot are left out. */
export const listFolder = async (
  root: string,
  folder: string,
): Promise<Outcome<z.input<typeof filesListed>>> => {
  if (!isAbsolute(root)) return relative;
  try {
    const real = await realpath(root);
    const within = await realpath(join(real, folder));
    if (!isWithin(real, within)) return outside;
    const entries = await readdir(within, { withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .toSorted();
    const files = [];
    for (const name of names.slice(0, filesMax)) {
      const { size, mtimeMs } = await stat(join(within, name));
      files.push({ path: folder === '' ? name : `${folder}/${name}`, size, modifiedAt: mtimeMs });
    }
    return { kind: 'done', output: { files, more: names.length > filesMax } };
  } catch (thrown) {
    return away(thrown);
  }
};

/** Reads a part of a file. */
export const readIn = async (
  root: string,
  { path, offset, length }: FileToRead,
): Promise<Outcome<{ base64: string }>> => {
  if (!isAbsolute(root)) return relative;
  try {
    const real = await realpath(root);
    const at = await realpath(join(real, path)).catch((thrown: unknown) => {
      if (absent.has(codeOf(thrown))) return undefined;
      throw thrown;
    });
    if (at === undefined) return { kind: 'rejected', code: 'not-found', message: 'The file is not there.' };
    if (!isWithin(real, at)) return outside;
    const file = await open(at, 'r');
    try {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      return { kind: 'done', output: { base64: bytes.subarray(0, bytesRead).toString('base64') } };
    } finally {
      await file.close();
    }
  } catch (thrown) {
    return away(thrown);
  }
};

/** Whether the folder is there and can be written to. */
export const lookAtFolder = async (
  root: string,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }> => {
  if (!isAbsolute(root)) return { ok: false, message: relative.message };
  try {
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
    return { ok: true };
  } catch (thrown) {
    return { ok: false, message: `The folder cannot be used (${codeOf(thrown)}).` };
  }
};
