import type { CommandDefinition } from '../../command.ts';
import { tellWorkspace } from '../../which-workspace.ts';

/** `ciclo validate`. */
export const validateCommand: CommandDefinition = {
  usage: 'validate [folder]',
  summary: 'check a workspace: every problem with its place and a hint',
  group: 'Workspace',
  examples: ['ciclo validate', 'ciclo validate my-shop', 'ciclo validate my-shop --live'],
  build: ({ command, act, config, connect, say }) =>
    command
      .option('--live', 'also compare the journeys with the people and events of the running engine')
      .action(
        act(async (folder: string | undefined, { live = false }: { live?: boolean }) => {
          const { runValidate } = await import('../../workspace/run-validate.ts');
          const dir = await tellWorkspace({ folder, config: config(), say });
          return runValidate({ dir, live: live ? await connect() : undefined, say });
        }),
      ),
};
