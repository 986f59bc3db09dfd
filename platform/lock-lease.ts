import { readlinkSync } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A holder of a lease that touched its lock less often than this is gone. */
export const leaseMs = 60_000;
const touchMs = 10_000;

const pidNamespace = (): string => {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
};

/**
 * Where process ids mean what they mean here: this machine, and on Linux this namespace of process ids, since containers have their own.
 * The holder of a lock elsewhere cannot be asked whether it lives.
 */
export const placeOfProcess = (): string => `${hostname()} ${pidNamespace()}`.trim();

/**
 * Keeps a lock fresh: the text that stands in it is written again and again through its open file, so that the time of the disk counts and
 * nobody else's lock is touched. Answers what ends that.
 */
export const keepFresh = (input: { file: FileHandle; text: string }): (() => Promise<void>) => {
  const { file, text } = input;
  let current: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    // A touch that fails lets the lease run out; anyone who has the lock asks `isHeld` before it writes.
    current = current.then(() => file.write(text, 0)).catch(() => undefined);
  }, touchMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await current;
    await file.close();
  };
};

/** Whether a lock was touched of late, compared with a file that was written just now on the same disk. */
export const isFresh = async (input: { path: string; reference: string }): Promise<boolean> => {
  const [lock, now] = await Promise.all([
    stat(input.path).catch(() => undefined),
    stat(input.reference).catch(() => undefined),
  ]);
  return lock !== undefined && now !== undefined && now.mtimeMs - lock.mtimeMs < leaseMs;
};
