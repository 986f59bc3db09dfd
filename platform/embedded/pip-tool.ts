import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CicloError } from '../../domain/errors.ts';
import { createInstalledTool, type InstalledTool } from './installed-tool.ts';
import { complaintOf, findOnPath, runCommand } from './run-command.ts';

const INSTALL_BOUND_MS = 300_000;

/**
 * Only what a file of requirements names, each by a hash, and built before: pip refuses all else, and nothing of a
 * package runs while it is installed.
 */
const install = [
  'install',
  '--quiet',
  '--no-input',
  '--no-compile',
  '--disable-pip-version-check',
  '--require-hashes',
  '--only-binary=:all:',
  '--no-deps',
  '-r',
];

/** What is not what its hash says is no matter of the pip at hand: no other one is asked to install it. */
const refuseMismatch = (thrown: unknown): void => {
  const complaint = complaintOf(thrown);
  if (!complaint.includes('DO NOT MATCH THE HASHES')) return;
  const said = complaint.replaceAll(/\s+/g, ' ').slice(-400);
  throw new CicloError({
    code: 'unavailable',
    message: `what pip got is not what this version of Ciclo was made with, so it was not installed: ${said}`,
    cause: thrown,
  });
};

/**
 * Fills a private environment with what a file of requirements names. The machine's pip serves it where it can (faster, and Debian's
 * Python lacks what a pip of its own would need); an older pip that cannot is passed over.
 */
const fill = async (input: { python: string; dir: string; requirements: string }): Promise<void> => {
  const { python, dir, requirements } = input;
  const own = join(dir, 'bin', 'python');
  try {
    await runCommand({
      command: python,
      args: ['-m', 'venv', '--without-pip', dir],
      boundMs: INSTALL_BOUND_MS,
    });
    await runCommand({
      command: python,
      args: ['-m', 'pip', '--python', own, ...install, requirements],
      boundMs: INSTALL_BOUND_MS,
    });
  } catch (thrown) {
    refuseMismatch(thrown);
    await rm(dir, { recursive: true, force: true });
    await runCommand({ command: python, args: ['-m', 'venv', dir], boundMs: INSTALL_BOUND_MS });
    await runCommand({
      command: own,
      args: ['-m', 'pip', ...install, requirements],
      boundMs: INSTALL_BOUND_MS,
    });
  }
};

/** A program from a Python package, in an environment of its own under `toolsDir`, by exact version and hash. */
export const createPipTool = (deps: {
  toolsDir: string;
  searchPath: string;
  packageName: string;
  version: string;
  program: string;
  /** The file of requirements: the package and all it needs, with versions and hashes. */
  requirements: string;
}): InstalledTool => {
  const { toolsDir, searchPath, packageName, version, program, requirements } = deps;
  return createInstalledTool({
    dir: join(toolsDir, `${packageName.toLowerCase()}-${version}`),
    bring: async (dir) => {
      const python = findOnPath({ name: 'python3', searchPath });
      if (python === undefined) throw new CicloError({ code: 'unavailable', message: 'no python3 on PATH' });
      await fill({ python, dir, requirements });
      return { command: join(dir, 'bin', program), args: [], label: `${packageName} ${version} from pip` };
    },
  });
};
