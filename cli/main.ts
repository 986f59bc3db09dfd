import { Command } from 'commander';
import colors from 'picocolors';

import { CicloError, messageOf } from '../domain/errors.ts';
import { type Environment, loadConfig } from '../platform/config.ts';
import type { Part } from './commands/start.ts';
import { addAnswers } from './add-answers.ts';
import { addChangeCommands, addPublish } from './change-commands.ts';
import { addChannel } from './add-channel.ts';
import { addTasks } from './add-tasks.ts';
import { connectEngine } from './engine-client.ts';
import type { Say } from './say.ts';

const versionOf = (env: Environment): string => env['npm_package_version'] ?? '0.1.0';

type Ran = { code: number };

/** Commands load what they need when they run, so that `ciclo --help` answers at once. */
const addServers = (input: { program: Command; env: Environment; say: Say }): void => {
  const { program, env, say } = input;
  const parts: readonly { name: string; part: Part; watch: boolean; what: string }[] = [
    { name: 'start', part: 'all', watch: false, what: 'run everything on this machine, on the real clock' },
    {
      name: 'dev',
      part: 'all',
      watch: true,
      what: 'like start, with a development clock; publishes the workspace when a file changes',
    },
    { name: 'api', part: 'api', watch: false, what: 'run the API and the dispatch of events only' },
    { name: 'worker', part: 'worker', watch: false, what: 'run a worker for waiting journeys only' },
  ];
  for (const { name, part, watch, what } of parts) {
    program
      .command(name)
      .description(what)
      .action(async () => {
        const { runStart } = await import('./commands/start.ts');
        await runStart({ part, env, say, watch });
      });
  }
};

const addWorkspaceCommands = (input: { program: Command; env: Environment; say: Say; ran: Ran }): void => {
  const { program, env, say, ran } = input;
  const dirOf = (dir: string | undefined): string => dir ?? loadConfig(env).workspaceDir;
  program
    .command('init <folder>')
    .description('make a workspace that works')
    .action(async (dir: string) => {
      const { runInit } = await import('./commands/init.ts');
      ran.code = await runInit({ dir, say });
    });
  program
    .command('validate [folder]')
    .description('check a workspace: every problem with its place and its mend')
    .option('--live', 'look at the journeys beside the people and events of the running engine, too')
    .action(async (dir: string | undefined, options: { live?: boolean }) => {
      const { runValidate } = await import('./commands/validate.ts');
      const live = options.live === true ? await connectEngine(loadConfig(env)) : undefined;
      ran.code = await runValidate({ dir: dirOf(dir), live, say });
    });
  addPublish(input);
};

const addPeopleCommands = (input: { program: Command; env: Environment; say: Say; ran: Ran }): void => {
  const { program, env, say, ran } = input;
  program
    .command('enrol <journey> <person>')
    .description('start a journey for somebody (e-mail, user id or profile id)')
    .option('--key <key>', 'what it is about: a cart, an order')
    .option('--properties <json>', 'properties of the entry event', '{}')
    .action(async (journey: string, person: string, options: { key?: string; properties: string }) => {
      const { runEnrol } = await import('./commands/enrol.ts');
      const properties: Record<string, unknown> = JSON.parse(options.properties);
      const client = await connectEngine(loadConfig(env));
      ran.code = await runEnrol({ journey, person, key: options.key, properties, client, say });
    });
  program
    .command('why <person>')
    .description('what happened to somebody, and why')
    .option('--journey <key>', 'of one journey only')
    .option('--message <key>', 'why they did, or did not, get this message')
    .action(async (person: string, options: { journey?: string; message?: string }) => {
      if (options.message !== undefined) {
        const { runWhyMessage } = await import('./commands/why-message.ts');
        const client = await connectEngine(loadConfig(env));
        ran.code = await runWhyMessage({ person, message: options.message, client, say });
        return;
      }
      const { runWhy } = await import('./commands/why.ts');
      ran.code = await runWhy({
        person,
        journey: options.journey,
        client: await connectEngine(loadConfig(env)),
        say,
      });
    });
  program
    .command('advance <duration>')
    .description('move the development clock on')
    .action(async (by: string) => {
      const { runAdvance } = await import('./commands/advance.ts');
      ran.code = await runAdvance({ by, client: await connectEngine(loadConfig(env)), say });
    });
};

const each = (one: string, before: readonly string[]): readonly string[] => [...before, one];

const loadPlayOnEngine = async (input: { env: Environment; say: Say; json: boolean }) => {
  const { createPlayOnEngine } = await import('./simulate/play-on-engine.ts');
  return createPlayOnEngine({ env: input.env, say: input.json ? () => undefined : input.say });
};

