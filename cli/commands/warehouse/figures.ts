import { z } from 'zod';

import { CicloError } from '../../../domain/errors.ts';
import { fromMinor } from '../../../domain/money.ts';
import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const figureSchema = z.looseObject({
  key: z.string(),
  title: z.looseObject({ en: z.string() }),
  definition: z.looseObject({ en: z.string() }),
  parameters: z.array(z.looseObject({ name: z.string() })),
  columns: z.array(z.looseObject({ name: z.string(), unit: z.string() })),
});
const listSchema = z.looseObject({ figures: z.array(figureSchema) });
const answerSchema = z.looseObject({
  figure: figureSchema,
  currency: z.string(),
  asOf: z.string().optional(),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  isCut: z.boolean(),
});

type Run = { readonly client: EngineClient; readonly say: Say };

/** `ciclo figures`: what figures there are. */
export const runFigures = async ({ client, say }: Run): Promise<number> => {
  const { figures } = listSchema.parse(await client.call({ path: '/api/figures' }));
  const rows = figures.map(({ key, title, parameters }) => [
    key,
    title.en,
    parameters.map(({ name }) => name).join(' '),
  ]);
  say(table({ head: ['figure', 'what it is', 'parameters'], rows }));
  return 0;
};

/** The query of `name=value` pairs. Throws `invalid-input` for what is no pair. */
const queryOf = (pairs: readonly string[]): URLSearchParams => {
  const query = new URLSearchParams();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) {
      throw new CicloError({
        code: 'invalid-input',
        message: `\`${pair}\` is no parameter. Write \`name=value\`, such as \`from=2026-01-01\`.`,
      });
    }
    query.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return query;
};

/** `ciclo figures show <key> [name=value...]`. */
export const runFigure = async (input: Run & { key: string; pairs: readonly string[] }): Promise<number> => {
  const { client, say, key, pairs } = input;
  const path = `/api/figures/${encodeURIComponent(key)}?${queryOf(pairs).toString()}`;
  const { figure, currency, asOf, rows, isCut } = answerSchema.parse(await client.call({ path }));
  const { columns } = figure;
  const cells = rows.map((row) =>
    row.map((value, index) =>
      typeof value !== 'number'
        ? String(value ?? '')
        : columns[index]?.unit === 'money'
          ? fromMinor({ minor: value, currency })
          : Math.round(value * 10_000) / 10_000,
    ),
  );
  say(figure.definition.en);
  say(
    table({
      head: columns.map(({ name, unit }) => (unit === 'money' ? `${name} ${currency}` : name)),
      rows: cells,
    }),
  );
  if (isCut) say('There are more rows; `GET /api/figures` gives up to 10,000.');
  say(asOf === undefined ? 'Nothing was exported yet: run `ciclo warehouse export`.' : `As of ${asOf}.`);
  return 0;
};

/** `ciclo figures`. */
export const figuresCommand: CommandDefinition = {
  usage: 'figures',
  summary: 'revenue, return of journeys, attribution, retention and the other figures of the warehouse',
  group: 'Operate',
  examples: ['ciclo figures list', 'ciclo figures show revenue by=month from=2026-01-01'],
  parts: [
    {
      usage: 'list',
      summary: 'what figures there are',
      examples: ['ciclo figures list'],
      build: ({ command, act, connect, say }) =>
        command.action(act(async () => runFigures({ client: await connect(), say }))),
    },
    {
      usage: 'show <key> [parameters...]',
      summary: 'one figure, with what it counts; parameters as name=value',
      examples: ['ciclo figures show attribution days=14 touch=clicked'],
      build: ({ command, act, connect, say }) =>
        command.action(
          act(async (key: string, pairs: readonly string[]) =>
            runFigure({ client: await connect(), say, key, pairs }),
          ),
        ),
    },
  ],
};
