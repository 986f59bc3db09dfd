/** The hash of the text of each file, by path. */
export type Hashes = Readonly<Record<string, string>>;

/**
 * How a file of a folder stands to what is published. `same`: it says what is published. `ahead`: it was changed in the folder only. `behind`:
 * it was changed elsewhere only. `both`: here and there, into different texts.
 */
export type FileStanding = 'same' | 'ahead' | 'behind' | 'both';

/**
 * Compares a folder with what is published, seen from what both began from: every path that any of them has, in order. A file that
 * is not there is a text of its own.
 */
export const compareFiles = (input: {
  base: Hashes;
  published: Hashes;
  folder: Hashes;
}): readonly { readonly path: string; readonly standing: FileStanding }[] => {
  const [base, published, folder] = [input.base, input.published, input.folder].map(
    (hashes) => new Map(Object.entries(hashes)),
  );
  const paths = new Set([...(base?.keys() ?? []), ...(published?.keys() ?? []), ...(folder?.keys() ?? [])]);
  return [...paths].toSorted().map((path) => {
    const [from, live, here] = [base?.get(path), published?.get(path), folder?.get(path)];
    if (here === live) return { path, standing: 'same' };
    if (live === from) return { path, standing: 'ahead' };
    return { path, standing: here === from ? 'behind' : 'both' };
  });
};
