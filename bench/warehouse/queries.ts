import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

import { manifestSchema } from '../../domain/warehouse/manifest.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import type { AskFigure } from '../../test/figures/compare.ts';
import { openShop } from '../../test/figures/shop-engine.ts';
import { median } from '../measures.ts';
import type { Row } from '../rows.ts';
import { type HandWritten, handWritten } from './hand-written.ts';
import { multiplyShop } from './multiply.ts';

const people = 400;
const size = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const rounds = 5;
const budget = 0.8;

const secondsOf = async (job: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await job();
  return (performance.now() - began) / 1000;
};

/** A database that sees the same files as tables, for queries by hand. */
const openByHand = async (input: { dir: string; tenant: string }) => {
  const { dir, tenant } = input;
  const { tables } = manifestSchema.parse(
    JSON.parse(await readFile(join(dir, tenant, 'manifest.json'), 'utf8')),
  );
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  for (const [table, { parts }] of Object.entries(tables)) {
    const files = Object.values(parts).flatMap(({ file }) =>
      file === undefined ? [] : [`'${join(dir, tenant, file)}'`],
    );
    if (files.length > 0)
      await connection.run(
        `create view "${table}" as select * from read_parquet([${files.join(', ')}], union_by_name = false)`,
      );
  }
  return {
    connection,
    close: () => {
      connection.disconnectSync();
      instance.closeSync();
    },
  };
};

type Cells = readonly (readonly unknown[])[];

const numberOf = (value: unknown): number | undefined =>
  value === null || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);

/** The first cells of rows, in an order that both sides have: by texts, then by numbers as far as they are surely the same. */
const ordered = (rows: Cells, width: number): Cells => {
  const keyOf = (row: readonly unknown[]): string =>
    row.map((cell) => numberOf(cell)?.toPrecision(4) ?? String(cell ?? '')).join(' ');
  return rows.map((row) => row.slice(0, width)).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

/** Whether two cells say the same; sums of shares are rounded once, so their last digit may differ. */
const isSame = (a: unknown, b: unknown): boolean => {
  const [one, two] = [numberOf(a), numberOf(b)];
  if (one === undefined || two === undefined) return String(a ?? '') === String(b ?? '');
  return Math.abs(one - two) <= 1e-6 * Math.max(Math.abs(one), Math.abs(two));
};

/** Throws where the query by hand does not give the same rows: then the two are not one question. */
const checkSame = async (input: { ask: AskFigure; connection: DuckDBConnection; one: HandWritten }) => {
  const { ask, connection, one } = input;
  const reader = await connection.runAndReadAll(one.sql);
  const width = reader.columnCount;
  const theirs = ordered(reader.getRowsJson(), width);
  const ours = ordered((await ask(one.figure, one.given)).rows, width);
  const wrong = ours.findIndex((row, n) => !row.every((cell, m) => isSame(cell, theirs[n]?.[m])));
  if (ours.length !== theirs.length || wrong >= 0)
    throw new Error(`${one.figure} differs: ${JSON.stringify([ours[wrong], theirs[wrong]])}`);
};

type Timed = { readonly ours: number; readonly other: number; readonly ratio: number };

/** The figure and the query by hand in turn, on the same files, after one of each that warms them. */
const inTurn = async (input: {
  ask: AskFigure;
  connection: DuckDBConnection;
  one: HandWritten;
}): Promise<Timed> => {
  const { ask, connection, one } = input;
  const ours: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    other.push(await secondsOf(async () => (await connection.runAndReadAll(one.sql)).getRowsJson()));
    ours.push(await secondsOf(() => ask(one.figure, one.given)));
  }
  return {
    ours: median(ours),
    other: median(other),
    ratio: median(other.map((seconds, n) => seconds / (ours[n] ?? 1))),
  };
};

const rowOf = (name: string, { ours, other, ratio }: Timed): Row => ({
  name,
  ours: `${Math.round(ours * 1000)} ms`,
  against: `${Math.round(other * 1000)} ms`,
  ratio,
  least: budget,
});

/**
 * The figures of each family over 1,000,000 rows of the warehouse (`BENCH_ROWS`), against queries written by hand on the same Parquet files; then some
 * of them over ten times as many (`BENCH_GROWTH=0` leaves that out).
 */
export const figureQueries = async (): Promise<readonly Row[]> => {
  const dir = await mkdtemp(join(tmpdir(), 'ciclo-bench-queries-'));
  const folder = createWarehouseFolder({ dir });
  const rows: Row[] = [];
  try {
    const { tenant, askAs } = await openShop({ folder, people, seed: 20 });
    const single = await multiplyShop({ dir, from: tenant, to: 'once', times: 1 });
    const sizes = process.env['BENCH_GROWTH'] === '0' ? [size] : [size, 10 * size];
    for (const least of sizes) {
      const times = Math.ceil(least / single);
      const to = `rows-${least}`;
      const count = (await multiplyShop({ dir, from: tenant, to, times })).toLocaleString('en');
      const { connection, close } = await openByHand({ dir, tenant: to });
      const ask = askAs(to);
      for (const one of handWritten) {
        await checkSame({ ask, connection, one });
        rows.push(
          rowOf(
            `${one.figure} over ${count} rows, against a query by hand`,
            await inTurn({ ask, connection, one }),
          ),
        );
      }
      close();
    }
    return rows;
  } finally {
    await folder.close();
    await rm(dir, { recursive: true, force: true });
  }
};
