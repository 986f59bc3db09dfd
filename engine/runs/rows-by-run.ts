/** Rows of one request for several runs; with more than so many each run is read alone. */
const togetherMost = 2000;

type OfRun = { readonly run: string };

/**
 * Makes the reading of rows of several runs of a person in one request: of each run the newest, at most `most`. `read` answers the rows of
 * the runs named, newest first.
 */
export const createRowsByRun = <Row extends OfRun>(input: {
  readonly read: (of: {
    readonly runs: readonly string[];
    readonly limit: number;
  }) => Promise<readonly Row[]>;
  readonly most: number;
}): ((runs: readonly string[]) => Promise<(run: string) => readonly Row[]>) => {
  const { read, most } = input;
  return async (runs) => {
    if (runs.length === 0) return () => [];
    const together = await read({ runs, limit: togetherMost });
    const rows =
      together.length < togetherMost
        ? together
        : (await Promise.all(runs.map((run) => read({ runs: [run], limit: most })))).flat();
    const byRun = new Map<string, Row[]>();
    for (const row of rows) {
      const own = byRun.get(row.run) ?? [];
      if (own.length < most) own.push(row);
      byRun.set(row.run, own);
    }
    return (run) => byRun.get(run) ?? [];
  };
};
