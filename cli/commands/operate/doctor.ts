import type { CommandDefinition } from '../../command.ts';

/** `ciclo doctor`. */
export const doctorCommand: CommandDefinition = {
  usage: 'doctor',
  summary: 'look at the settings, the workspace, the servers and what is stuck',
  group: 'Operate',
  examples: ['ciclo doctor'],
  build: ({ command, act, env, say }) =>
    command.action(
      act(async () => {
        const { runDoctor } = await import('../../doctor/run-doctor.ts');
        return runDoctor({ env, say });
      }),
    ),
};
