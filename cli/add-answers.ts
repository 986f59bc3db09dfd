import type { Command } from 'commander';

import { type Environment, loadConfig } from '../platform/config.ts';
import { connectEngine } from './engine-client.ts';
import type { ExcludedQuery } from './commands/excluded.ts';
import type { Say } from './say.ts';
import { toCount } from './to-count.ts';

/** Adds the commands that answer questions about many people: results, who, excluded. */
export const addAnswers = (input: {
  program: Command;
  env: Environment;
  say: Say;
  ran: { code: number };
}): void => {
  const { program, env, say, ran } = input;
  program
    .command('results <journey>')
    .description('what the experiments and holdouts of a journey show')
    .action(async (journey: string) => {
      const { runResults } = await import('./commands/results.ts');
      ran.code = await runResults({ journey, client: await connectEngine(loadConfig(env)), say });
    });
  program
    .command('who <journey> <step>')
    .description('who stands on a step, and since when')
    .option('--limit <count>', 'show so many at the most', toCount, 50)
    .action(async (journey: string, step: string, options: { limit: number }) => {
      const { runWho } = await import('./commands/who.ts');
      const client = await connectEngine(loadConfig(env));
      ran.code = await runWho({ journey, step, limit: options.limit, client, say });
    });
  program
    .command('excluded')
    .description('everyone who did not get something, and why, the newest first')
    .option('--journey <key>', 'in one journey')
    .option('--step <id>', 'at one step')
    .option('--reason <reason>', 'for one reason: capped, no-consent, unsubscribed, ...')
    .option('--kind <kinds>', 'of these kinds: not-entered, skipped, exited, held-out, failed, none, refused')
    .option('--from <instant>', 'at or after, such as 2026-03-01T00:00:00Z')
    .option('--to <instant>', 'before')
    .option('--limit <count>', 'show so many at the most', toCount, 50)
    .action(async ({ limit, ...query }: ExcludedQuery & { limit: number }) => {
      const { runExcluded } = await import('./commands/excluded.ts');
      const client = await connectEngine(loadConfig(env));
      ran.code = await runExcluded({ query, limit, client, say });
    });
};
