import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { CicloError } from '../../domain/errors.ts';
import { takeLock } from '../lock-file.ts';

const retryMs = 50;
const patienceMs = 120_000;

/** What is done while the lock is held; it asks `stillMine` before it changes what others read. */
export type Act<T> = (stillMine: () => Promise<void>) => Promise<T>;

/** Throws `unavailable` when another process took the lock over, as it does when this one did nothing for a minute. */
const heldBy = (isHeld: () => Promise<boolean>) => async (): Promise<void> => {
  if (await isHeld()) return;
  throw new CicloError({
    code: 'unavailable',
    message: 'Another process took over the warehouse, since this one was silent for a minute.',
  });
};

/**
 * Makes what does one thing at a time with the folder of a tenant: within this process in the order of asking, among
 * processes by a lock file in the folder, also of other machines and containers that share the disk. Throws `unavailable` where another process has it for two minutes.
 */
export const createTenantLock = () => {
  const tails = new Map<string, Promise<unknown>>();
  const locked = async <T>(dir: string, act: Act<T>): Promise<T> => {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const until = Date.now() + patienceMs;
    for (;;) {
      const lock = await takeLock({ path: join(dir, 'lock'), what: 'the warehouse', isShared: true });
      if (lock.taken) {
        try {
          return await act(heldBy(lock.isHeld));
        } finally {
          await lock.release();
        }
      }
      if (Date.now() > until) {
        throw new CicloError({
          code: 'unavailable',
          message: `Process ${lock.holder.pid}${lock.holder.place === undefined ? '' : ` (${lock.holder.place})`} has been writing the warehouse for too long. Try again later.`,
        });
      }
      await delay(retryMs);
    }
  };
  return <T>(dir: string, act: Act<T>): Promise<T> => {
    const before = tails.get(dir) ?? Promise.resolve();
    const next = before.then(() => locked(dir, act));
    const settled = next.then(
      () => undefined,
      () => undefined,
    );
    tails.set(dir, settled);
    void settled.then(() => {
      if (tails.get(dir) === settled) tails.delete(dir);
    });
    return next;
  };
};
