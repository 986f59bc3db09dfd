import { LRUCache } from 'lru-cache';

import type { Clock } from '../clock/clock.ts';

/** So long an answer is used as it is. */
const freshMs = 5 * 60_000;
/** So long it is used while a newer one is made. */
const usableMs = 60 * 60_000;

/** What is remembered under a name, or made; those who ask at once share one answer. */
type Memo<T> = {
  readonly get: (name: string, make: () => Promise<T>) => Promise<T>;
  /** What is remembered and may still be used; nothing is made. */
  readonly known: (name: string) => Promise<T> | undefined;
};

type Kept<T> = { readonly at: number; readonly value: Promise<T>; readonly isRenewed: boolean };

/**
 * Makes a memory of answers that are dear to make: five minutes old they are used as they are, up to an hour old they are used while
 * a newer one is made, one after the other, so that nobody waits for what was asked a while ago.
 */
export const createMemo = <T>(input: { clock: Pick<Clock, 'systemTime'>; max: number }): Memo<T> => {
  const { clock, max } = input;
  const kept = new LRUCache<string, Kept<T>>({ max });
  let renewals: Promise<void> = Promise.resolve();

  const usable = (name: string): Kept<T> | undefined => {
    const found = kept.get(name);
    return found !== undefined && clock.systemTime() - found.at < usableMs ? found : undefined;
  };
  const renew = async (name: string, old: Kept<T>, make: () => Promise<T>): Promise<void> => {
    try {
      const at = clock.systemTime();
      const value = await make();
      kept.set(name, { at, value: Promise.resolve(value), isRenewed: false });
    } catch {
      // The next one who asks tries again.
      kept.set(name, { ...old, isRenewed: false });
    }
  };

  return {
    known: (name) => usable(name)?.value,
    get: (name, make) => {
      const found = usable(name);
      if (found === undefined) {
        const value = make();
        kept.set(name, { at: clock.systemTime(), value, isRenewed: false });
        value.catch(() => kept.delete(name));
        return value;
      }
      if (clock.systemTime() - found.at >= freshMs && !found.isRenewed) {
        kept.set(name, { ...found, isRenewed: true });
        renewals = renewals.then(() => renew(name, found, make));
      }
      return found.value;
    },
  };
};
