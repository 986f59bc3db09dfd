import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { CicloError } from '../domain/errors.ts';
import { takeLock } from './lock-file.ts';

/** A data folder that belongs to this process until it is released (or the process ends). */
export interface DataFolder {
  /** Absolute path; made with access for its owner only. */
  readonly dir: string;
  readonly release: () => Promise<void>;
}

/**
 * Claims the data folder for this process. A second start on the same data throws `conflict`, naming the process
 * that has it and how to go on; the claim of a process that is gone is taken over.
 */
export const claimDataFolder = async (input: { dir: string; what: string }): Promise<DataFolder> => {
  await mkdir(input.dir, { recursive: true, mode: 0o700 });
  const dir = await realpath(input.dir);
  const lock = await takeLock({ path: join(dir, 'ciclo.lock'), what: input.what });
  if (lock.taken) return { dir, release: lock.release };
  const { pid, what, since } = lock.holder;
  throw new CicloError({
    code: 'conflict',
    message:
      `The data in ${dir} is in use: "${what}" (process ${pid}) has had it since ${since}. ` +
      'Stop that one first, or start this one with another folder, such as CICLO_DATA=.ciclo/second.',
    details: { dir, pid, since },
  });
};
