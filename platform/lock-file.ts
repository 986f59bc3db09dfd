import { createHash, randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isFresh, keepFresh, placeOfProcess } from './lock-lease.ts';
import { birthOf, isAlive } from './process-life.ts';

const RETRY_MS = 20;

const holderSchema = z.object({
  pid: z.number().int().positive(),
  /** When the process started, so that a reused process id is not mistaken for the holder; absent off Linux. */
  birth: z.string().optional(),
  /** Where its process id means anything; absent for locks that processes of one machine take. */
  place: z.string().optional(),
  what: z.string(),
  since: z.string(),
});

/** Who holds a lock: process id, what it is doing and since when (ISO time). */
type LockHolder = z.infer<typeof holderSchema>;

export type LockResult =
  | {
      readonly taken: true;
      /** Whether it is still this process's: a lease may have been taken over meanwhile. */
      readonly isHeld: () => Promise<boolean>;
      readonly release: () => Promise<void>;
    }
  | { readonly taken: false; readonly holder: LockHolder };

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

/**
 * Puts our claim in the place of a dead holder's. Anyone who does so holds a second lock named after that very claim,
 * so of many that saw it dead only one replaces it, and none replaces the claim of the one that was faster.
 */
const replaceStale = async (input: {
  path: string;
  stale: string;
  mine: string;
  isShared: boolean;
}): Promise<boolean> => {
  const { path, stale, mine, isShared } = input;
  const digest = createHash('sha256').update(stale).digest('hex').slice(0, 16);
  const right = await takeLock({ path: `${path}.${digest}`, what: 'taking over', isShared });
  if (!right.taken) {
    await delay(RETRY_MS);
    return false;
  }
  try {
    if ((await readText(path)) !== stale) return false;
    await rename(mine, path);
    return true;
  } finally {
    await right.release();
  }
};

/** Whether a holder still has its lock: of this place by its process, of another one by how fresh the lock is. */
const stillHolds = async (input: {
  holder: LockHolder;
  path: string;
  temporary: string;
  mine: string;
}): Promise<boolean> => {
  const { holder, path, temporary, mine } = input;
  if (holder.place === undefined || holder.place === placeOfProcess()) return isAlive(holder);
  // As new as the disk says: clocks of machines differ.
  await writeFile(temporary, mine);
  return isFresh({ path, reference: temporary });
};

/**
 * Takes the lock at `path` for this process, or says who holds it. The lock of a process that is gone (or that
 * cannot be read) is taken over. With `isShared`, processes of other machines and containers take it as well, on a disk that they share: it
 * is a lease then, which the holder renews, and which is taken over when it did not for a minute.
 */
export const takeLock = async (input: {
  path: string;
  what: string;
  isShared?: boolean;
}): Promise<LockResult> => {
  const { isShared = false } = input;
  const birth = await birthOf(process.pid);
  const me: LockHolder = {
    pid: process.pid,
    ...(birth === undefined ? {} : { birth }),
    ...(isShared ? { place: placeOfProcess() } : {}),
    what: input.what,
    since: new Date().toISOString(),
  };
  const mine = JSON.stringify({ ...me, nonce: randomUUID() });
  const temporary = `${input.path}.${randomUUID()}`;
  // Written beside and then linked: the lock appears whole or not at all.
  await writeFile(temporary, mine, { mode: 0o600 });
  const file = isShared ? await open(temporary, 'r+') : undefined;
  let isTaken = false;
  try {
    while (!(await linkIfAbsent({ from: temporary, to: input.path }))) {
      const text = await readText(input.path);
      if (text === undefined) continue;
      const holder = parse(text);
      if (holder !== undefined && (await stillHolds({ holder, path: input.path, temporary, mine })))
        return { taken: false, holder };
      if (await replaceStale({ path: input.path, stale: text, mine: temporary, isShared })) break;
    }
    isTaken = true;
  } finally {
    await rm(temporary, { force: true });
    if (!isTaken) await file?.close();
  }
  const isHeld = async (): Promise<boolean> => (await readText(input.path)) === mine;
  const stop = file === undefined ? undefined : keepFresh({ file, text: mine });
  return {
    taken: true,
    isHeld,
    release: async () => {
      await stop?.();
      if (await isHeld()) await rm(input.path, { force: true });
    },
  };
};
