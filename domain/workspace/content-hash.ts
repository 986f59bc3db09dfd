import { hashId } from '../hash.ts';
import { mapInTurns } from '../in-turns.ts';

const plainText = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');

const jsonText = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(plainText(text)));
  } catch {
    return plainText(text);
  }
};

/**
 * The content of a file as a hash: the same for files that say the same. The layout of JSON and the kind of
 * line ends do not count.
 */
export const contentHash = (input: { file: string; text: string }): string =>
  hashId(input.file.endsWith('.json') ? jsonText(input.text) : plainText(input.text));

/** The content of every file of a workspace, by path. */
export const contentHashes = async (
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> => {
  const hashes = await mapInTurns(Object.entries(files), ([file, text]): [string, string] => [
    file,
    contentHash({ file, text }),
  ]);
  return Object.fromEntries(hashes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

/** The content of a whole workspace as one hash. */
export const workspaceHash = (hashes: Readonly<Record<string, string>>): string =>
  hashId(...Object.entries(hashes).flat());
