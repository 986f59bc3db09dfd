import type { Problem } from '../problem.ts';
import { expandPartials, type Expanded } from './expand-partials.ts';
import { markLinks, markTextLinks, type HtmlFault } from './mark-links.ts';
import { mjmlToHtml } from './mjml-to-html.ts';
import type { MessageSource, TextFile } from './parse-message.ts';
import { prepareTemplate, type TemplateVariable } from './prepare-template.ts';
import { protectExpressions, type Protected } from './protect-expressions.ts';
import { textFromHtml, tidyTextTemplate } from './text-part.ts';

/** Templates made from one file, the variables they read, and what is wrong with the file. */
export type CompiledText<T> = {
  readonly templates: T;
  readonly variables: readonly TemplateVariable[];
  readonly problems: readonly Problem[];
};

type Origin = Expanded['originOf'];

const problemAt = (input: {
  origin: Origin;
  line: number;
  problem: Omit<Problem, 'file' | 'line' | 'path'>;
}): Problem => ({ ...input.origin(input.line), path: '', ...input.problem });

/** Reads an author's template and reports its faults where they stand in the author's files. */
const lint = (
  expanded: Expanded,
): { variables: readonly TemplateVariable[]; problems: readonly Problem[] } => {
  const { variables, faults } = prepareTemplate({ source: expanded.text, internals: false });
  const problems = faults.map(({ line, ...fault }) =>
    problemAt({ origin: expanded.originOf, line, problem: { ...fault, severity: 'error' } }),
  );
  return { variables, problems: [...expanded.problems, ...problems] };
};

const blankOut = (text: string): string => text.replaceAll(/[^\n]/g, '');

/** Comments of the source are neither read nor sent; those that only Outlook reads are. Lines stay. */
const withoutComments = (mjml: string): string => {
  const parts = mjml.split('-->');
  const last = parts.pop() ?? '';
  const kept = parts.map((part) => {
    const at = part.indexOf('<!--');
    if (at < 0 || /^<!--(\[if|<!\[)/.test(part.slice(at, at + 10))) return `${part}-->`;
    return part.slice(0, at) + blankOut(part.slice(at));
  });
  return kept.join('') + last;
};

const includeProblems = (expanded: Expanded): readonly Problem[] =>
  expanded.text.split('\n').flatMap((text, index) =>
    /<mj-include[\s/>]/.test(text)
      ? [
          problemAt({
            origin: expanded.originOf,
            line: index + 1,
            problem: {
              code: 'mj-include',
              message: '`<mj-include>` reads a file from disk and is not allowed.',
              mend: 'Put the piece into `messages/_partials/name.mjml` and write `{{> name}}`.',
              severity: 'error',
            },
          }),
        ]
      : [],
  );

const lostProblems = (input: { expressions: Protected; html: string; origin: Origin }): readonly Problem[] =>
  input.expressions.lostIn(input.html).map(({ expression, line }) =>
    problemAt({
      origin: input.origin,
      line,
      problem: {
        code: 'lost-expression',
        message: `\`${expression}\` stands where MJML keeps no text, and would be lost.`,
        mend: `Between sections, columns and other tags write \`<mj-raw>${expression}</mj-raw>\`.`,
        severity: 'error',
      },
    }),
  );

/** Where a piece of the HTML came from, as far as it can be found again in the source. */
const lineOfSnippet = (input: { expressions: Protected; snippet: string }): number => {
  const { text, originalLine } = input.expressions;
  const at = text.indexOf(input.snippet);
  return at < 0 ? 1 : originalLine(text.slice(0, at).split('\n').length);
};

const htmlProblems = (input: {
  faults: readonly HtmlFault[];
  expressions: Protected;
  origin: Origin;
}): readonly Problem[] =>
  input.faults.map(({ snippet, ...fault }) =>
    problemAt({
      origin: input.origin,
      line: lineOfSnippet({ expressions: input.expressions, snippet }),
      problem: { ...fault, message: input.expressions.restore(fault.message) },
    }),
  );

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

type Job = {
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

const expandMjml = (job: Job): Expanded => {
  const clean = (file: TextFile): TextFile => ({ ...file, text: withoutComments(file.text) });
  const partials = Object.entries(job.source.partials).map(([name, file]) => [name, clean(file)]);
  return expandPartials({
    source: clean(job.file),
    extension: 'mjml',
    locales: partialLocales(job),
    partials: Object.fromEntries(partials),
  });
};

/** Compiles a `body.mjml` to the HTML template and the plain-text template made from it. */
export const compileMjml = async (
  job: Job,
): Promise<CompiledText<{ readonly html: string; readonly text: string }>> => {
  const expanded = expandMjml(job);
  const { variables, problems } = lint(expanded);
  const early = [...problems, ...includeProblems(expanded)];
  if (early.length > 0) return { templates: { html: '', text: '' }, variables, problems: early };
  const expressions = protectExpressions(expanded.text);
  const origin: Origin = (line) => expanded.originOf(line);
  const { html, faults } = await mjmlToHtml({
    mjml: expressions.text,
    locale: job.locale,
    title: expressions.add('{{ciclo-subject}}'),
  });
  if (faults.length > 0) {
    const refused = faults.map(({ line, message }) =>
      problemAt({
        origin,
        line: expressions.originalLine(line),
        problem: {
          code: 'mjml',
          message: expressions.restore(message),
          mend: 'Correct the MJML; documentation.mjml.io lists the attributes of each tag.',
          severity: 'error',
        },
      }),
    );
    return { templates: { html: '', text: '' }, variables, problems: refused };
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
      ...lostProblems({ expressions, html, origin }),
      ...htmlProblems({ faults: marked.faults, expressions, origin }),
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
