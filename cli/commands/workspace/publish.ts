import { repeated } from '../../repeated.ts';
import type { CommandDefinition } from '../../command.ts';
import { toNumber } from '../../to-count.ts';
import { tellWorkspace } from '../../which-workspace.ts';

type Options = {
  readonly dryRun?: boolean;
  readonly plan: readonly string[];
  readonly map: readonly string[];
  readonly expect?: number;
  readonly note?: string;
  readonly force?: boolean;
};

/** `ciclo publish`. */
export const publishCommand: CommandDefinition = {
  usage: 'publish [folder]',
  summary: 'publish a workspace on the running engine',
  group: 'Workspace',
  examples: [
    'ciclo publish',
    'ciclo publish my-shop --dry-run',
    'ciclo publish --plan cart-recovery=now --map think=ponder',
  ],
  build: ({ command, act, config, connect, say }) =>
    command
      .option('--dry-run', 'only say what would change')
      .option(
        '--plan <journey=what>',
        'what becomes of the people inside: finish, next-step, now, exit:<outcome>; or a .json file',
        repeated,
        [],
      )
      .option(
        '--map <step=step>',
        'where people on a step go, if it has another name (repeatable)',
        repeated,
        [],
      )
      .option('--expect <people>', 'how many people enter at once, if the launch guard asks', toNumber)
      .option('--note <text>', 'why, for the history of publications')
      .option('--force', 'publish also over files that were published elsewhere since')
      .action(
        act(async (folder: string | undefined, options: Options) => {
          const { runPublish } = await import('../../workspace/run-publish.ts');
          const client = await connect();
          const dir = await tellWorkspace({ folder, config: config(), say });
          const { dryRun = false, force = false, plan: plans, map: maps, expect, note } = options;
          return runPublish({ dir, client, dryRun, force, plans, maps, expect, note, say });
        }),
      ),
};
