import { expect, it } from 'vitest';

import { createRowsByRun } from './rows-by-run.ts';

/** Rows of runs, the newest first, with the requests that were made for them. */
const setUp = (counts: Readonly<Record<string, number>>) => {
  const rows = Object.entries(counts).flatMap(([run, count]) =>
    Array.from({ length: count }, (_, n) => ({ run, n })),
  );
  const asked: (readonly string[])[] = [];
  const rowsOf = createRowsByRun({
    most: 3,
    read: async ({ runs, limit }) => {
      asked.push(runs);
      return rows.filter(({ run }) => runs.includes(run)).slice(0, limit);
    },
  });
  return { asked, rowsOf };
};

it('reads the rows of all runs in one request, of each the newest', async () => {
  const { asked, rowsOf } = setUp({ a: 5, b: 1, other: 9 });
  const of = await rowsOf(['a', 'b', 'c']);
  expect(['a', 'b', 'c'].map((run) => of(run).map(({ n }) => n))).toEqual([[0, 1, 2], [0], []]);
  expect(asked).toEqual([['a', 'b', 'c']]);
});

it('reads each run alone where one of them has very many rows, so that it leaves the others none out', async () => {
  const { asked, rowsOf } = setUp({ a: 2500, b: 2 });
  const of = await rowsOf(['a', 'b']);
  expect(['a', 'b'].map((run) => of(run).length)).toEqual([3, 2]);
  expect(asked).toEqual([['a', 'b'], ['a'], ['b']]);
});

it('asks nothing for no runs', async () => {
  const { asked, rowsOf } = setUp({ a: 1 });
  expect((await rowsOf([]))('a')).toEqual([]);
  expect(asked).toEqual([]);
});
