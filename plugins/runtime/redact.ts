import { createCover } from '../../domain/secrets/secret-forms.ts';

const mark = '[redacted]';
const secretKey =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|password|pass|secret|token|api[-_]?key|private[-_]?key)$/i;

/** Removes an instance's secrets from everything that leaves its plugin, also when encoded. */
export type Redactor = {
  readonly text: (text: string) => string;
  /** A copy without secrets; errors become their message, and fields that are named like secrets are emptied. */
  readonly value: (value: unknown) => unknown;
  readonly fields: (fields: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /** Also removes this value from now on: a token that came while the instance works. */
  readonly add: (secret: string) => void;
};

/** So many tokens that came one after the other are removed; older ones have ended. */
const addedMax = 20;

export const createRedactor = (secrets: readonly string[]): Redactor => {
  const added: string[] = [];
  const makeCover = () => createCover({ values: [...secrets, ...added], mark, shortest: 1 });
  const cover = { of: makeCover() };
  const text = (input: string): string => cover.of(input);
  const add = (secret: string): void => {
    if (secret === '' || added.includes(secret)) return;
    added.push(secret);
    if (added.length > addedMax) added.shift();
    cover.of = makeCover();
  };

  const fields = (input: object, depth: number): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(input).map(([key, inner]) => [
        text(key),
        secretKey.test(key) ? mark : value(inner, depth + 1),
      ]),
    );

  const value = (input: unknown, depth: number): unknown => {
    if (typeof input === 'string') return text(input);
    if (typeof input !== 'object' || input === null) return input;
    if (depth > 8) return '[deeper]';
    if (input instanceof Error) return text(input.message);
    if (Array.isArray(input)) return input.map((one: unknown) => value(one, depth + 1));
    return fields(input, depth);
  };

  return { text, value: (input) => value(input, 0), fields: (input) => fields(input, 0), add };
};
