import type { CommandDefinition } from '../../command.ts';

/** `ciclo start`: everything in one process. */
export const startCommand: CommandDefinition = {
  usage: 'start',
  summary: 'run everything on this machine, on the real clock',
  group: 'Run',
  examples: ['ciclo start', 'PORT=3001 CICLO_WORKSPACE=my-shop ciclo start'],
  build: ({ command, act, env, say, strays }) =>
    command.action(
      act(async () => {
        const { runEngine } = await import('../../run-engine.ts');
        return runEngine({ part: 'all', env, say, strays, watch: false });
      }),
    ),
};
