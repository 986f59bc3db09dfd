import { setTimeout as pause } from 'node:timers/promises';

import { isDuplicate, isWriteConflict, toCicloError } from './errors.ts';

const triesMax = 5;

/** Longer from try to try, and never the same for two that met: 5 to 10 ms, then 10 to 20, up to 80. */
const pauseMs = (tries: number): number => 5 * 2 ** (tries - 1) * (1 + Math.random());

/** A store answers a duplicate itself where it expects one; any other is of an upsert that met another one. */
const mayBeRepeated = (thrown: unknown): boolean => isWriteConflict(thrown) || isDuplicate(thrown);

/**
 * The same store, whose every call rejects with a CicloError only, and is made again when the server says that a
 * write met another one. Every call of a store may be repeated, since anyone who calls repeats it after a crash. One
 * place instead of a `try` in each method, so that none can be forgotten.
 */
export const guarded = <T extends object>(store: T): T =>
  new Proxy(store, {
    get: (target, name): unknown => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return async (...given: unknown[]): Promise<unknown> => {
        for (let tries = 1; ; tries += 1) {
          try {
            const answer: unknown = await Reflect.apply(found, target, given);
            return answer;
          } catch (thrown) {
            if (tries === triesMax || !mayBeRepeated(thrown)) throw toCicloError(thrown);
            await pause(pauseMs(tries));
          }
        }
      };
    },
  });
