/** Handlebars expressions, comments first; the last alternative knows that `}}` may stand inside quotes. */
const expression =
  /\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}|\\?\{\{\{?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^}"'])*\}\}\}?/g;

// Letters and digits only: MJML, CSS, HTML parsers and html-to-text all pass such a word on unchanged.
const token = /zqx(\d+)zqx/g;

/** A text whose Handlebars expressions are replaced by plain words that no other tool will touch. */
export type Protected = {
  readonly text: string;
  /** The lost expressions of a changed text: those whose word is no longer in it. */
  readonly lostIn: (changed: string) => readonly { readonly expression: string; readonly line: number }[];
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

/**
 * Replaces every Handlebars expression by a word, so that MJML and HTML tools cannot mangle quotes, braces
 * or ampersands inside it, and can be asked afterwards whether they dropped any. Comments disappear.
 */
export const protectExpressions = (source: string): Protected => {
  const kept: { expression: string; line: number }[] = [];
  const removed: { at: number; lines: number }[] = [];
  let lines = 0;
  let read = 0;
  let gone = 0;
  const text = source.replace(expression, (found, offset: number) => {
    lines += countLines(source.slice(read, offset));
    read = offset + found.length;
    const line = lines + 1;
    const inside = countLines(found);
    lines += inside;
    if (inside > 0) removed.push({ at: line - gone, lines: inside });
    gone += inside;
    if (/^\{\{~?!/.test(found)) return '';
    kept.push({ expression: found, line });
    return `zqx${kept.length - 1}zqx`;
  });
  const at = (index: string): string => kept[Number(index)]?.expression ?? '';
  return {
    text,
    lostIn: (changed) => {
      const present = new Set(Array.from(changed.matchAll(token), (match) => Number(match[1])));
      return kept.filter((each, index) => each.line > 0 && !present.has(index));
    },
    add: (added) => {
      kept.push({ expression: added, line: 0 });
      return `zqx${kept.length - 1}zqx`;
    },
    restore: (changed) => changed.replace(token, (_word, index: string) => at(index)),
    expressionsIn: (piece) => Array.from(piece.matchAll(token), (match) => at(match[1] ?? '')),
    originalLine: (line) =>
      removed.filter((each) => each.at < line).reduce((sum, each) => sum + each.lines, line),
  };
};
