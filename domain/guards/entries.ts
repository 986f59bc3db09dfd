const day = 24 * 3_600_000;

/** Entries of a stretch of time, and those before it. */
export type EntryCounts = {
  readonly count: number;
  readonly withinMs: number;
  /** Entries before the stretch, and in how long (milliseconds). */
  readonly before: number;
  readonly beforeMs: number;
};

/** What is usual is known after a day; a journey that has just gone live has no usual yet. */
export const leastHistoryMs = day;

/** How far back the usual is looked for. */
export const historyMs = 7 * day;

/** How many usually enter in the stretch. */
export const usualEntries = (counts: EntryCounts): number =>
  counts.beforeMs <= 0 ? 0 : (counts.before * counts.withinMs) / counts.beforeMs;

/** Whether so many more than usual entered that it is a storm. */
export const isStorm = (input: {
  limit: { readonly times: number; readonly atLeast: number };
  counts: EntryCounts;
}): boolean => {
  const { limit, counts } = input;
  if (counts.beforeMs < leastHistoryMs || counts.count < limit.atLeast) return false;
  return counts.count > limit.times * usualEntries(counts);
};
