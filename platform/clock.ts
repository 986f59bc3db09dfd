/** Where the time comes from, in milliseconds since the epoch. Nothing outside `platform` reads the machine's clock. */
export interface Clock {
  readonly now: () => number;
}

/** The machine's own clock. */
export const createClock = (): Clock => ({ now: () => Date.now() });
