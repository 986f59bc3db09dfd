import { resolve } from 'node:path';

import colors from 'picocolors';

import type { Config } from '../platform/config.ts';
import { findRunning, type Running } from './engine-client.ts';
import type { Say } from '../platform/say.ts';

type Named = Pick<Config, 'dataDir' | 'workspaceDir' | 'isWorkspaceNamed'>;

/**
 * The workspace folder that a command is about, absolute: the one given; else the one of the settings or the current
 * folder; else the one that the engine of this data folder runs.
 */
export const whichWorkspace = async (input: {
  folder: string | undefined;
  config: Named;
}): Promise<{ readonly dir: string; readonly running: Running | undefined }> => {
  const { folder, config } = input;
  const running = await findRunning(config);
  if (folder !== undefined) return { dir: resolve(folder), running };
  if (config.isWorkspaceNamed) return { dir: config.workspaceDir, running };
  return { dir: running?.workspace ?? config.workspaceDir, running };
};

/** The same; where the running engine has another workspace, that is said. */
export const tellWorkspace = async (input: {
  folder: string | undefined;
  config: Named;
  say: Say;
}): Promise<string> => {
  const { dir, running } = await whichWorkspace(input);
  const other = running?.workspace;
  if (running !== undefined && other !== undefined && other !== dir) {
    input.say(colors.yellow(`This is ${dir}. The engine at ${running.url} runs the workspace ${other}.`));
  }
  return dir;
};
