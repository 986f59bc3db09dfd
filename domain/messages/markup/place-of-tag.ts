import { maskExpressions } from './mask-source.ts';
import { readTokens } from './read-tokens.ts';

const lineStart = (text: string, line: number): number => {
  let start = 0;
  for (let each = 1; each < line; each += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) return start;
    start = next + 1;
  }
  return start;
};

const attributeIn = (message: string): string | undefined =>
  /\bAttributes? ([^\s,]+)/.exec(message)?.[1]?.toLowerCase();

/**
 * The offset of what MJML complains of, of which it tells the line (from 1), the element and, in its message, the
 * attribute.
 */
export const placeOfTag = (input: {
  source: string;
  line: number;
  name: string | undefined;
  message: string;
}): number => {
  const { source, name } = input;
  const start = lineStart(source, input.line);
  const end = lineStart(source, input.line + 1);
  const onLine = readTokens(maskExpressions(source).text).tokens.flatMap((token) =>
    token.kind === 'open' && start <= token.start && (token.start < end || end === start) ? [token] : [],
  );
  const tags = onLine.filter((tag) => name === undefined || tag.name === name);
  const attribute = attributeIn(input.message);
  const found = tags.flatMap(({ attributes }) => attributes.filter((one) => one.name === attribute));
  return found[0]?.start ?? tags[0]?.start ?? start;
};
