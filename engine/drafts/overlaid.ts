/** Texts by path; null for a file that is to go. */
export type Changes = Readonly<Record<string, string | null>>;

/** Texts of files with changes over them. */
export const overlaid = (
  texts: Readonly<Record<string, string>>,
  changes: Changes,
): Readonly<Record<string, string>> => {
  const all = new Map<string, string | null>([...Object.entries(texts), ...Object.entries(changes)]);
  return Object.fromEntries([...all].flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
};
