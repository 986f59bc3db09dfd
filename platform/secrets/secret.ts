import { inspect } from 'node:util';

const MASK = '[secret]';

/** A value that never prints: only `reveal()` gives it away, every other way of turning it into text masks it. */
export interface Secret {
  readonly reveal: () => string;
  toString(): string;
  toJSON(): string;
  [inspect.custom](): string;
}

/** Wraps a secret so that logs, JSON, string templates and `console.log` show `[secret]`. */
export const createSecret = (value: string): Secret =>
  Object.freeze({
    reveal: () => value,
    toString: () => MASK,
    toJSON: () => MASK,
    [inspect.custom]: () => MASK,
  });