const addSimulate = (input: { program: Command; env: Environment; say: Say; ran: Ran }): void => {
  const { program, env, say, ran } = input;
  type Options = {
    profile: string;
    events?: string;
    workspace?: string;
    choose: readonly string[];
    timeout: readonly string[];
    html?: string;
    json?: boolean;
    engine?: boolean;
  };
  program
    .command('simulate <journey>')
    .description('play a journey for one person, without sending anything')
    .requiredOption(
      '--profile <file|person>',
      'the person: a JSON file, or an e-mail the running engine knows',
    )
    .option('--events <file>', 'what happens to them, as JSON; what starts the journey, unless said')
    .option('--choose <step=outcome>', 'take this branch whatever the facts say (repeatable)', each, [])
    .option('--timeout <step>', 'nothing comes in time for this step (repeatable)', each, [])
    .option('--html <folder>', 'write the messages as HTML')
    .option('--json', 'everything as JSON')
    .option('--engine', 'on real servers in virtual time, started for this and removed after it')
    .option('--workspace <folder>', 'the workspace')
    .action(async (journey: string, options: Options) => {
      const { runSimulate } = await import('./commands/simulate.ts');
      const { profile, events, choose, timeout, html, json = false } = options;
      const config = loadConfig(env);
      ran.code = await runSimulate({
        journey,
        profile,
        events,
        choose,
        timeout,
        html,
        json,
        say,
        dir: options.workspace ?? config.workspaceDir,
        connect: () => connectEngine(config),
        playOnEngine: options.engine === true ? await loadPlayOnEngine({ env, say, json }) : undefined,
      });
    });
};

const addRehearsals = (input: { program: Command; env: Environment; say: Say; ran: Ran }): void => {
  const { program, env, say, ran } = input;
  const kinds = [
    { what: 'dry-run', days: '7', about: 'what a journey would do with the people there are; sends nothing' },
    { what: 'replay', days: '30', about: 'what a journey would have done with the events of the last days' },
  ] as const;
  for (const { what, days, about } of kinds) {
    program
      .command(`${what} <journey>`)
      .description(about)
      .option('--days <days>', 'how many days are looked at', days)
      .option('--sample <people>', 'how many people are played at the most', '1000')
      .option('--workspace <folder>', 'the draft in this workspace instead of the version in force')
      .option('--json', 'everything as JSON')
      .action(
        async (
          journey: string,
          options: { days: string; sample: string; workspace?: string; json?: boolean },
        ) => {
          const { runRehearse } = await import('./commands/rehearse.ts');
          const client = await connectEngine(loadConfig(env));
          const { workspace: dir, json = false } = options;
          const [length, sample] = [Number(options.days), Number(options.sample)];
          ran.code = await runRehearse({ what, journey, dir, days: length, sample, json, client, say });
        },
      );
  }
};

const addTrials = (input: { program: Command; env: Environment; say: Say; ran: Ran }): void => {
  const { program, env, say, ran } = input;
  program
    .command('test [folder]')
    .description('play the stories of journeys/<key>.test.json and compare what happens')
    .option('--journey <key>', 'the tests of one journey')
    .option('--json', 'the outcome as JSON')
    .action(async (dir: string | undefined, options: { journey?: string; json?: boolean }) => {
      const { runJourneyTests } = await import('./commands/run-journey-tests.ts');
      const { journey, json = false } = options;
      ran.code = await runJourneyTests({ dir: dir ?? loadConfig(env).workspaceDir, journey, json, say });
    });
  addSimulate(input);
  addRehearsals(input);
  program
    .command('doctor')
    .description('look at the settings, the servers and what is stuck')
    .action(async () => {
      const { runDoctor } = await import('./commands/doctor.ts');
      ran.code = await runDoctor({ env, say });
    });
};

/** The `ciclo` command. Sets the exit code; an expected failure is one clear sentence, not a stack. */
export const main = async (input: { argv: readonly string[]; env: Environment }): Promise<void> => {
  const say: Say = (line) => console.log(line);
  const ran: Ran = { code: 0 };
  const program = new Command('ciclo')
    .description('The open customer-lifecycle engine')
    .version(versionOf(input.env))
    .showHelpAfterError();
  addServers({ program, env: input.env, say });
  addWorkspaceCommands({ program, env: input.env, say, ran });
  addPeopleCommands({ program, env: input.env, say, ran });
  addAnswers({ program, env: input.env, say, ran });
  addChangeCommands({ program, env: input.env, say, ran });
  addChannel({ program, env: input.env, say, ran });
  addTasks({ program, env: input.env, say, ran });
  addTrials({ program, env: input.env, say, ran });
  try {
    await program.parseAsync([...input.argv]);
    if (ran.code !== 0) process.exitCode = ran.code;
  } catch (thrown) {
    console.error(colors.red(messageOf(thrown)));
    process.exitCode = thrown instanceof CicloError && thrown.code === 'bad-configuration' ? 78 : 1;
  }
};
