import type { Problem } from '../../problem.ts';
import { markLinks } from '../links/mark-links.ts';
import { sheetAround, usualSheet } from '../post/sheet.ts';
import { type CompiledText, expandMarkup, htmlProblems, type Job, lint, problemAt } from './compile-text.ts';
import type { Expanded } from './expand-partials.ts';
import { protectExpressions } from './protect-expressions.ts';
import { textFromHtml, tidyTextTemplate } from './text-part.ts';

/** The page is made around what the author writes. */
const frameProblems = (expanded: Expanded): readonly Problem[] =>
  Array.from(expanded.text.matchAll(/<(?:!doctype|html|head|body)(?=[\s/>])/gi), ({ 0: tag, index }) =>
    problemAt({
      expanded,
      at: index,
      problem: {
        code: 'whole-page',
        message: `\`${tag}>\` is made by Ciclo: the body of a letter is what stands on the page.`,
        hint: 'Remove it; a `<style>` may stand at the beginning of the body.',
        severity: 'error',
      },
    }),
  );

/** Compiles the `body.hbs` of a letter, HTML, to the page that is printed and its plain text. */
export const compilePage = (job: Job): CompiledText<{ readonly html: string; readonly text: string }> => {
  const expanded = expandMarkup(job, 'hbs');
  const { variables, problems } = lint(expanded);
  const early = [...problems, ...frameProblems(expanded)];
  if (early.length > 0) return { templates: { html: '', text: '' }, variables, problems: early };
  const expressions = protectExpressions(expanded.text, true);
  const html = sheetAround({
    body: expressions.text,
    title: expressions.add('{{ciclo-subject}}'),
    locale: job.locale,
    sheet: { ...usualSheet, ...job.source.definition.page },
  });
  const marked = markLinks({ html, expressions });
  return {
    templates: {
      html: expressions.restore(marked.html),
      text: tidyTextTemplate(expressions.restore(textFromHtml(marked.html))),
    },
    variables,
    problems: htmlProblems({ faults: marked.faults, expressions, expanded }),
  };
};
