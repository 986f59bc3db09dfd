import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CicloError } from '../../domain/errors.ts';
import { createInstalledTool, type InstalledTool } from './installed-tool.ts';
import { findOnPath, runCommand } from './run-command.ts';

const INSTALL_BOUND_MS = 300_000;

const quiet = ['install', '--quiet', '--no-input', '--no-compile', '--disable-pip-version-check'];

/**
 * Fills a private environment with one package. The machine's pip serves it where it can (faster, and Debian's
 * Python lacks what a pip of its own would need); an older pip that cannot is passed over.
 */
const fill = async (input: { python: string; dir: string; requirement: string }): Promise<void> => {
  const { python, dir, requirement } = input;
  const own = join(dir, 'bin', 'python');
  try {
    await runCommand({
      command: python,
      args: ['-m', 'venv', '--without-pip', dir],
      boundMs: INSTALL_BOUND_MS,
    });
    await runCommand({
      command: python,
      args: ['-m', 'pip', '--python', own, ...quiet, requirement],
      boundMs: INSTALL_BOUND_MS,
    });
  } catch {
    await rm(dir, { recursive: true, force: true });
    await runCommand({ command: python, args: ['-m', 'venv', dir], boundMs: INSTALL_BOUND_MS });
    await runCommand({ command: own, args: ['-m', 'pip', ...quiet, requirement], boundMs: INSTALL_BOUND_MS });
  }
};

/** A program from a Python package, in an environment of its own under `toolsDir`, by exact version. */
export const createPipTool = (deps: {
  toolsDir: string;
  searchPath: string;
  packageName: string;
  version: string;
  program: string;
}): InstalledTool => {
  const { toolsDir, searchPath, packageName, version, program } = deps;
  return createInstalledTool({
    dir: join(toolsDir, `${packageName.toLowerCase()}-${version}`),
    bring: async (dir) => {
      const python = findOnPath({ name: 'python3', searchPath });
      if (python === undefined) throw new CicloError({ code: 'unavailable', message: 'no python3 on PATH' });
      await fill({ python, dir, requirement: `${packageName}==${version}` });
      return { command: join(dir, 'bin', program), args: [], label: `${packageName} ${version} from pip` };
    },
  });
};
