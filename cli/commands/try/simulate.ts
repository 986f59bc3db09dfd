import type { CommandDefinition, CommandDeps } from '../../command.ts';
import { repeated } from '../../repeated.ts';
import { tellWorkspace } from '../../which-workspace.ts';

type Options = {
  readonly profile: string;
  readonly events?: string;
  readonly workspace?: string;
  readonly choose: readonly string[];
  readonly timeout: readonly string[];
  readonly html?: string;
  readonly json?: boolean;
  readonly engine?: boolean;
};

const loadPlayOnEngine = async (input: Pick<CommandDeps, 'env' | 'say'>) => {
  const { createPlayOnEngine } = await import('../../simulate/play-on-engine.ts');
  return createPlayOnEngine(input);
};

/** `ciclo simulate`. */
export const simulateCommand: CommandDefinition = {
  usage: 'simulate <journey>',
  summary: 'play a journey for one person, without sending anything',
  group: 'Try',
  examples: [
    'ciclo simulate welcome --profile ana@example.com',
    'ciclo simulate cart-recovery --profile ana.json --events ana-events.json --timeout answer',
  ],
  build: ({ command, act, env, config, connect, say }) =>
    command
      .requiredOption(
        '--profile <file|person>',
        'the person: a JSON file, or an e-mail address the running engine knows',
      )
      .option('--events <file>', 'what happens to the person, as JSON; by default one entry event')
      .option('--choose <step=outcome>', 'take this branch whatever the facts say (repeatable)', repeated, [])
      .option('--timeout <step>', 'nothing comes in time for this step (repeatable)', repeated, [])
      .option('--html <folder>', 'write the messages as HTML')
      .option('--json', 'everything as JSON')
      .option('--engine', 'on real servers in virtual time, started for this and removed after it')
      .option('--workspace <folder>', 'the workspace')
      .action(
        act(async (journey: string, options: Options) => {
          const { runSimulate } = await import('../../simulate/run-simulate.ts');
          const { profile, events, choose, timeout, html, json = false, engine = false } = options;
          const quiet = json ? () => undefined : say;
          const dir = await tellWorkspace({ folder: options.workspace, config: config(), say: quiet });
          const playOnEngine = engine ? await loadPlayOnEngine({ env, say: quiet }) : undefined;
          return runSimulate({
            journey,
            profile,
            events,
            choose,
            timeout,
            html,
            json,
            say,
            dir,
            connect,
            playOnEngine,
          });
        }),
      ),
};
