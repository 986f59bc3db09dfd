import type { CommandDefinition } from '../../command.ts';

/** `ciclo api`: one part, beside servers of your own. */
export const apiCommand: CommandDefinition = {
  usage: 'api',
  summary: 'run the API and the dispatch of events only',
  group: 'Run',
  examples: ['MONGODB_URI=mongodb://db/ciclo TEMPORAL_ADDRESS=temporal:7233 ciclo api'],
  build: ({ command, act, env, say, strays }) =>
    command.action(
      act(async () => {
        const { runEngine } = await import('../../run-engine.ts');
        return runEngine({ part: 'api', env, say, strays, watch: false });
      }),
    ),
};
