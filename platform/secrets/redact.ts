import { createCover, secretValues } from '../../domain/secrets/secret-forms.ts';
import type { Secret } from './secret.ts';

const MASK = '[secret]';
const MAX_DEPTH = 6;

/**
 * Names whose values never reach a log. A bare `key` is left alone: journeys, offers and segments are named by it.
 */
const SECRET_NAME =
  /(?:authorization|cookie|password|passwd|secrets?|token|credentials?|signature|api[-_]?key|write[-_]?key|private[-_]?key|access[-_]?key|signing[-_]?key)$/i;

const URL_CREDENTIALS = /(\/\/[^/\s:@"\\]*):[^/\s@"\\]+@/g;

/** Masks every value whose name says it is a secret, at any depth up to six; other values are kept as they are. */
export const redactFields = (input: {
  fields: Readonly<Record<string, unknown>>;
  depth?: number;
}): Record<string, unknown> => {
  const depth = input.depth ?? 0;
  return Object.fromEntries(
    Object.entries(input.fields).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) ? MASK : redactValue({ value, depth }),
    ]),
  );
};

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const redactValue = (input: { value: unknown; depth: number }): unknown => {
  const { value, depth } = input;
  if (Array.isArray(value)) {
    return depth >= MAX_DEPTH
      ? '[deep]'
      : value.map((item) => redactValue({ value: item, depth: depth + 1 }));
  }
  if (!isPlain(value)) return value;
  return depth >= MAX_DEPTH ? '[deep]' : redactFields({ fields: value, depth: depth + 1 });
};

/** Keys of ours, known by their shape: also those that were made while the process ran, or that somebody else presents. */
const KEY_SHAPE = /\b(?:sk|ls)_[A-Za-z0-9_-]{20,}/g;

/** A shorter secret is masked by name and place only: its value would be a word like any other. */
const SHORTEST = 6;

/** Masks secrets in finished text by their very values. */
export type SecretMask = {
  readonly text: (text: string) => string;
  /** Masks these from now on, in every form they are passed on in, and the passwords of those that are addresses. */
  readonly add: (secrets: Iterable<Secret>) => void;
};

/**
 * Makes a mask of the values of secrets, wherever they turn up, such as in the message of somebody else's error. It
 * masks passwords inside addresses (`smtp://user:password@host`) as well, and what has the shape of a key of ours, but
 * `shapes: false` leaves those, for a command that makes one and shows it.
 */
export const createSecretMask = (
  input: { secrets?: Iterable<Secret>; shapes?: boolean } = {},
): SecretMask => {
  const values = new Set<string>();
  let cover = (text: string): string => text;
  const add: SecretMask['add'] = (secrets) => {
    for (const secret of secrets) {
      for (const value of secretValues(secret.reveal())) values.add(value);
    }
    cover = createCover({ values, mark: MASK, shortest: SHORTEST });
  };
  add(input.secrets ?? []);
  return {
    add,
    text: (text) => {
      const clean = cover(text).replace(URL_CREDENTIALS, `$1:${MASK}@`);
      return input.shapes === false ? clean : clean.replace(KEY_SHAPE, MASK);
    },
  };
};
