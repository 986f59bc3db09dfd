import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const holderSchema = z.object({
  pid: z.number().int().positive(),
  /** When the process started, so that a reused process id is not mistaken for the holder; absent off Linux. */
  birth: z.string().optional(),
  what: z.string(),
  since: z.string(),
});

/** Who holds a lock: process id, what it is doing and since when (ISO time). */
export type LockHolder = z.infer<typeof holderSchema>;

export type LockResult =
  | { readonly taken: true; readonly release: () => Promise<void> }
  | { readonly taken: false; readonly holder: LockHolder };

/** When a process started (an opaque word), or undefined where the system does not tell or no such process lives. */
export const birthOf = async (pid: number): Promise<string | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the command in brackets and may hold spaces; the start time is field 22.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
};

/** Whether the very process that was recorded (not another one with its id) is still alive. */
export const isAlive = async (process: { pid: number; birth?: string | undefined }): Promise<boolean> => {
  if (!exists(process.pid)) return false;
  const birth = await birthOf(process.pid);
  return process.birth === undefined || birth === undefined || birth === process.birth;
};

const parse = (text: string): LockHolder | undefined => {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

const readText = async (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch(() => undefined);

const linkIfAbsent = async (input: { from: string; to: string }): Promise<boolean> => {
  try {
    await link(input.from, input.to);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
};

/** Moves a dead holder's lock out of the way. If a live process took it over meanwhile, puts that one back. */
const clearStale = async (input: { path: string; stale: string }): Promise<void> => {
  const aside = `${input.path}.${randomUUID()}`;
  try {
    await rename(input.path, aside);
  } catch {
    return;
  }
  if ((await readText(aside)) !== input.stale) await linkIfAbsent({ from: aside, to: input.path });
  await rm(aside, { force: true });
};

/**
 * Takes the lock at `path` for this process, or says who holds it. The lock of a process that is gone (or that
 * cannot be read) is taken over.
 */
export const takeLock = async (input: { path: string; what: string }): Promise<LockResult> => {
  const birth = await birthOf(process.pid);
  const me: LockHolder = {
    pid: process.pid,
    ...(birth === undefined ? {} : { birth }),
    what: input.what,
    since: new Date().toISOString(),
  };
  const mine = JSON.stringify({ ...me, nonce: randomUUID() });
  const temporary = `${input.path}.${randomUUID()}`;
  // Written beside and then linked: the lock appears whole or not at all.
  await writeFile(temporary, mine, { mode: 0o600 });
  try {
    for (;;) {
      if (await linkIfAbsent({ from: temporary, to: input.path })) break;
      const text = await readText(input.path);
      if (text === undefined) continue;
      const holder = parse(text);
      if (holder !== undefined && (await isAlive(holder))) return { taken: false, holder };
      await clearStale({ path: input.path, stale: text });
    }
  } finally {
    await unlink(temporary);
  }
  return {
    taken: true,
    release: async () => {
      if ((await readText(input.path)) === mine) await rm(input.path, { force: true });
    },
  };
};
