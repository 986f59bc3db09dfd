/**
 * Reservations of a rate limit, shared by all workers: `reserve` books the next free slot and says when it is.
 * A caller whose slot lies ahead waits for it, and it stays theirs.
 */
export type RateSlots = {
  readonly reserve: (input: { key: string; rate: number; perMs: number; now: number }) => Promise<number>;
};

/** Slots for one process: evenly spaced, with no burst beyond the rate. */
export const createLocalRateSlots = (): RateSlots => {
  const next = new Map<string, number>();
  return {
    reserve: async ({ key, rate, perMs, now }) => {
      const slot = Math.max(now, next.get(key) ?? 0);
      next.set(key, slot + perMs / rate);
      return slot;
    },
  };
};
