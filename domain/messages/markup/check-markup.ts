import { createBlocks } from './check-blocks.ts';
import { checkEnd, closeTag, openTag } from './check-elements.ts';
import type { MarkupFault, MarkupReport } from './markup-fault.ts';
import { isConditional, maskExpressions, type Expression } from './mask-source.ts';
import type { TextRun } from './lost-words.ts';
import { createOpenElements, type OpenElements } from './open-elements.ts';
import { type MarkupToken, type Range, readTokens } from './read-tokens.ts';
import { tokenFaults } from './token-faults.ts';

type Work = {
  readonly source: string;
  readonly expressions: readonly Expression[];
  readonly open: OpenElements;
  readonly report: MarkupReport;
  readonly runs: TextRun[];
  roots: number;
};

/** A source that was checked: what would be lost of it, and the texts that readers must find in the mail. */
export type CheckedMarkup = { readonly faults: readonly MarkupFault[]; readonly runs: readonly TextRun[] };

const shown = (text: string): string => {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
};

const isIn = (range: Range) => (one: Range) => range.start <= one.start && one.end <= range.end;

/** A text whose expressions are blanks. */
const withoutExpressions = (work: Work, masked: string, range: Range): string =>
  work.expressions
    .filter(isIn(range))
    .reduce(
      (rest, { start, end }) =>
        rest.slice(0, start - range.start) + ' '.repeat(end - start) + rest.slice(end - range.start),
      masked.slice(range.start, range.end),
    );

const unread: ReadonlySet<string> = new Set(['script', 'style', 'title']);

const commentInStyle = (at: number): MarkupFault => ({
  code: 'comment-in-style',
  at,
  message: 'A comment of HTML stands in a style, and would be left out with what is in it.',
  hint: 'Comments of styles are written `/* text */`.',
});

const isInStyle = (work: Work): boolean => (work.open.all().at(-1)?.name ?? '').endsWith('style');

/** Text where MJML keeps it: in a style no comments, in the body what readers must find. */
const noteContent = (work: Work, masked: string, range: Range): void => {
  const elements = work.open.all();
  const comment = isInStyle(work) ? masked.slice(range.start, range.end).indexOf('<!--') : -1;
  if (comment >= 0) work.report.add(commentInStyle(range.start + comment));
  const isRead = elements.some(({ name }) => name === 'mj-body');
  if (!isRead || unread.has(elements.at(-1)?.name ?? '')) return;
  work.runs.push({ ...range, text: withoutExpressions(work, masked, range) });
};

/** Text where MJML keeps none. */
const checkText = (work: Work, masked: string, range: Range): void => {
  const { source, open, report } = work;
  const holder = open.holder();
  const text = masked.slice(range.start, range.end);
  if (text.trim() === '' || holder?.kind === 'unknown') return;
  if (holder?.kind === 'content') {
    noteContent(work, masked, range);
    return;
  }
  const at = range.start + text.search(/\S/);
  const others = withoutExpressions(work, masked, range);
  const where = holder === undefined ? 'outside of `<mjml>`' : `in \`<${holder.name}>\``;
  const first = work.expressions.filter(isIn(range)).find(({ kind }) => kind !== 'comment');
  if (others.trim() === '' && first !== undefined) {
    report.add({
      code: 'lost-expression',
      at: first.start,
      message: `\`${first.source}\` stands ${where}, where MJML keeps no text, and would be lost.`,
      hint: `Between sections, columns and other tags write \`<mj-raw>${first.source}</mj-raw>\`.`,
    });
    return;
  }
  report.add({
    code: 'lost-text',
    at,
    message: `\`${shown(source.slice(range.start, range.end))}\` stands ${where}, where MJML keeps no text, and would be lost.`,
    hint: 'Put it into `<mj-text>`.',
  });
};

const checkComment = (work: Work, range: Range): void => {
  if (isInStyle(work)) work.report.add(commentInStyle(range.start));
  if (work.open.inContent() || !isConditional(work.source.slice(range.start, range.end))) return;
  work.report.add({
    code: 'lost-comment',
    at: range.start,
    message: 'A comment for Outlook stands between elements, where MJML keeps none, and would be lost.',
    hint: 'Put it into `<mj-raw>`.',
  });
};

const checkToken = (work: Work, token: MarkupToken, masked: string): void => {
  const { source: text, open, report } = work;
  const place = { text, open, report };
  if (token.kind === 'open') {
    openTag(place, token, work.roots);
    if (token.name === 'mjml') work.roots += 1;
  } else if (token.kind === 'close') closeTag(place, token);
  else if (token.kind === 'text') checkText(work, masked, token);
  else if (token.kind === 'comment') checkComment(work, token);
  else {
    report.add({
      code: 'no-markup',
      at: token.start,
      message: 'A document type is not part of MJML, and would be left out.',
      hint: 'Remove it; every mail gets the one of HTML.',
    });
  }
};

/** Which attribute of a tag an offset stands in, by the attribute's place; else the tag. */
const spotIn = (token: MarkupToken) => (offset: number) => {
  if (token.kind !== 'open') return token.start;
  return token.attributes.find(({ start, end }) => start <= offset && offset < end)?.start ?? token.start;
};

/** A file with more faults is another kind of file; the first ones say so. */
const faultsMax = 100;
/** Tables within tables of an elaborate mail are some thirty deep. */
const depthMax = 300;

const tooDeep = (at: number): MarkupFault => ({
  code: 'nested-too-deep',
  at,
  message: `More than ${depthMax} elements stand within one another.`,
  hint: 'Close the elements, or write them flatter.',
});

/**
 * Checks that MJML will keep everything that stands in a source: every element is closed, in order, where it may
 * stand; text stands where text is kept; every tag and comment can be read; blocks of templates do not cut elements in
 * two. MJML's own parser repairs what is wrong, and loses text by it (an unclosed `mj-text` with all that is in it).
 *
 * `source` has its partials in place and its comments blank (`blankComments`).
 */
export const checkMarkup = (input: { source: string; lineOf: MarkupReport['lineOf'] }): CheckedMarkup => {
  const { source } = input;
  const { text: masked, expressions } = maskExpressions(source);
  const { tokens, faults } = readTokens(masked);
  const found: MarkupFault[] = [...tokenFaults({ text: masked, tokens, faults })];
  // What stands behind a tag or a comment without end was not read as it was meant.
  if (found.some(({ code }) => code.startsWith('unclosed-'))) return { faults: found, runs: [] };
  const report: MarkupReport = {
    lineOf: input.lineOf,
    add: (fault) => {
      if (found.length < faultsMax) found.push(fault);
    },
  };
  const open = createOpenElements();
  const blocks = createBlocks({ expressions, open, report });
  const work: Work = { source, expressions, open, report, runs: [], roots: 0 };
  for (const token of tokens) {
    if (found.length >= faultsMax) break;
    if (open.all().length > depthMax) return { faults: [...found, tooDeep(token.start)], runs: [] };
    blocks.passTo(token.start);
    if (token.kind !== 'text') blocks.passTo(token.end, spotIn(token));
    checkToken(work, token, masked);
  }
  blocks.passTo(source.length);
  checkEnd({ open, report });
  return { faults: found.sort((one, other) => one.at - other.at), runs: work.runs };
};
