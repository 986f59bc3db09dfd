import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CicloError } from '../../domain/errors.ts';
import { emptyManifest, type Manifest, manifestSchema } from '../../domain/warehouse/manifest.ts';

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';

/** The manifest in a folder; an empty one where there is none. Throws `internal` for one that cannot be read. */
export const readManifest = async (dir: string): Promise<Manifest> => {
  const path = join(dir, 'manifest.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (isMissing(thrown)) return emptyManifest;
    throw thrown;
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CicloError({
      code: 'internal',
      message: `The manifest ${path} cannot be read. Delete the folder: the next export writes it again.`,
      cause,
    });
  }
};

/** Writes the manifest beside and renames it: readers see the one before or this one. */
export const writeManifest = async (dir: string, manifest: Manifest): Promise<void> => {
  const temporary = join(dir, `.${randomUUID()}.json`);
  await writeFile(temporary, JSON.stringify(manifest), { mode: 0o600 });
  await rename(temporary, join(dir, 'manifest.json'));
};
