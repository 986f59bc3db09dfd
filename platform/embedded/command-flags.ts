/** Values of command-line flags by name: a list repeats the flag, `true` gives the bare flag, undefined leaves it out. */
export type FlagValues = Readonly<Record<string, string | number | true | readonly string[] | undefined>>;

/** `{ port: 1, quiet: true }` as `['--port', '1', '--quiet']`. */
export const toFlags = (values: FlagValues): string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const flag = `--${name}`;
    if (value === undefined) return [];
    if (value === true) return [flag];
    if (typeof value === 'object') return value.flatMap((item) => [flag, item]);
    return [flag, String(value)];
  });
