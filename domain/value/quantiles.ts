/** A sample of a stream of unknown length. */
export type Sample<T> = {
  readonly add: (item: T) => void;
  readonly items: () => readonly T[];
};

/**
 * Makes a systematic sample: everything as long as it is at most `most` items, then every second, every fourth ...
 * of the stream. The same stream gives the same sample.
 */
export const createSample = <T>(most: number): Sample<T> => {
  let kept: T[] = [];
  let stride = 1;
  let seen = 0;
  return {
    add: (item) => {
      if (seen % stride === 0) kept.push(item);
      seen += 1;
      if (kept.length <= most) return;
      kept = kept.filter((_, n) => n % 2 === 0);
      stride *= 2;
    },
    items: () => kept,
  };
};

/** The four values below or at which lie 20, 40, 60 and 80 % of these; each is one of them. Empty for none. */
export const quintileCuts = (values: readonly number[]): readonly number[] => {
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).toSorted();
  return [1, 2, 3, 4].map((k) => sorted[Math.ceil((k * sorted.length) / 5) - 1] ?? 0);
};

/** The quintile of a value, 1 to 5: those at a cut point belong below it, so equal values share the lower one. */
export const quintileOf = (input: { value: number; cuts: readonly number[] }): number =>
  1 + input.cuts.filter((cut) => cut < input.value).length;
