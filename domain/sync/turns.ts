/** How often a field was written since an instant. */
export type Turns = { readonly count: number; readonly since: number };

const windowMs = 3_600_000;
/** So often a field may be written within an hour; two systems that correct each other do it without end. */
const turnsMax = 6;

/** One more write of a field. */
export const withTurn = (input: { turns: Turns | undefined; now: number }): Turns => {
  const { turns, now } = input;
  if (turns === undefined || now - turns.since >= windowMs) return { count: 1, since: now };
  return { count: turns.count + 1, since: turns.since };
};

/** Whether a field was written so often of late that two systems seem to correct each other. */
export const isLooping = (input: { turns: Turns | undefined; now: number }): boolean =>
  input.turns !== undefined && input.now - input.turns.since < windowMs && input.turns.count >= turnsMax;
