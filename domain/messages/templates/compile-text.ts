import type { Problem } from '../../problem.ts';
import { expandPartials, type Expanded } from './expand-partials.ts';
import { markLinks, markTextLinks, type HtmlFault } from '../links/mark-links.ts';
import { type CheckedMarkup, checkMarkup } from '../markup/check-markup.ts';
import { lostRuns } from '../markup/lost-words.ts';
import { blankComments } from '../markup/mask-source.ts';
import { placeOfTag } from '../markup/place-of-tag.ts';
import { mjmlToHtml, type MjmlFault } from '../mjml-to-html.ts';
import type { MessageSource, TextFile } from '../parse-message.ts';
import { prepareTemplate, type TemplateVariable } from './prepare-template.ts';
import { protectExpressions, type Protected } from './protect-expressions.ts';
import { textFromHtml, tidyTextTemplate } from './text-part.ts';

/** Templates made from one file, the variables they read, and what is wrong with the file. */
export type CompiledText<T> = {
  readonly templates: T;
  readonly variables: readonly TemplateVariable[];
  readonly problems: readonly Problem[];
};

/** A problem at a place of the source with its partials. */
export const problemAt = (input: {
  expanded: Expanded;
  at: number;
  problem: Omit<Problem, 'file' | 'line' | 'column' | 'path'>;
}): Problem => ({ ...input.expanded.placeOf(input.at), path: '', ...input.problem });

const offsetOf = (text: string, place: { line: number; column: number }): number => {
  const before = text.split('\n').slice(0, place.line - 1);
  return before.reduce((sum, line) => sum + line.length + 1, place.column - 1);
};

/** Reads an author's template and reports its faults where they stand in the author's files. */
export const lint = (
  expanded: Expanded,
): { variables: readonly TemplateVariable[]; problems: readonly Problem[] } => {
  const { variables, faults } = prepareTemplate({ source: expanded.text, internals: false });
  const problems = faults.map(({ line, column, ...fault }) =>
    problemAt({
      expanded,
      at: offsetOf(expanded.text, { line, column }),
      problem: { ...fault, severity: 'error' },
    }),
  );
  return { variables, problems: [...expanded.problems, ...problems] };
};

const includeProblems = (expanded: Expanded): readonly Problem[] =>
  Array.from(expanded.text.matchAll(/<mj-include(?=[\s/>])/g), ({ index }) =>
    problemAt({
      expanded,
      at: index,
      problem: {
        code: 'mj-include',
        message: '`<mj-include>` reads a file from disk and is not allowed.',
        hint: 'Put the piece into `messages/_partials/name.mjml` and write `{{> name}}`.',
        severity: 'error',
      },
    }),
  );

const lostProblems = (input: {
  expressions: Protected;
  html: string;
  expanded: Expanded;
  runs: CheckedMarkup['runs'];
}): readonly Problem[] => {
  const { expressions, html, expanded } = input;
  const lost = (at: number, what: string, wrapped: string): Problem =>
    problemAt({
      expanded,
      at,
      problem: {
        code: what === wrapped ? 'lost-expression' : 'lost-text',
        message: `\`${what}\` stands where MJML keeps no text, and would be lost.`,
        hint: `Between sections, columns and other tags write \`<mj-raw>${wrapped}</mj-raw>\`.`,
        severity: 'error',
      },
    });
  return [
    ...expressions.lostIn(html).map(({ expression, at }) => lost(at, expression, expression)),
    ...lostRuns({ runs: input.runs, html }).map(({ start, text }) =>
      lost(start + text.search(/\S/), text.trim().slice(0, 60), 'text'),
    ),
  ];
};

/** What `markLinks` found, where it stands in the author's files. */
export const htmlProblems = (input: {
  faults: readonly HtmlFault[];
  expressions: Protected;
  expanded: Expanded;
}): readonly Problem[] =>
  input.faults.map(({ snippet, ...fault }) => {
    const { expanded, expressions } = input;
    // Where a piece of the HTML came from, as far as it can be found again in the source.
    const at = Math.max(0, expanded.text.indexOf(expressions.restore(snippet)));
    return problemAt({ expanded, at, problem: { ...fault, message: expressions.restore(fault.message) } });
  });

/** Mail programs fill the preview line with the body's beginning, unless something invisible is in the way. */
const filler = '&#847;&zwnj;&nbsp;'.repeat(30);
const preview = `<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all">{{ciclo-preheader}}${filler}</div>`;

