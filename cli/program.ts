import { Command, CommanderError, InvalidArgumentError, type OutputConfiguration } from 'commander';

import { CicloError } from '../domain/errors.ts';
import type { CommandDefinition, CommandDeps } from './command.ts';
import { commands } from './commands.ts';
import { exitCodeLines, exitCodes } from './exit-codes.ts';

const exampleText = (examples: readonly string[]): string =>
  ['', examples.length === 1 ? 'Example:' : 'Examples:', ...examples.map((line) => `  ${line}`)].join('\n');

/** The command as it is typed: `ciclo keys list`. */
const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

type Ran = { code: number };

/** Says of an argument that an action could not read what the parser says of one itself; passes everything else on. */
const complained =
  (command: Command) =>
  (thrown: unknown): never => {
    if (thrown instanceof InvalidArgumentError) command.error(`error: ${thrown.message}`);
    throw thrown;
  };

const addCommand = (input: {
  parent: Command;
  definition: CommandDefinition;
  deps: CommandDeps;
  ran: Ran;
}): void => {
  const { parent, definition, deps, ran } = input;
  const { usage, summary, examples, group, isDefault = false, build, parts = [] } = definition;
  const command = parent.command(usage, { isDefault });
  command
    .description(summary)
    .addHelpText('after', exampleText(examples))
    .showHelpAfterError(`Run \`${pathOf(command)} --help\` for how to write it.`);
  if (group !== undefined) command.helpGroup(`${group}:`);
  build?.({
    ...deps,
    command,
    act:
      (run) =>
      async (...args) => {
        ran.code = await run(...args).catch(complained(command));
      },
  });
  for (const part of parts) addCommand({ parent: command, definition: part, deps, ran });
};

const commandOf = (input: { program: Command; topic: string }): Command => {
  const { program, topic } = input;
  const found = program.commands.find((command) => command.name() === topic);
  if (found !== undefined) return found;
  const message = `There is no command \`${topic}\`. \`ciclo --help\` lists them.`;
  throw new CicloError({ code: 'invalid-input', message });
};

const addHelp = (input: { program: Command; deps: CommandDeps }): void => {
  const { program, deps } = input;
  program
    .command('help [topic]')
    .description('explain a command, or the exit codes: `ciclo help exit-codes`')
    .addHelpText('after', exampleText(['ciclo help publish', 'ciclo help exit-codes']))
    .action((topic: string | undefined) => {
      if (topic === undefined) program.outputHelp();
      else if (topic === 'exit-codes') for (const line of exitCodeLines()) deps.say(line);
      else commandOf({ program, topic }).outputHelp();
    });
};

/** Builds the `ciclo` command of the list of commands; `run` answers the exit code of a command line. */
export const createProgram = (
  deps: CommandDeps & {
    readonly version: string;
    /** Where help and complaints about the command line go; the terminal by default. */
    readonly output?: OutputConfiguration;
  },
): { readonly program: Command; readonly run: (words: readonly string[]) => Promise<number> } => {
  const ran: Ran = { code: exitCodes.done.code };
  const program = new Command('ciclo')
    .description('The open customer-lifecycle engine')
    .version(deps.version)
    .configureOutput(deps.output ?? {})
    .helpCommand(false)
    .showHelpAfterError('Run `ciclo --help` for the commands.')
    .addHelpText('after', '\nExit codes: ciclo help exit-codes')
    .exitOverride();
  for (const definition of commands) addCommand({ parent: program, definition, deps, ran });
  addHelp({ program, deps });
  return {
    program,
    run: async (words) => {
      try {
        await program.parseAsync([...words], { from: 'user' });
        return ran.code;
      } catch (thrown) {
        if (!(thrown instanceof CommanderError)) throw thrown;
        // Help and version were asked for; everything else is a command line that cannot be read.
        return thrown.exitCode === 0 ? exitCodes.done.code : exitCodes.usage.code;
      }
    },
  };
};
