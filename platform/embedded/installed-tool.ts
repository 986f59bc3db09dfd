import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { CicloError } from '../../domain/errors.ts';
import { takeLock } from '../lock-file.ts';
import type { Program } from './ways.ts';

const WAIT_BOUND_MS = 600_000;
const WAIT_POLL_MS = 200;

const markerSchema = z.object({
  /** Where it was installed: a folder that was moved since holds scripts that point to the old place. */
  dir: z.string(),
  command: z.string(),
  args: z.array(z.string()),
  label: z.string(),
});

/** A tool that lives in a folder of its own and is either wholly installed or not at all. */
export interface InstalledTool {
  readonly find: () => Promise<Program | undefined>;
  /** Installs it; of several processes that want it at once, one installs and the others wait for it. */
  install(): Promise<Program>;
}

const markerPath = (dir: string): string => join(dir, 'installed.json');

const readMarker = async (dir: string): Promise<Program | undefined> => {
  try {
    const marker = markerSchema.parse(JSON.parse(await readFile(markerPath(dir), 'utf8')));
    await access(marker.command);
    return marker.dir === dir ? marker : undefined;
  } catch {
    return undefined;
  }
};

/** `bring` puts the tool into the empty folder and says how to run it; the marker is written last. */
export const createInstalledTool = (deps: {
  dir: string;
  readonly bring: (dir: string) => Promise<Program>;
}): InstalledTool => {
  const { dir, bring } = deps;

  const installNow = async (): Promise<Program> => {
    await rm(dir, { recursive: true, force: true });
    await mkdir(dir, { recursive: true });
    try {
      const { command, args, label } = await bring(dir);
      await writeFile(markerPath(dir), JSON.stringify({ dir, command, args, label }));
      return { command, args, label };
    } catch (thrown) {
      await rm(dir, { recursive: true, force: true });
      throw thrown;
    }
  };

  return {
    find: async () => readMarker(dir),
    install: async () => {
      await mkdir(dirname(dir), { recursive: true });
      const deadline = Date.now() + WAIT_BOUND_MS;
      while (Date.now() < deadline) {
        const lock = await takeLock({ path: `${dir}.lock`, what: `installing ${dir}` });
        if (lock.taken) {
          try {
            return (await readMarker(dir)) ?? (await installNow());
          } finally {
            await lock.release();
          }
        }
        await delay(WAIT_POLL_MS);
      }
      throw new CicloError({
        code: 'timeout',
        message: `another process has been installing ${dir} for ${WAIT_BOUND_MS / 60_000} minutes`,
      });
    },
  };
};
