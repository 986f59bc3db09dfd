import type { CommandDefinition } from '../../command.ts';

/** `ciclo worker`: the other part, any number of times. */
export const workerCommand: CommandDefinition = {
  usage: 'worker',
  summary: 'run a worker for waiting journeys only',
  group: 'Run',
  examples: ['MONGODB_URI=mongodb://db/ciclo TEMPORAL_ADDRESS=temporal:7233 ciclo worker'],
  build: ({ command, act, env, say, strays }) =>
    command.action(
      act(async () => {
        const { runEngine } = await import('../../run-engine.ts');
        return runEngine({ part: 'worker', env, say, strays, watch: false });
      }),
    ),
};