const withPreviewAndPixel = (input: { html: string; hasPreheader: boolean }): string => {
  const html = input.hasPreheader
    ? input.html.replace(/<body[^>]*>/, (tag) => `${tag}\n${preview}`)
    : input.html;
  const end = html.lastIndexOf('</body>');
  return `${html.slice(0, end)}{{ciclo-pixel}}${html.slice(end)}`;
};

/** One body of a message, in one locale. */
export type Job = {
  readonly source: MessageSource;
  readonly locale: string;
  readonly file: TextFile;
};

/** For the default locale, partials without a locale in their name are the ones. */
const partialLocales = (job: Job): readonly string[] => {
  const { locale } = job;
  const parent = locale.split('-')[0] ?? locale;
  return locale === job.source.defaultLocale ? [locale] : [...new Set([locale, parent])];
};

/** The source with its partials in place and its comments blank. */
export const expandMarkup = (job: Job, extension: 'mjml' | 'hbs'): Expanded => {
  const clean = (file: TextFile): TextFile => ({ ...file, text: blankComments(file.text) });
  const partials = Object.entries(job.source.partials).map(([name, file]) => [name, clean(file)]);
  return expandPartials({
    source: clean(job.file),
    extension,
    locales: partialLocales(job),
    partials: Object.fromEntries(partials),
  });
};

const markupProblems = (
  expanded: Expanded,
): { problems: readonly Problem[]; runs: CheckedMarkup['runs'] } => {
  const lineOf = (at: number): string => `line ${expanded.placeOf(at).line}`;
  const { faults, runs } = checkMarkup({ source: expanded.text, lineOf });
  const problems = faults.map(({ at, ...fault }) =>
    problemAt({ expanded, at, problem: { ...fault, severity: 'error' } }),
  );
  return { problems, runs };
};

/** So many are told of one file. */
const faultsMax = 100;

const mjmlProblems = (input: {
  faults: readonly MjmlFault[];
  expressions: Protected;
  expanded: Expanded;
}): readonly Problem[] =>
  input.faults.slice(0, faultsMax).map(({ line, name, message }) => {
    const { expanded, expressions } = input;
    const at = placeOfTag({ source: expanded.text, line: expressions.originalLine(line), name, message });
    return problemAt({
      expanded,
      at,
      problem: {
        code: 'mjml',
        message: expressions.restore(message),
        hint: 'Correct the MJML; documentation.mjml.io lists the attributes of each tag.',
        severity: 'error',
      },
    });
  });

/** Compiles a `body.mjml` to the HTML template and the plain-text template made from it. */
export const compileMjml = async (
  job: Job,
): Promise<CompiledText<{ readonly html: string; readonly text: string }>> => {
  const expanded = expandMarkup(job, 'mjml');
  const { variables, problems } = lint(expanded);
  const nothing = { html: '', text: '' };
  const markup = markupProblems(expanded);
  const early = [...problems, ...includeProblems(expanded), ...markup.problems];
  if (early.length > 0) return { templates: nothing, variables, problems: early };
  const expressions = protectExpressions(expanded.text, true);
  const { html, faults } = await mjmlToHtml({
    mjml: expressions.text,
    locale: job.locale,
    title: expressions.add('{{ciclo-subject}}'),
  });
  if (faults.length > 0) {
    return { templates: nothing, variables, problems: mjmlProblems({ faults, expressions, expanded }) };
  }
  const marked = markLinks({ html, expressions });
  const hasPreheader = job.source.definition.preheader !== undefined;
  return {
    templates: {
      html: withPreviewAndPixel({ html: expressions.restore(marked.html), hasPreheader }),
      text: tidyTextTemplate(expressions.restore(textFromHtml(marked.html))),
    },
    variables,
    problems: [
      ...lostProblems({ expressions, html, expanded, runs: markup.runs }),
      ...htmlProblems({ faults: marked.faults, expressions, expanded }),
    ],
  };
};

/** Compiles a `text.hbs` or the `body.hbs` of another channel. */
export const compilePlain = (job: Job): CompiledText<string> => {
  const expanded = expandPartials({
    source: job.file,
    extension: 'hbs',
    locales: partialLocales(job),
    partials: job.source.partials,
  });
  const { variables, problems } = lint(expanded);
  const expressions = protectExpressions(expanded.text);
  const text = expressions.restore(markTextLinks({ text: expressions.text, expressions }));
  return { templates: text, variables, problems };
};
