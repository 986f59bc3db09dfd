import { expressionPattern } from '../templates/protect-expressions.ts';
import type { Range } from './read-tokens.ts';

/** A Handlebars expression in a text. */
export type Expression = Range & {
  readonly kind: 'open' | 'else' | 'close' | 'comment' | 'other';
  readonly source: string;
};

const kindOf = (source: string): Expression['kind'] => {
  const [, mark] = /^\{\{~?\s*(!|#|\/|\^|else\b)/.exec(source) ?? [];
  if (mark === '!') return 'comment';
  if (mark === '#') return 'open';
  if (mark === '/') return 'close';
  return mark === undefined ? 'other' : 'else';
};

const filled = (source: string, letter: string): string => source.replaceAll(/[^\r\n]/g, letter);

/** A text of the same length in which every expression is letters, and comments are blanks; offsets stay. */
export const maskExpressions = (
  text: string,
): { readonly text: string; readonly expressions: readonly Expression[] } => {
  const expressions: Expression[] = [];
  const masked = text.replace(expressionPattern, (source, start: number) => {
    const kind = kindOf(source);
    expressions.push({ kind, source, start, end: start + source.length });
    return filled(source, kind === 'comment' ? ' ' : 'z');
  });
  return { text: masked, expressions };
};

/** The inside of a comment, blank; lines and offsets stay, and nothing in it is a partial or an expression. */
const blankInside = (comment: string): string => `<!--${filled(comment.slice(4, -3), ' ')}-->`;

/** Whether a comment is one that Outlook reads. */
export const isConditional = (comment: string): boolean =>
  /^<!(?:--)?\s*(?:\[if|<!\[|\[endif)/i.test(comment);

/** What begins a comment; `<!-->` is none. */
const commentStart = /<!--(?!-?>)/g;

/** What shows that the end of a comment is missing: another one begins in it, or it has an end that not all readers know. */
const endless = /^<!--[\s\S]*(?:<!--(?!>)|--!>)/;

/**
 * Blanks the comments of a source, but not those that only Outlook reads, nor those whose end is most likely missing,
 * which are faults. Offsets and lines stay.
 */
export const blankComments = (text: string): string => {
  const end = text.lastIndexOf('-->');
  let blank = '';
  let done = 0;
  for (const { index } of text.matchAll(commentStart)) {
    if (index < done) continue;
    // Where no comment ends any more, looking for the end of each one would take hours.
    if (index > end) break;
    const behind = text.indexOf('-->', index) + 3;
    const comment = text.slice(index, behind);
    const isKept = isConditional(comment) || endless.test(comment);
    blank += text.slice(done, index) + (isKept ? comment : blankInside(comment));
    done = behind;
  }
  return blank + text.slice(done);
};
