import type { CommandDefinition } from '../../command.ts';

/** `ciclo dev`: for the one who writes a workspace. */
export const devCommand: CommandDefinition = {
  usage: 'dev',
  summary: 'like start, with a development clock; publishes the workspace when a file is saved',
  group: 'Run',
  examples: ['ciclo dev', 'CICLO_INBOX_PORT=1080 ciclo dev'],
  build: ({ command, act, env, say, strays }) =>
    command.action(
      act(async () => {
        const { runEngine } = await import('../../run-engine.ts');
        return runEngine({ part: 'all', env, say, strays, watch: true });
      }),
    ),
};
