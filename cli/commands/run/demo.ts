import type { CommandDefinition } from '../../command.ts';

/** `ciclo demo`: a look at everything without a workspace of one's own. */
export const demoCommand: CommandDefinition = {
  usage: 'demo',
  summary: "play a shop's three weeks in a minute, over signed webhooks and real SMTP, then stay up",
  group: 'Run',
  examples: ['ciclo demo', 'ciclo demo --once'],
  build: ({ command, act, env, say, strays }) =>
    command.option('--once', 'end when the story is over').action(
      act(async ({ once = false }: { once?: boolean }) => {
        const { runDemo } = await import('../../demo/run-demo.ts');
        return runDemo({ once, env, say, strays });
      }),
    ),
};
