import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';

import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Parameters, QueryAnswer, Value, WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { Manifest } from '../../domain/warehouse/manifest.ts';
import { type ColumnType, signatureOf, type TableShape } from '../../domain/warehouse/shape.ts';
import { literal, openDuck, quoted, sqlTypes } from './duck.ts';
import { readManifest } from './manifest-file.ts';

const queryMs = 60_000;
const openMax = 4;

const filesOf = (input: { dir: string; manifest: Manifest; table: TableShape }): readonly string[] => {
  const { dir, manifest, table } = input;
  const state = new Map(Object.entries(manifest.tables)).get(table.name);
  // Files of other columns than today's are written again by the next pass.
  if (state?.signature !== signatureOf(table)) return [];
  return Object.values(state.parts).flatMap(({ file }) => (file === undefined ? [] : [join(dir, file)]));
};

const sourceOf = (files: readonly string[], table: TableShape): string => {
  if (files.length > 0) return `read_parquet([${files.map(literal).join(', ')}])`;
  const columns = table.columns.map(({ name, type }) => `null::${sqlTypes[type]} as ${quoted(name)}`);
  return `(select ${columns.join(', ')} where false)`;
};

/** Profiles that were merged, with the one that stayed in the end. */
const aliasesSql = `create table merged_into as with recursive chain(profile_id, now_id, hops) as (
  select profile_id, now_id, 1 from aliases
  union all select c.profile_id, a.now_id, c.hops + 1 from chain c join aliases a on a.profile_id = c.now_id where c.hops < 10
) select profile_id, arg_max(now_id, hops) as now_id from chain group by profile_id`;

/** The view of a table: anyone who was merged is the profile that stayed. */
const viewOf = (input: { table: TableShape; source: string; hasAliases: boolean }): string => {
  const { table, source, hasAliases } = input;
  const persons = table.columns.filter(({ isPerson }) => isPerson === true);
  if (!hasAliases || persons.length === 0 || table.name === 'aliases') {
    return `create view ${quoted(table.name)} as select * from ${source}`;
  }
  const replaced = persons.map(
    ({ name }, index) => `coalesce(a${index}.now_id, t.${quoted(name)}) as ${quoted(name)}`,
  );
  const joins = persons.map(
    ({ name }, index) => `left join merged_into a${index} on a${index}.profile_id = t.${quoted(name)}`,
  );
  return `create view ${quoted(table.name)} as select t.* replace (${replaced.join(', ')}) from ${source} t ${joins.join(' ')}`;
};

