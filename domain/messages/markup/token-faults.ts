import type { MarkupFault } from './markup-fault.ts';
import type { MarkupToken, OpenTag, TokenFault } from './read-tokens.ts';

type Wording = Pick<MarkupFault, 'code' | 'message' | 'hint'>;

const quote: Wording = {
  code: 'broken-tag',
  message: 'A tag cannot be read: a quote, an equals sign or a blank is missing or too much.',
  hint: 'Write attributes as `name="value"` with a blank between them.',
};

const endTag: Wording = {
  code: 'broken-tag',
  message: 'An end tag holds more, or less, than its name.',
  hint: 'Write end tags as `</name>`.',
};

const openTag: Wording = {
  code: 'unclosed-tag',
  message: 'A tag begins here and does not end: its `>` or the end of a quote is missing.',
  hint: 'Close the quotes and write `>`; a `<` that is text is written `&lt;`.',
};

const declaration: Wording = {
  code: 'no-markup',
  message: '`<!` or `<?` begins something that no mail has; it would be left out.',
  hint: 'Remove it; comments are written `<!-- text -->`, a `<` that is text `&lt;`.',
};

const comment: Wording = {
  code: 'unclosed-comment',
  message: 'A comment begins here, and its end `-->` is missing or misspelt; what follows would be left out.',
  hint: 'End the comment with `-->` before the next one begins.',
};

const wordings: Readonly<Partial<Record<TokenFault['code'], Wording>>> = {
  'missing-attribute-value': quote,
  'missing-whitespace-between-attributes': quote,
  'unexpected-character-in-attribute-name': quote,
  'unexpected-character-in-unquoted-attribute-value': quote,
  'unexpected-equals-sign-before-attribute-name': quote,
  'unexpected-solidus-in-tag': quote,
  'duplicate-attribute': {
    code: 'repeated-attribute',
    message: 'An attribute stands twice in one tag; only one of the two values would be used.',
    hint: 'Keep one of the two.',
  },
  'end-tag-with-attributes': endTag,
  'end-tag-with-trailing-solidus': endTag,
  'missing-end-tag-name': endTag,
  'eof-before-tag-name': openTag,
  'eof-in-tag': openTag,
  'unexpected-question-mark-instead-of-tag-name': declaration,
  'incorrectly-opened-comment': declaration,
  'cdata-in-html-content': declaration,
  'eof-in-comment': comment,
  'nested-comment': comment,
  'incorrectly-closed-comment': comment,
  'abrupt-closing-of-empty-comment': comment,
  'unexpected-null-character': {
    code: 'no-text',
    message: 'There is a NUL character, which is no text.',
    hint: 'Remove it.',
  },
};

/** What `<![if mso]>` and its end are for the standard, although Outlook reads them. */
const outlook = /^<!\[(?:if|endif)/i;

/** Where the piece begins that runs to the end of the source. */
const startOfLast = (text: string, tokens: readonly MarkupToken[], pattern: RegExp): number => {
  const done = tokens.findLast(({ kind }) => kind === 'open' || kind === 'close')?.end ?? 0;
  const at = text.slice(done).search(pattern);
  return at < 0 ? text.lastIndexOf('<') : done + at;
};

const placeOf = (input: {
  text: string;
  tokens: readonly MarkupToken[];
  fault: TokenFault;
  wording: Wording;
}): number => {
  const { text, tokens, fault, wording } = input;
  if (fault.code === 'eof-in-comment') return startOfLast(text, tokens, /<!(?!-->)/);
  if (wording === openTag) return startOfLast(text, tokens, /<\/?[a-z]/i);
  if (fault.code === 'duplicate-attribute') {
    return fault.at - (/[^\s"'<>/=]+$/.exec(text.slice(0, fault.at))?.[0].length ?? 0);
  }
  if (wording === quote) return fault.at;
  return tokens.find((one) => one.start <= fault.at && fault.at < one.end)?.start ?? fault.at;
};

const isTag = (text: string): boolean => /<\/?[a-z!]/i.test(text);

/** A tag that ran into the next one, because its end, or the end of a quote in it, is missing. */
const runaway = (text: string, token: OpenTag): MarkupFault | undefined => {
  if (token.name.includes('<')) return { ...openTag, at: token.start };
  const open = token.attributes.find(({ start }, index) =>
    isTag(text.slice(start, token.attributes[index + 1]?.start ?? token.end)),
  );
  if (open === undefined) return undefined;
  return {
    code: 'unclosed-quote',
    at: open.start,
    message: `The value of \`${open.name}\` holds a tag: its closing quote is most likely missing.`,
    hint: 'Close the quote; a `<` that belongs to the value is written `&lt;`.',
  };
};

const faultsMax = 100;

/** The faults within the tokens, at most one for each: what follows a missing quote says nothing more. The first hundred. */
export const tokenFaults = (input: {
  text: string;
  tokens: readonly MarkupToken[];
  faults: readonly TokenFault[];
}): readonly MarkupFault[] => {
  const { text, tokens } = input;
  const found = new Map<number, MarkupFault>();
  for (const token of tokens) {
    const fault = token.kind === 'open' ? runaway(text, token) : undefined;
    if (fault !== undefined && found.size < faultsMax) found.set(token.start, fault);
  }
  for (const fault of input.faults) {
    const wording = wordings[fault.code];
    if (wording === undefined) continue;
    if (found.size >= faultsMax) break;
    const at = placeOf({ text, tokens, fault, wording });
    if (wording === declaration && outlook.test(text.slice(at, at + 9))) continue;
    const token = tokens.find((one) => one.kind !== 'text' && one.start <= at && at < one.end);
    const key = token?.start ?? at;
    if (!found.has(key)) found.set(key, { ...wording, at });
  }
  return [...found.values()];
};
