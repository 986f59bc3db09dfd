const mark = '[redacted]';
const secretKey =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|password|pass|secret|token|api[-_]?key|private[-_]?key)$/i;

/** How a secret looks inside base64 of something longer, whatever stands before it: three alignments. */
const insideBase64 = (secret: string): string[] =>
  [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset) + secret).toString('base64');
    return encoded
      .slice(offset === 0 ? 0 : offset + 1)
      .replace(/=+$/, '')
      .slice(0, -1);
  });

const disguises = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  ...(secret.length >= 8 ? insideBase64(secret) : []),
];

/** Removes an instance's secrets from everything that leaves its plugin, also when encoded. */
export type Redactor = {
  readonly text: (text: string) => string;
  /** A copy without secrets; errors become their message, and fields that are named like secrets are emptied. */
  readonly value: (value: unknown) => unknown;
  readonly fields: (fields: Readonly<Record<string, unknown>>) => Record<string, unknown>;
};

export const createRedactor = (secrets: readonly string[]): Redactor => {
  const needles = [...new Set(secrets.filter((one) => one !== '').flatMap(disguises))]
    .filter((needle) => needle !== '')
    .sort((one, other) => other.length - one.length);

  const text = (input: string): string => {
    let output = input;
    for (const needle of needles) {
      if (output.includes(needle)) output = output.split(needle).join(mark);
    }
    return output;
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

  return { text, value: (input) => value(input, 0), fields: (input) => fields(input, 0) };
};
