/** Calls of a stretch of time, and how many of them failed; `from` is when the stretch began, epoch milliseconds. */
type Bucket = { readonly from: number; readonly bad: number; readonly all: number };

/** The calls of the last while, in a few stretches, oldest first: the same size however many there were. */
export type CallWindow = readonly Bucket[];

export const noCalls: CallWindow = [];

const bucketCount = 12;

const lengthOf = (withinMs: number): number => Math.max(1, Math.ceil(withinMs / bucketCount));

/** What of a window is in view at an instant: nothing that ended before it. */
const inView = (input: { window: CallWindow; now: number; withinMs: number }): CallWindow => {
  const { window, now, withinMs } = input;
  return window.filter(({ from }) => from + lengthOf(withinMs) > now - withinMs);
};

/** Adds a call that ended at `at`. */
export const withCall = (input: {
  window: CallWindow;
  at: number;
  bad: boolean;
  withinMs: number;
}): CallWindow => {
  const { at, bad, withinMs } = input;
  const length = lengthOf(withinMs);
  const from = Math.floor(at / length) * length;
  const kept = inView({ window: input.window, now: at, withinMs });
  const own = kept.find((bucket) => bucket.from === from) ?? { from, bad: 0, all: 0 };
  const added = { from, bad: own.bad + (bad ? 1 : 0), all: own.all + 1 };
  return [...kept.filter((bucket) => bucket.from !== from), added];
};

/**
 * The calls in view: every call of the last `withinMs`, and at most those of one twelfth of it before, since calls
 * are kept by stretches.
 */
export const callsIn = (input: {
  window: CallWindow;
  now: number;
  withinMs: number;
}): { readonly bad: number; readonly all: number } => {
  const sum = { bad: 0, all: 0 };
  for (const { bad, all } of inView(input)) {
    sum.bad += bad;
    sum.all += all;
  }
  return sum;
};

const longestCoolDownMs = 5 * 60_000;

/** How long calls are held after so many tries in vain: twice as long each time, up to five minutes. */
export const coolDownAfter = (input: { coolDownMs: number; tries: number }): number => {
  const { coolDownMs, tries } = input;
  return Math.min(coolDownMs * 2 ** Math.min(tries, 20), Math.max(coolDownMs, longestCoolDownMs));
};
