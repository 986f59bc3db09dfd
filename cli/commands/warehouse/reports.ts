import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { readObject } from '../../read-file.ts';

const reportSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  nextAt: z.string(),
  to: z.array(z.string()),
  last: z.looseObject({ at: z.string(), sent: z.int(), problem: z.string().optional() }).optional(),
});

type Run = { readonly client: EngineClient; readonly say: Say };

const lastOf = ({ last }: z.infer<typeof reportSchema>): string => {
  if (last === undefined) return '–';
  return `${last.at}: ${last.sent} sent${last.problem === undefined ? '' : `. ${last.problem}`}`;
};

const runList = async ({ client, say }: Run): Promise<number> => {
  const { reports } = z
    .looseObject({ reports: z.array(reportSchema) })
    .parse(await client.call({ path: '/api/reports?limit=100' }));
  const rows = reports.map((one) => [one.id, one.name, String(one.to.length), one.nextAt, lastOf(one)]);
  say(table({ head: ['id', 'name', 'to', 'next', 'last'], rows }));
  return 0;
};

const example = '{"name":"Weekly",...}; see docs/warehouse.md.';

const runAdd = async ({ client, say, file }: Run & { file: string }): Promise<number> => {
  const answer = await client.call({ path: '/api/reports', body: await readObject({ file, example }) });
  const { id, nextAt } = reportSchema.parse(answer);
  say(`Report ${id} is sent next at ${nextAt}.`);
  return 0;
};

/** `ciclo reports`. */
export const reportsCommand: CommandDefinition = {
  usage: 'reports',
  summary: 'figures that go to the team by mail, on a schedule',
  group: 'Operate',
  examples: ['ciclo reports list', 'ciclo reports add weekly.json'],
  parts: [
    {
      usage: 'list',
      summary: 'the reports, when each is sent next, and how the last one went',
      examples: ['ciclo reports list'],
      build: ({ command, act, connect, say }) =>
        command.action(act(async () => runList({ client: await connect(), say }))),
    },
    {
      usage: 'add <file>',
      summary: 'make the report that a JSON file says',
      examples: ['ciclo reports add weekly.json'],
      build: ({ command, act, connect, say }) =>
        command.action(act(async (file: string) => runAdd({ client: await connect(), say, file }))),
    },
    {
      usage: 'send <id>',
      summary: 'send a report now',
      examples: ['ciclo reports send 8f14e45f'],
      build: ({ command, act, connect, say }) =>
        command.action(
          act(async (id: string) => {
            const client = await connect();
            await client.call({ method: 'POST', path: `/api/reports/${encodeURIComponent(id)}/send` });
            say('It goes out within a few seconds.');
            return 0;
          }),
        ),
    },
    {
      usage: 'end <id>',
      summary: 'end a report',
      examples: ['ciclo reports end 8f14e45f'],
      build: ({ command, act, connect, say }) =>
        command.action(
          act(async (id: string) => {
            const client = await connect();
            await client.call({ method: 'DELETE', path: `/api/reports/${encodeURIComponent(id)}` });
            say('It is ended.');
            return 0;
          }),
        ),
    },
  ],
};
