import type { Command } from 'commander';

import type { Config, Environment } from '../platform/config.ts';
import type { EngineClient } from './engine-client.ts';
import type { Say } from '../platform/say.ts';
import type { StrayErrors } from '../platform/stray-errors.ts';

/** What commands are run with. */
export type CommandDeps = {
  readonly env: Environment;
  readonly say: Say;
  /** The settings, read and checked when a command asks for them. */
  readonly config: () => Config;
  /** A client of the engine that the settings name. */
  readonly connect: () => Promise<EngineClient>;
  /** What the process handles of errors that nothing waits for. */
  readonly strays: StrayErrors;
};

/** Makes an action of what a command does; it answers the exit code. */
type Act = <Args extends readonly unknown[]>(
  run: (...args: Args) => Promise<number>,
) => (...args: Args) => Promise<void>;

export type CommandGroup =
  | 'Run'
  | 'Workspace'
  | 'Try'
  | 'Journeys'
  | 'People'
  | 'Records'
  | 'Team'
  | 'Operate';

/**
 * A command, as it declares itself. Its file loads what it needs when it is run, so that `ciclo --help` answers at
 * once.
 */
export type CommandDefinition = {
  /** Name and arguments, as commander writes them: `enrol <journey> <person>`. */
  readonly usage: string;
  readonly summary: string;
  /** Command lines that work, for its help; the first one is the simplest. */
  readonly examples: readonly [string, ...string[]];
  /** Where the list of commands names it; a part of another command has none. */
  readonly group?: CommandGroup;
  /** Whether it is what its parent does when nothing else is named. */
  readonly isDefault?: boolean;
  /** Adds its options and its action. */
  readonly build?: (input: CommandDeps & { command: Command; act: Act }) => unknown;
  /** Commands below it: `ciclo keys list`. */
  readonly parts?: readonly CommandDefinition[];
};
