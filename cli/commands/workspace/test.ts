import type { CommandDefinition } from '../../command.ts';
import { tellWorkspace } from '../../which-workspace.ts';

/** `ciclo test`. */
export const testCommand: CommandDefinition = {
  usage: 'test [folder]',
  summary: 'play the stories beside journeys and objects (<key>.test.json) and compare what happens',
  group: 'Workspace',
  examples: ['ciclo test', 'ciclo test my-shop --journey welcome'],
  build: ({ command, act, config, say }) =>
    command
      .option('--journey <key>', 'the tests of one journey')
      .option('--json', 'the outcome as JSON')
      .action(
        act(async (folder: string | undefined, options: { journey?: string; json?: boolean }) => {
          const { runJourneyTests } = await import('../../simulate/run-journey-tests.ts');
          const { journey, json = false } = options;
          const dir = await tellWorkspace({ folder, config: config(), say: json ? () => undefined : say });
          return runJourneyTests({ dir, journey, json, say });
        }),
      ),
};
