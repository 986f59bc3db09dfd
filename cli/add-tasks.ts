import type { Command } from 'commander';

import { type Environment, loadConfig } from '../platform/config.ts';
import type { TasksQuery } from './commands/tasks.ts';
import { connectEngine } from './engine-client.ts';
import type { Say } from './say.ts';
import { toCount } from './to-count.ts';

type Done = { readonly outcome?: string; readonly note?: string; readonly by?: string };

/** Adds `ciclo tasks`: work for people of the team. */
export const addTasks = (input: {
  program: Command;
  env: Environment;
  say: Say;
  ran: { code: number };
}): void => {
  const { program, env, say, ran } = input;
  const tasks = program
    .command('tasks')
    .description('what journeys and rules gave the team to do, the newest first')
    .option('--state <state>', 'open or done', 'open')
    .option('--profile <id>', 'about one person')
    .option('--journey <key>', 'of one journey')
    .option('--limit <count>', 'show so many at the most', toCount, 50)
    .action(async ({ limit, ...query }: TasksQuery & { limit: number }) => {
      const { runTasks } = await import('./commands/tasks.ts');
      ran.code = await runTasks({ query, limit, client: await connectEngine(loadConfig(env)), say });
    });
  tasks
    .command('done <id>')
    .description('say that a task is done; the journey that waits for it goes on')
    .option('--outcome <word>', 'how it came out, such as `interested`; `done` unless said')
    .option('--note <text>', 'what there is to say of it')
    .option('--by <name>', 'who did it')
    .action(async (id: string, options: Done) => {
      const { runTaskDone } = await import('./commands/tasks.ts');
      ran.code = await runTaskDone({ id, body: options, client: await connectEngine(loadConfig(env)), say });
    });
};
