import type { CommandDefinition } from '../../command.ts';
import { tellWorkspace } from '../../which-workspace.ts';

/** `ciclo pull`. */
export const pullCommand: CommandDefinition = {
  usage: 'pull [folder]',
  summary: 'write what is published into a workspace folder',
  group: 'Workspace',
  examples: ['ciclo pull', 'ciclo pull my-shop --dry-run', 'ciclo pull --force'],
  build: ({ command, act, config, connect, say }) =>
    command
      .option('--force', 'also over files that were changed in the folder')
      .option('--dry-run', 'only say what would be written')
      .action(
        act(async (folder: string | undefined, options: { force?: boolean; dryRun?: boolean }) => {
          const { runPull } = await import('../../workspace/run-pull.ts');
          const client = await connect();
          const dir = await tellWorkspace({ folder, config: config(), say });
          const { force = false, dryRun = false } = options;
          return runPull({ dir, client, force, dryRun, say });
        }),
      ),
};
