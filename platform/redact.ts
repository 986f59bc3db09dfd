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
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input.fields)) {
    clean[name] = SECRET_NAME.test(name) ? MASK : redactValue({ value, depth });
  }
  return clean;
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

/**
 * Masks, in finished text, passwords inside addresses (`smtp://user:password@host`) and the very values of the
 * given secrets, wherever they turn up, such as in the message of somebody else's error.
 */
export const createTextMask = (secrets: readonly Secret[]): ((text: string) => string) => {
  const values = secrets
    .map((secret) => JSON.stringify(secret.reveal()).slice(1, -1))
    .filter((value) => value.length >= 8);
  return (text) => {
    let clean = text.replace(URL_CREDENTIALS, `$1:${MASK}@`);
    for (const value of values) clean = clean.replaceAll(value, MASK);
    return clean;
  };
};
