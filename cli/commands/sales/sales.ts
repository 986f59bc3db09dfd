import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const forecastSchema = z.looseObject({
  rows: z.array(
    z.looseObject({
      month: z.string(),
      owner: z.string().optional(),
      team: z.string().optional(),
      currency: z.string(),
      deals: z.int(),
      amount: z.int(),
      weighted: z.int(),
    }),
  ),
  withoutAmount: z.int(),
});
const performanceSchema = z.looseObject({
  owners: z.array(
    z.looseObject({
      id: z.string().optional(),
      won: z.int(),
      lost: z.int(),
      winRate: z.number(),
      cycleDays: z.number().optional(),
      amounts: z.record(z.string(), z.int()),
    }),
  ),
  isWhole: z.boolean(),
});

const pipelineSchema = z.looseObject({
  stages: z.array(
    z.looseObject({
      stage: z.string(),
      deals: z.int(),
      open: z.int(),
      days: z.number().optional(),
      openDays: z.number().optional(),
      winRate: z.number().optional(),
    }),
  ),
  slippage: z.looseObject({
    owners: z.array(
      z.looseObject({
        id: z.string().optional(),
        deals: z.int(),
        slipped: z.int(),
        slips: z.int(),
        days: z.number().optional(),
      }),
    ),
  }),
  isWhole: z.boolean(),
});

const partOnly = 'More than 20,000 deals: the newest were looked at.';
type Run = { client: EngineClient; say: Say };

/** `ciclo sales forecast`: amounts in minor units. */
const runForecast = async ({ client, say }: Run): Promise<number> => {
  const { rows, withoutAmount } = forecastSchema.parse(await client.call({ path: '/api/sales/forecast' }));
  if (rows.length === 0) say('There are no open deals with an amount.');
  else
    say(
      table({
        head: ['month', 'owner', 'team', 'deals', 'amount', 'weighted', ''],
        rows: rows.map((row) => [
          row.month,
          row.owner ?? '',
          row.team ?? '',
          String(row.deals),
          String(row.amount),
          String(row.weighted),
          row.currency,
        ]),
      }),
    );
  if (withoutAmount > 0) say(`Open deals without an amount: ${withoutAmount}.`);
  return 0;
};

const percent = (rate: number | undefined): string =>
  rate === undefined ? '' : `${Math.round(rate * 100)} %`;

/** `ciclo sales performance`: who won what in the last 90 days. */
const runPerformance = async ({ client, say }: Run): Promise<number> => {
  const { owners, isWhole } = performanceSchema.parse(await client.call({ path: '/api/sales/performance' }));
  if (owners.length === 0) say('No deal ended within 90 days.');
  else
    say(
      table({
        head: ['owner', 'won', 'lost', 'win rate', 'days', 'amounts'],
        rows: owners.map((row) => [
          row.id ?? 'nobody',
          String(row.won),
          String(row.lost),
          percent(row.winRate),
          row.cycleDays === undefined ? '' : String(row.cycleDays),
          Object.entries(row.amounts)
            .map(([currency, minor]) => `${minor} ${currency}`)
            .join(', '),
        ]),
      }),
    );
  if (!isWhole) say(partOnly);
  return 0;
};

/** `ciclo sales pipeline`: how deals go through their stages, and whose expected days slip. */
const runPipeline = async ({ client, say }: Run): Promise<number> => {
  const { stages, slippage, isWhole } = pipelineSchema.parse(
    await client.call({ path: '/api/sales/pipeline' }),
  );
  say(
    table({
      head: ['stage', 'deals', 'open', 'days', 'days so far', 'win rate'],
      rows: stages.map((row) => [
        row.stage,
        String(row.deals),
        String(row.open),
        String(row.days ?? ''),
        String(row.openDays ?? ''),
        percent(row.winRate),
      ]),
    }),
  );
  if (slippage.owners.length > 0)
    say(
      table({
        head: ['owner', 'deals with a day', 'slipped', 'times', 'days'],
        rows: slippage.owners.map((row) => [
          row.id ?? 'nobody',
          String(row.deals),
          String(row.slipped),
          String(row.slips),
          String(row.days ?? ''),
        ]),
      }),
    );
  if (!isWhole) say(partOnly);
  return 0;
};

const reportCommand = (input: {
  usage: string;
  summary: string;
  run: (input: Run) => Promise<number>;
}): CommandDefinition => ({
  usage: input.usage,
  summary: input.summary,
  examples: [`ciclo sales ${input.usage}`],
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => input.run({ client: await connect(), say }))),
});

/** `ciclo sales`. */
export const salesCommand: CommandDefinition = {
  usage: 'sales',
  summary: 'what open deals are expected to bring, and who won what',
  group: 'Records',
  examples: ['ciclo sales forecast', 'ciclo sales performance'],
  parts: [
    reportCommand({
      usage: 'forecast',
      summary: 'open deals by month, owner, team and currency, weighted by their stages; in minor units',
      run: runForecast,
    }),
    reportCommand({
      usage: 'performance',
      summary: 'deals won and lost in the last 90 days by owner; in minor units',
      run: runPerformance,
    }),
    reportCommand({
      usage: 'pipeline',
      summary: 'how long deals stay in each stage, how many are won from there, and whose expected days slip',
      run: runPipeline,
    }),
  ],
};
