/** Numbers from 0 (included) to 1 (excluded), the same for a seed. */
export type Random = () => number;

/** Mulberry32: small, quick, good enough to mix a test. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** A whole number from 0 to below `to`. */
export const numberFrom = (input: { random: Random; to: number }): number =>
  Math.floor(input.random() * input.to);
