/** Handlebars expressions, comments first; the last alternative knows that `}}` may stand inside quotes. */
export const expressionPattern =
  /\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}|\\?\{\{\{?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^}"'])*\}\}\}?/g;

// Letters and digits only: MJML, CSS, HTML parsers and html-to-text all pass such a word on unchanged.
const token = /zqx(\d+)zqx/g;

/** A text whose Handlebars expressions are replaced by plain words that no other tool will touch. */
export type Protected = {
  readonly text: string;
  /** The lost expressions of a changed text, with their places in the original: those whose word is no longer in it. */
  readonly lostIn: (changed: string) => readonly { readonly expression: string; readonly at: number }[];
  /** Reserves a word that will come back as the given expression. */
  readonly add: (expression: string) => string;
  /** Puts the expressions back. */
  readonly restore: (changed: string) => string;
  /** The expressions whose words stand in a piece of text. */
  readonly expressionsIn: (piece: string) => readonly string[];
  /** The line in the original of a line in `text`. */
  readonly originalLine: (line: number) => number;
};

const countLines = (text: string): number => text.split('\n').length - 1;

/** What `blankComments` leaves of a comment. */
const blankComment = /<!--\s*-->/g;
const withComments = new RegExp(`${blankComment.source}|${expressionPattern.source}`, 'g');

/**
 * Replaces every Handlebars expression by a word, so that MJML and HTML tools cannot mangle quotes, braces
 * or ampersands inside it, and can be asked afterwards whether they dropped any. Comments disappear; in markup
 * (`isMarkup`) those of HTML too, which must be blank.
 */
export const protectExpressions = (source: string, isMarkup = false): Protected => {
  const kept: { expression: string; at: number | undefined }[] = [];
  const removed: { at: number; lines: number }[] = [];
  let lines = 0;
  let read = 0;
  let gone = 0;
  const pattern = isMarkup ? withComments : expressionPattern;
  const text = source.replace(pattern, (found, offset: number) => {
    lines += countLines(source.slice(read, offset));
    read = offset + found.length;
    const line = lines + 1;
    const inside = countLines(found);
    lines += inside;
    if (inside > 0) removed.push({ at: line - gone, lines: inside });
    gone += inside;
    if (/^(?:\{\{~?!|<!--)/.test(found)) return '';
    kept.push({ expression: found, at: offset });
    return `zqx${kept.length - 1}zqx`;
  });
  const expressionOf = (index: string): string => kept[Number(index)]?.expression ?? '';
  return {
    text,
    lostIn: (changed) => {
      const present = new Set(Array.from(changed.matchAll(token), (match) => Number(match[1])));
      return kept.flatMap(({ expression, at }, index) =>
        at === undefined || present.has(index) ? [] : [{ expression, at }],
      );
    },
    add: (added) => {
      kept.push({ expression: added, at: undefined });
      return `zqx${kept.length - 1}zqx`;
    },
    restore: (changed) => changed.replace(token, (_word, index: string) => expressionOf(index)),
    expressionsIn: (piece) => Array.from(piece.matchAll(token), (match) => expressionOf(match[1] ?? '')),
    originalLine: (line) =>
      removed.filter((each) => each.at < line).reduce((sum, each) => sum + each.lines, line),
  };
};
