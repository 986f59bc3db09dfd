/**
 * Reservations of a rate limit, shared by all workers: `reserve` books the next free slot and says when it is.
 * A caller whose slot lies ahead waits for it, and it stays theirs.
 */
export type RateSlots = {
  readonly reserve: (input: { key: string; rate: number; perMs: number; now: number }) => Promise<number>;
};

/** Slots for one process: a burst up to the rate at once, and never more than the rate in any stretch of `perMs`. */
export const createLocalRateSlots = (): RateSlots => {
  const taken = new Map<string, number[]>();
  return {
    reserve: async ({ key, rate, perMs, now }) => {
      const slots = taken.get(key) ?? [];
      const before = slots.length < rate ? undefined : slots.shift();
      const slot = before === undefined ? now : Math.max(now, before + perMs);
      slots.push(slot);
      taken.set(key, slots);
      return slot;
    },
  };
};
