import type * as duckApi from '@duckdb/node-api';
import type { DuckDBAppender, DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

import type { Cell, Column, ColumnType } from '../../domain/warehouse/shape.ts';

/** DuckDB's type of each type of column. */
export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  time: 'TIMESTAMP',
  boolean: 'BOOLEAN',
};

/** A name as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text as SQL writes it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Opens a database in memory. The library is loaded when it is first needed: most processes never do. */
export const openDuck = async (input: { memory: string; temp?: string }): Promise<DuckDBInstance> => {
  const { DuckDBInstance: Instance } = await import('@duckdb/node-api');
  return Instance.create(':memory:', {
    threads: '2',
    memory_limit: input.memory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(input.temp === undefined ? {} : { temp_directory: input.temp }),
  });
};

const appendCell = (input: {
  duck: typeof duckApi;
  appender: DuckDBAppender;
  type: ColumnType;
  cell: Cell;
}): void => {
  const { duck, appender, type, cell } = input;
  if (cell === undefined || (typeof cell === 'number' && !Number.isFinite(cell))) appender.appendNull();
  else if (type === 'text') appender.appendVarchar(String(cell));
  else if (type === 'boolean') appender.appendBoolean(cell === true);
  else if (type === 'integer') appender.appendBigInt(BigInt(Math.round(Number(cell))));
  else if (type === 'number') appender.appendDouble(Number(cell));
  else appender.appendTimestamp(new duck.DuckDBTimestampValue(BigInt(Math.round(Number(cell))) * 1000n));
};

/** Makes a table of rows; answers how many there were. `onRow` sees each of them. */
export const fillTable = async (input: {
  connection: DuckDBConnection;
  name: string;
  columns: readonly Column[];
  rows: AsyncIterable<readonly Cell[]>;
  onRow: (row: readonly Cell[]) => void;
}): Promise<number> => {
  const { connection, name, columns, onRow } = input;
  const duck = await import('@duckdb/node-api');
  const fields = columns.map((column) => `${quoted(column.name)} ${sqlTypes[column.type]}`);
  await connection.run(`create temp table ${quoted(name)} (${fields.join(', ')})`);
  const appender = await connection.createAppender(name);
  let count = 0;
  try {
    for await (const row of input.rows) {
      for (const [index, { type }] of columns.entries()) {
        appendCell({ duck, appender, type, cell: row[index] });
      }
      appender.endRow();
      onRow(row);
      count += 1;
    }
  } finally {
    appender.closeSync();
  }
  return count;
};
