/** A number of people for each set of segments, by the set as bits: segment `n` of the list is in it when bit `n` is set. */
export type BySet = readonly number[];

/** All sets of `count` segments as bits, the empty one first. */
export const setsOf = (count: number): readonly number[] =>
  Array.from({ length: 2 ** count }, (_, set) => set);

/** The places of the segments in a set. */
export const membersOf = (set: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, n) => n).filter((n) => (set & (1 << n)) !== 0);

/**
 * How many people are in exactly the segments of each set, from how many are in all of them (and perhaps in more): by
 * inclusion and exclusion. Never below zero, also when people moved between two counts.
 */
export const exactly = (atLeast: BySet, count: number): BySet => {
  const exact = [...atLeast];
  for (let n = 0; n < count; n += 1) {
    for (const set of setsOf(count)) {
      const more = set | (1 << n);
      if (more !== set) exact[set] = (exact[set] ?? 0) - (exact[more] ?? 0);
    }
  }
  return exact.map((people) => Math.max(0, people));
};
