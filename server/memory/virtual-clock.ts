import { CicloError } from '../../domain/errors.ts';

/** A clock that stands still until somebody moves it on (epoch milliseconds). */
export type VirtualClock = { readonly now: () => number; readonly moveTo: (at: number) => void };

/** Makes a clock that stands at `start`. Moving it back throws `invalid-input`. */
export const createVirtualClock = (start: number): VirtualClock => {
  let now = start;
  return {
    now: () => now,
    moveTo: (at) => {
      if (at < now) throw new CicloError({ code: 'invalid-input', message: 'A clock cannot be moved back.' });
      now = at;
    },
  };
};
