import { createScanner, type ParseError, printParseErrorCode, visit } from 'jsonc-parser';

import { jsonDepthMax } from '../json-depth.ts';

// The enum of jsonc-parser is `const` and so out of reach of code that is compiled file by file.
const opening: ReadonlySet<number> = new Set([1, 3]);
const closing: ReadonlySet<number> = new Set([2, 4]);
const endOfFile = 17;
const unclosedText = 'UnexpectedEndOfString';

/**
 * Where a text nests deeper than allowed; undefined when it does not. Works on tokens, without recursion:
 * only what passes may be walked as a tree.
 */
export const firstTooDeep = (input: { text: string; depthMax: number }): number | undefined => {
  const scanner = createScanner(input.text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== endOfFile; kind = scanner.scan()) {
    if (opening.has(kind)) depth += 1;
    if (closing.has(kind)) depth -= 1;
    if (depth > input.depthMax) return scanner.getTokenOffset();
  }
  return undefined;
};

type Wording = { readonly message: string; readonly hint: string };

const wordings: Readonly<Record<string, Wording>> = {
  InvalidSymbol: {
    message: 'There is a word that JSON does not know.',
    hint: 'Put texts between double quotes.',
  },
  PropertyNameExpected: {
    message: 'A field name is missing here, perhaps after a comma too many.',
    hint: 'Remove the last comma, or add a field in double quotes.',
  },
  ValueExpected: { message: 'A value is missing here.', hint: 'Add a value, or remove the comma before it.' },
  ColonExpected: { message: 'A colon is missing between a field and its value.', hint: 'Add `:`.' },
  CommaExpected: { message: 'A comma is missing before this.', hint: 'Add `,`.' },
  CloseBraceExpected: { message: 'A closing brace is missing.', hint: 'Add `}`.' },
  CloseBracketExpected: { message: 'A closing bracket is missing.', hint: 'Add `]`.' },
  EndOfFileExpected: { message: 'There is something after the end of the document.', hint: 'Remove it.' },
  InvalidCommentToken: {
    message: 'Comments are not allowed in JSON.',
    hint: 'Use the field `note` or `description` instead.',
  },
  UnexpectedEndOfString: { message: 'A text is not closed on its line.', hint: 'Add `"` at its end.' },
};

/** A syntax error in words. */
export const syntaxWording = (error: ParseError): Wording =>
  wordings[printParseErrorCode(error.error)] ?? {
    message: `This is not JSON (${printParseErrorCode(error.error)}).`,
    hint: 'Correct the text here.',
  };

/** The errors worth telling: the first on each line, up to a text that is not closed; the rest follows from these. */
export const tellingErrors = (input: {
  errors: readonly ParseError[];
  lineOf: (offset: number) => number;
}): readonly ParseError[] => {
  const lines = new Set<number>();
  const telling: ParseError[] = [];
  for (const error of input.errors) {
    const line = input.lineOf(error.offset);
    if (!lines.has(line)) telling.push(error);
    lines.add(line);
    if (printParseErrorCode(error.error) === unclosedText) break;
  }
  return telling;
};

/** The first syntax error of a text and its place, in one pass; undefined when there is none. Nothing of the text is repeated. */
export const firstFault = (
  text: string,
): { readonly line: number; readonly column: number; readonly message: string } | undefined => {
  // A text that is not closed hides what nests within it from anyone who counts brackets alone.
  if (firstTooDeep({ text, depthMax: jsonDepthMax }) !== undefined) return undefined;
  let first: ReturnType<typeof firstFault>;
  visit(
    text,
    {
      onError: (error, offset, length, line, character) => {
        first ??= {
          line: line + 1,
          column: character + 1,
          message: syntaxWording({ error, offset, length }).message,
        };
      },
    },
    { disallowComments: true },
  );
  return first;
};
