import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createInstalledTool, type InstalledTool } from './installed-tool.ts';
import { runCommand } from './run-command.ts';

const DOWNLOAD_BOUND_MS = 300_000;

/**
 * A server program that an SDK downloads by itself. It does so in a process of its own: it takes its time, may
 * start things, and must not leave native state in ours.
 */
export const createDownloadTool = (deps: {
  toolsDir: string;
  what: 'temporal' | 'mongod';
  version: string;
}): InstalledTool => {
  const { toolsDir, what, version } = deps;
  return createInstalledTool({
    dir: join(toolsDir, `${what}-${version}`),
    bring: async (dir) => {
      const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
      const script = fileURLToPath(new URL('download.ts', import.meta.url));
      const printed = await runCommand({
        command: process.execPath,
        args: ['--import', loader, script, what, version, dir],
        boundMs: DOWNLOAD_BOUND_MS,
      });
      return { command: printed.split('\n').at(-1) ?? '', args: [], label: `${what} ${version} downloaded` };
    },
  });
};
