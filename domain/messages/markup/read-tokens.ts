import { type ErrorCodes, type Token, Tokenizer, TokenizerMode } from 'parse5';

/** From an offset to the one behind the last character. */
export type Range = { readonly start: number; readonly end: number };

/** An attribute of a tag, from its name to the end of its value. */
export type TagAttribute = Range & { readonly name: string; readonly value: string };

/** A start tag; its name is in lower case, however it is written. */
export type OpenTag = Range & {
  readonly kind: 'open';
  readonly name: string;
  readonly selfClosing: boolean;
  readonly attributes: readonly TagAttribute[];
};

/** A piece of markup, with its place in the text. */
export type MarkupToken =
  | OpenTag
  | (Range & { readonly kind: 'close'; readonly name: string })
  | (Range & { readonly kind: 'text' | 'comment' | 'doctype' });

/** A parse error of the HTML standard, at an offset. */
export type TokenFault = { readonly code: `${ErrorCodes}`; readonly at: number };

/** Elements in which a tokenizer sees no tags but their own end tag. */
const modes: ReadonlyMap<string, typeof TokenizerMode.RCDATA | typeof TokenizerMode.RAWTEXT> = new Map([
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
  ['style', TokenizerMode.RAWTEXT],
  ['script', TokenizerMode.RAWTEXT],
  ['xmp', TokenizerMode.RAWTEXT],
  ['iframe', TokenizerMode.RAWTEXT],
]);

const rangeOf = (token: { location: Token.Location | null }): Range => ({
  start: token.location?.startOffset ?? 0,
  end: token.location?.endOffset ?? 0,
});

const attributesOf = (token: Token.TagToken): readonly TagAttribute[] =>
  token.attrs.map(({ name, value }) => ({
    name,
    value,
    ...rangeOf({ location: token.location?.attrs?.[name] ?? null }),
  }));

/**
 * Reads markup by the tokenizer of the HTML standard: every token with its place, and every parse error the
 * standard names. Nothing is repaired or left out.
 */
export const readTokens = (
  text: string,
): { readonly tokens: readonly MarkupToken[]; readonly faults: readonly TokenFault[] } => {
  const tokens: MarkupToken[] = [];
  const faults: TokenFault[] = [];
  // The tokenizer tells blanks apart from letters; here they are one text.
  const addText = (token: Token.CharacterToken): void => {
    const { start, end } = rangeOf(token);
    const last = tokens.at(-1);
    if (last?.kind === 'text') tokens[tokens.length - 1] = { ...last, end };
    else tokens.push({ kind: 'text', start, end });
  };
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag: (token) => {
        const { tagName: name, selfClosing } = token;
        tokens.push({ kind: 'open', name, selfClosing, attributes: attributesOf(token), ...rangeOf(token) });
        tokenizer.state = modes.get(name) ?? tokenizer.state;
      },
      onEndTag: (token) => {
        tokens.push({ kind: 'close', name: token.tagName, ...rangeOf(token) });
      },
      onComment: (token) => {
        tokens.push({ kind: 'comment', ...rangeOf(token) });
      },
      onDoctype: (token) => {
        tokens.push({ kind: 'doctype', ...rangeOf(token) });
      },
      onCharacter: addText,
      onWhitespaceCharacter: addText,
      onNullCharacter: addText,
      onEof: () => undefined,
      onParseError: ({ code, startOffset }) => {
        faults.push({ code, at: startOffset });
      },
    },
  );
  tokenizer.write(text, true);
  return { tokens, faults };
};