/** A database of views over the files as they stand, in which nothing else can be read, and no setting changed. */
const openViews = async (input: {
  dir: string;
  manifest: Manifest;
  tables: readonly TableShape[];
}): Promise<DuckDBInstance> => {
  const { dir, manifest, tables } = input;
  const instance = await openDuck({ memory: '1GB' });
  const connection = await instance.connect();
  const aliases = tables.find(({ name }) => name === 'aliases');
  const sources = tables.map((table) => ({
    table,
    files: filesOf({ dir, manifest, table }),
  }));
  const hasAliases = sources.some(({ table, files }) => table === aliases && files.length > 0);
  await connection.run("set TimeZone = 'UTC'");
  for (const { table, files } of sources.toSorted((a) => (a.table === aliases ? -1 : 0))) {
    await connection.run(viewOf({ table, source: sourceOf(files, table), hasAliases }));
    if (table === aliases && hasAliases) await connection.run(aliasesSql);
  }
  await connection.run(`set allowed_directories = [${literal(`${resolve(dir)}/`)}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
  connection.disconnectSync();
  return instance;
};

const integers = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;

const typeOf = (name: string): ColumnType =>
  integers.test(name)
    ? 'integer'
    : /^(?:DOUBLE|FLOAT|DECIMAL)/.test(name)
      ? 'number'
      : name.startsWith('TIMESTAMP')
        ? 'time'
        : name === 'BOOLEAN'
          ? 'boolean'
          : 'text';

const valueOf = (type: ColumnType, value: unknown): Value => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (type === 'integer' || type === 'number') {
    const number = Number(value);
    return type === 'integer' && !Number.isSafeInteger(number) ? String(value) : number;
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  return type === 'time' ? `${value.replace(' ', 'T').replace(/\+00$/, '')}Z` : value;
};

const notUnderstood = (thrown: unknown): CicloError =>
  new CicloError({
    code: 'invalid-input',
    message: `The query cannot be carried out: ${messageOf(thrown).split('\n')[0] ?? ''}`,
    cause: thrown,
  });

const prepareSelect = async (connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> => {
  const { StatementType } = await import('@duckdb/node-api');
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new TypeError('Write one statement.');
  const statement = await statements.prepare(0);
  if (statement.statementType === StatementType.SELECT) return statement;
  throw new TypeError('Write a SELECT: the warehouse is read-only.');
};

const bindAll = (statement: DuckDBPreparedStatement, parameters: Parameters): void => {
  const values = new Map(Object.entries(parameters));
  for (let index = 1; index <= statement.parameterCount; index += 1) {
    const value = values.get(statement.parameterName(index));
    if (value === undefined || value === null) statement.bindNull(index);
    else if (typeof value === 'string') statement.bindVarchar(index, value);
    else if (typeof value === 'boolean') statement.bindBoolean(index, value);
    else if (Number.isSafeInteger(value)) statement.bindBigInt(index, BigInt(value));
    else statement.bindDouble(index, value);
  }
};

const runQuery = async (input: {
  instance: DuckDBInstance;
  sql: string;
  parameters: Parameters;
  limit: number;
}): Promise<QueryAnswer> => {
  const { sql, parameters, limit } = input;
  const connection = await input.instance.connect();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    connection.interrupt();
  }, queryMs);
  try {
    const statement = await prepareSelect(connection, sql);
    bindAll(statement, parameters);
    const reader = await statement.streamAndReadUntil(limit + 1);
    const columns = reader.columnNames().map((name, index) => ({
      name,
      type: typeOf(String(reader.columnType(index))),
    }));
    const rows = reader
      .getRowsJson()
      .slice(0, limit)
      .map((row) => columns.map(({ type }, index) => valueOf(type, row[index])));
    return { columns, rows, isCut: reader.currentRowCount > limit };
  } catch (thrown) {
    if (!isLate) throw notUnderstood(thrown);
    throw new CicloError({
      code: 'timeout',
      message: `The query took longer than ${queryMs / 1000} seconds. Ask for less.`,
    });
  } finally {
    clearTimeout(timer);
    connection.disconnectSync();
  }
};

/** Makes what answers queries over folders: the views of a tenant stay open until its manifest changes. */
export const createQueries = (deps: { dirOf: (tenant: string) => string }) => {
  const open = new Map<string, { readonly key: string; readonly instance: Promise<DuckDBInstance> }>();
  const viewsOf = async (input: {
    tenant: string;
    tables: readonly TableShape[];
  }): Promise<DuckDBInstance> => {
    const { tenant, tables } = input;
    const dir = deps.dirOf(tenant);
    const manifest = await readManifest(dir);
    const key = createHash('sha256')
      .update(JSON.stringify([manifest.tables, tables.map(signatureOf)]))
      .digest('hex');
    const known = open.get(tenant);
    if (known?.key === key) return known.instance;
    open.delete(tenant);
    for (const oldest of [...open.keys()].slice(0, Math.max(0, open.size - openMax + 1))) open.delete(oldest);
    const instance = openViews({ dir, manifest, tables });
    open.set(tenant, { key, instance });
    instance.catch(() => open.delete(tenant));
    return instance;
  };
  const query: WarehouseFolder['query'] = async ({ tenant, tables, sql, parameters = {}, limit }) => {
    try {
      return await runQuery({ instance: await viewsOf({ tenant, tables }), sql, parameters, limit });
    } catch (thrown) {
      // A file that was replaced meanwhile: the manifest names another one now.
      if (!/No such file|Cannot open file|No files found/i.test(messageOf(thrown))) throw thrown;
      open.delete(tenant);
      return runQuery({ instance: await viewsOf({ tenant, tables }), sql, parameters, limit });
    }
  };
  return { query, close: () => open.clear() };
};
