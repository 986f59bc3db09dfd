import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { CicloError } from '../../domain/errors.ts';

const run = promisify(execFile);

/** All that a program complained with before it failed. */
export const complaintOf = (thrown: unknown): string =>
  thrown instanceof CicloError ? stderrOf(thrown.cause) : stderrOf(thrown);

const stderrOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'stderr' in thrown && typeof thrown.stderr === 'string'
    ? thrown.stderr.trim()
    : '';

/** The last line a program complained with, or how it ended. */
const reasonOf = (input: { thrown: unknown; boundMs: number }): string => {
  const { thrown, boundMs } = input;
  if (thrown instanceof Error && 'killed' in thrown && thrown.killed === true)
    return `took longer than ${boundMs / 1000} s`;
  const complaint = stderrOf(thrown).split('\n').at(-1);
  if (complaint !== undefined && complaint !== '') return complaint;
  return thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
};

/**
 * Runs a program to its end and gives what it printed. Throws `unavailable`, with its last word, when it fails or
 * takes longer than `boundMs`.
 */
export const runCommand = async (input: {
  command: string;
  args: readonly string[];
  boundMs: number;
}): Promise<string> => {
  const { command, args, boundMs } = input;
  try {
    const { stdout } = await run(command, [...args], { timeout: boundMs, killSignal: 'SIGKILL' });
    return stdout.trim();
  } catch (thrown) {
    throw new CicloError({ code: 'unavailable', message: reasonOf({ thrown, boundMs }), cause: thrown });
  }
};

/** The full path of a program on the search path (`PATH`'s format), or undefined. */
export const findOnPath = (input: { name: string; searchPath: string }): string | undefined => {
  for (const dir of input.searchPath.split(delimiter)) {
    const path = join(dir, input.name);
    try {
      accessSync(path, constants.X_OK);
      if (dir !== '' && statSync(path).isFile()) return path;
    } catch {
      // Not there: look in the next folder.
    }
  }
  return undefined;
};
