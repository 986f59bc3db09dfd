/** How many letters must be put in, left out, replaced or swapped with their neighbour to make `b` of `a`. */
export const editDistance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_item, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
};

const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/g, '');

const longest = 80;

/** The known word somebody most likely meant; undefined when none is near. */
export const nearest = (input: { word: string; known: Iterable<string> }): string | undefined => {
  const word = plain(input.word.slice(0, longest));
  const reach = Math.max(1, Math.floor(word.length / 3));
  let found: { known: string; distance: number } | undefined;
  for (const known of input.known) {
    const distance = editDistance(word, plain(known));
    if (distance <= reach && distance < (found?.distance ?? Infinity)) found = { known, distance };
  }
  return found?.known;
};

const listed = 20;

/** `a`, `b`, `c` for a sentence; a long list is cut short. */
export const quoteList = (words: Iterable<string>): string => {
  const all = [...words];
  const shown = all.slice(0, listed).map((word) => `\`${word}\``);
  return all.length > listed ? `${shown.join(', ')} and ${all.length - listed} more` : shown.join(', ');
};

/** What to write instead of an unknown word: the nearest one first, then all there are. */
export const suggest = (input: { word: string; known: Iterable<string>; none: string }): string => {
  const known = [...input.known];
  if (known.length === 0) return input.none;
  const near = nearest({ word: input.word, known });
  return `${near === undefined ? '' : `Did you mean \`${near}\`? `}There is ${quoteList(known.toSorted())}.`;
};
