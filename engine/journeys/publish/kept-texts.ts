import { hashId } from '../../../domain/hash.ts';
import { kindOfFile } from '../../../domain/workspace/workspace-files.ts';

/** Lists of people are not kept as texts: an erasure reaches those that are published, from which they are written again. */
const isKept = (path: string): boolean => kindOfFile(path).kind !== 'people';

/** Which text each file has, by path: the hash of exactly what was written. */
export const textHashes = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([path]) => isKept(path))
      .map(([path, text]) => [path, hashId(text)]),
  );

/** The texts to be kept, by hash. */
export const keptTexts = (texts: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(texts)
      .filter(([path]) => isKept(path))
      .map(([, text]) => [hashId(text), text]),
  );
