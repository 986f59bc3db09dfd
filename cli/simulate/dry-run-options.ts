import type { CommandDefinition } from '../command.ts';
import { toCount } from '../to-count.ts';

type Options = {
  readonly days: number;
  readonly sample: number;
  readonly workspace?: string;
  readonly json?: boolean;
};

/** The options and the action that `ciclo dry-run` and `ciclo replay` have in common. */
export const dryRunOptions =
  (input: { what: 'dry-run' | 'replay'; days: number }): NonNullable<CommandDefinition['build']> =>
  ({ command, act, connect, say }) =>
    command
      .option('--days <days>', 'how many days are looked at', toCount, input.days)
      .option('--sample <people>', 'at most this many people are played', toCount, 1000)
      .option('--workspace <folder>', 'the draft in this workspace instead of the published version')
      .option('--json', 'everything as JSON')
      .action(
        act(async (journey: string, { workspace: dir, days, sample, json = false }: Options) => {
          const { runDryRun } = await import('./run-dry-run.ts');
          return runDryRun({
            what: input.what,
            journey,
            dir,
            days,
            sample,
            json,
            client: await connect(),
            say,
          });
        }),
      );
