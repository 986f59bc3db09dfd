import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const stateSchema = z.looseObject({
  isOn: z.boolean(),
  asOf: z.string().optional(),
  partsToGo: z.int(),
  tables: z.array(z.looseObject({ name: z.string(), rows: z.int(), files: z.int(), bytes: z.int() })),
});
const answerSchema = z.looseObject({
  columns: z.array(z.looseObject({ name: z.string() })),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  isCut: z.boolean(),
});
const checkSchema = z.looseObject({ troubles: z.array(z.string()), removed: z.int() });

type Run = { readonly client: EngineClient; readonly say: Say };
const lookMs = 500;

const sayState = (input: { state: z.infer<typeof stateSchema>; say: Say }): void => {
  const { state, say } = input;
  say(
    table({
      head: ['table', 'rows', 'files', 'kB'],
      rows: state.tables.map(({ name, rows, files, bytes }) => [name, rows, files, Math.ceil(bytes / 1024)]),
    }),
  );
  say(state.asOf === undefined ? 'Nothing was exported yet.' : `As of ${state.asOf}.`);
};

/** `ciclo warehouse export`: brings the files up to date, and waits until they are. */
export const runWarehouseExport = async (input: Run & { isFull: boolean }): Promise<number> => {
  const { client, say, isFull } = input;
  let state = stateSchema.parse(
    await client.call({ method: 'POST', path: '/api/warehouse/exports', body: { full: isFull } }),
  );
  while (state.partsToGo > 0) {
    await delay(lookMs);
    state = stateSchema.parse(await client.call({ path: '/api/warehouse' }));
  }
  sayState({ state, say });
  return 0;
};

/** `ciclo warehouse query`. */
export const runWarehouseQuery = async (input: Run & { sql: string; limit: number }): Promise<number> => {
  const { client, say, sql, limit } = input;
  const { columns, rows, isCut } = answerSchema.parse(
    await client.call({ method: 'POST', path: '/api/warehouse/query', body: { sql, limit } }),
  );
  const cells = rows.map((row) =>
    row.map((value) => (typeof value === 'number' ? value : String(value ?? ''))),
  );
  say(table({ head: columns.map(({ name }) => name), rows: cells }));
  if (isCut) say('There are more; see --limit.');
  return 0;
};

/** `ciclo warehouse check`. */
export const runWarehouseCheck = async ({ client, say }: Run): Promise<number> => {
  const { troubles, removed } = checkSchema.parse(
    await client.call({ method: 'POST', path: '/api/warehouse/check' }),
  );
  for (const trouble of troubles) say(trouble);
  if (removed > 0) say(`${removed} rows were of people who are not there any more; they were removed.`);
  if (troubles.length === 0) say('Every file is whole.');
  else say('Run `ciclo warehouse export --full` to write them again.');
  return troubles.length === 0 ? 0 : 1;
};

const exportPart: CommandDefinition = {
  usage: 'export',
  summary: 'bring the files of the warehouse up to date now; they follow by themselves every 15 minutes',
  examples: ['ciclo warehouse export', 'ciclo warehouse export --full'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--full', 'read everything again')
      .action(
        act(async ({ full = false }: { full?: boolean }) =>
          runWarehouseExport({ client: await connect(), say, isFull: full }),
        ),
      ),
};

const queryPart: CommandDefinition = {
  usage: 'query <sql>',
  summary: 'one SELECT of DuckDB over the tables of the warehouse, read-only',
  examples: ["ciclo warehouse query 'select name, count(*) from events group by 1 order by 2 desc'"],
  build: ({ command, act, connect, say }) =>
    command
      .option('--limit <n>', 'how many rows at most', '1000')
      .action(
        act(async (sql: string, { limit }: { limit: string }) =>
          runWarehouseQuery({ client: await connect(), say, sql, limit: Number(limit) }),
        ),
      ),
};

const checkPart: CommandDefinition = {
  usage: 'check',
  summary: 'read every file, and remove rows of people who are not there any more',
  examples: ['ciclo warehouse check'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => runWarehouseCheck({ client: await connect(), say }))),
};

/** `ciclo warehouse`. */
export const warehouseCommand: CommandDefinition = {
  usage: 'warehouse',
  summary: 'what happened as Parquet files: export, ask, check',
  group: 'Operate',
  examples: ['ciclo warehouse export', "ciclo warehouse query 'select count(*) from orders'"],
  parts: [exportPart, queryPart, checkPart],
};
