const words: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ['', true],
  ['1', true],
  [1, true],
  ['true', true],
  [true, true],
  ['0', false],
  [0, false],
  ['false', false],
  [false, false],
  [null, false],
]);

/** A yes or no as requests write it; a flag without a value is a yes. Undefined for anything else: it is not guessed. */
export const readYesNo = (value: unknown): boolean | undefined =>
  words.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
