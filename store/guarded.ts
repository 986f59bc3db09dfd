import { toCicloError } from './errors.ts';

/**
 * The same store, whose every call rejects with a CicloError only. One place instead of a `try` in each method,
 * so that none can be forgotten.
 */
export const guarded = <T extends object>(store: T): T =>
  new Proxy(store, {
    get: (target, name): unknown => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return async (...given: unknown[]): Promise<unknown> => {
        try {
          const answer: unknown = await Reflect.apply(found, target, given);
          return answer;
        } catch (thrown) {
          throw toCicloError(thrown);
        }
      };
    },
  });
