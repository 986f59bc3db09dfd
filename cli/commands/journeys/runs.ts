import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { CicloError } from '../../../domain/errors.ts';
import { readInstant } from '../../../domain/time/instant.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { given } from '../../given.ts';
import { type Say, table } from '../../../platform/say.ts';
import { jobSchema, sayJob } from '../../say-job.ts';
import { toNumber } from '../../to-count.ts';

const previewSchema = z.object({
  total: z.number(),
  standing: z.array(
    z.object({ version: z.number(), step: z.string().nullable(), runs: z.number(), frozen: z.number() }),
  ),
  problems: z.array(z.object({ message: z.string(), hint: z.string() })),
});

/** `ciclo runs <what>`: does something to many people of a journey, or says how many they are. */
export const runBulk = async (input: {
  action: Readonly<Record<string, unknown>>;
  who: Readonly<Record<string, unknown>>;
  rate: number | undefined;
  dryRun: boolean;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { action, who, rate, dryRun, client, say } = input;
  const answer = await client.call({
    path: `/api/jobs${dryRun ? '?dryRun=1' : ''}`,
    headers: { 'idempotency-key': randomUUID() },
    body: { do: action, who, ...(rate === undefined ? {} : { rate }) },
  });
  if (!dryRun) {
    sayJob(jobSchema.parse(answer), say);
    return 0;
  }
  const { total, standing, problems } = previewSchema.parse(answer);
  const rows = standing.map(({ version, step, runs, frozen }) => [
    version,
    step ?? '(no step)',
    runs,
    frozen,
  ]);
  if (rows.length > 0) say(table({ head: ['version', 'step', 'people', 'standing still'], rows }));
  for (const { message, hint } of problems) say(`${message} ${hint}`);
  say(`Nothing was done; it would concern ${total} people.`);
  return problems.length === 0 ? 0 : 1;
};

/** `ciclo runs revive`: brings back the workflows of all active runs, one job for each journey. */
export const runReviveAll = async (input: {
  rate: number | undefined;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { rate, client, say } = input;
  const answer = await client.call({
    path: '/api/jobs/revive',
    headers: { 'idempotency-key': randomUUID() },
    body: rate === undefined ? {} : { rate },
  });
  const { jobs } = z.object({ jobs: z.array(jobSchema) }).parse(answer);
  if (jobs.length === 0) say('There are no active runs.');
  for (const job of jobs) sayJob(job, say);
  return 0;
};

type Options = {
  journey?: string;
  onVersion?: number;
  step?: string;
  segment?: string;
  enteredAfter?: string;
  enteredBefore?: string;
  result?: string;
  outcome?: string;
  reason?: string;
  policy?: string;
  rate?: number;
  dryRun?: boolean;
};

const resultOf = (text: string | undefined): { step: string; is: string } | undefined => {
  if (text === undefined) return undefined;
  const [step = '', is = ''] = text.split('=');
  return { step, is };
};

const instantOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const at = readInstant({ value: text, zone: 'UTC' });
  if (at === undefined) {
    throw new CicloError({ code: 'invalid-input', message: `"${text}" is not a date: write 2026-05-01.` });
  }
  return new Date(at).toISOString();
};

const bulkOf = (input: { what: string; step: string | undefined; options: Options }) => {
  const { what, step: to, options } = input;
  const { journey, onVersion: version, step, segment, outcome, reason, policy } = options;
  if (journey === undefined) {
    const message = `"ciclo runs ${what}" needs --journey <key>: the journey the people are in.`;
    throw new CicloError({ code: 'invalid-input', message });
  }
  return {
    action: given({ kind: what, to, outcome, reason, policy }),
    who: given({
      journey,
      version,
      step,
      segment,
      enteredAfter: instantOf(options.enteredAfter),
      enteredBefore: instantOf(options.enteredBefore),
      result: resultOf(options.result),
    }),
  };
};

/** `ciclo runs`. */
export const runsCommand: CommandDefinition = {
  usage: 'runs <what> [step]',
  summary:
    'move (to a step), skip, restart, exit, freeze or resume many people of a journey; revive: bring their workflows back after a restore',
  group: 'Journeys',
  examples: [
    'ciclo runs move remind --journey cart-recovery --step think --dry-run',
    'ciclo runs exit --journey cart-recovery --segment loyal --outcome replaced',
    'ciclo runs revive',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option(
        '--journey <key>',
        'the journey the people are in; only revive works without it, on all journeys',
      )
      .option('--on-version <number>', 'only people on this version', toNumber)
      .option('--step <id>', 'only people on this step')
      .option('--segment <key>', 'only members of this segment')
      .option('--entered-after <date>', 'only people who entered at or after this')
      .option('--entered-before <date>', 'only people who entered before this')
      .option('--result <step=how>', 'only people with this result of a step: remind=skipped')
      .option('--outcome <outcome>', 'of exit: how the runs end')
      .option('--reason <text>', 'of exit: why')
      .option('--policy <policy>', 'of resume: shift (default), catch-up or skip')
      .option('--rate <people>', 'at most this many people a second', toNumber)
      .option('--dry-run', 'only say how many people it would concern')
      .action(
        act(async (what: string, step: string | undefined, options: Options) => {
          const { rate, dryRun = false } = options;
          const isAll = what === 'revive' && options.journey === undefined;
          const bulk = isAll ? undefined : bulkOf({ what, step, options });
          const client = await connect();
          return bulk === undefined
            ? runReviveAll({ rate, client, say })
            : runBulk({ ...bulk, rate, dryRun, client, say });
        }),
      ),
};
