import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** One file as it is served. */
type File = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer> | undefined;
  readonly type: string;
  readonly etag: string;
};

/** The files of a built studio, by their path below its folder. */
export type StudioFiles = { readonly read: (path: string) => Promise<File | undefined> };

const compress = promisify(gzip);

const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
  ['.txt', 'text/plain; charset=utf-8'],
]);

const smallEnough: ReadonlySet<string> = new Set(['.png', '.woff2']);

const load = async (path: string): Promise<File> => {
  const bytes = new Uint8Array(await readFile(path));
  const ending = extname(path);
  return {
    bytes,
    gzip: smallEnough.has(ending) ? undefined : new Uint8Array(await compress(bytes, { level: 9 })),
    type: types.get(ending) ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  };
};

/**
 * Opens a folder with the built studio. Only files that are there now are ever read, by their exact path; each is read and
 * compressed once.
 */
export const openStudioFiles = async (dir: string): Promise<StudioFiles> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(dir.length + 1).replaceAll(sep, '/'), path] as const;
      }),
  );
  const loaded = new Map<string, Promise<File>>();
  return {
    read: async (name) => {
      const path = paths.get(name);
      if (path === undefined) return undefined;
      const known = loaded.get(name);
      if (known !== undefined) return known;
      const file = load(path);
      loaded.set(name, file);
      return file;
    },
  };
};
