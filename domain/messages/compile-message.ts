import type { Checked, Problem } from '../problem.ts';
import { channelType } from './channels.ts';
import { checkMessage } from './check-message.ts';
import { compilePage } from './templates/compile-page.ts';
import { compileMjml, compilePlain } from './templates/compile-text.ts';
import type { CompiledLocale, CompiledMessage } from './compiled-message.ts';
import { usualSheet } from './post/sheet.ts';
import type { MessageSource } from './parse-message.ts';
import { prepareTemplate, type TemplateVariable } from './templates/prepare-template.ts';

export type { CompiledMessage } from './compiled-message.ts';

type Collected = { readonly variables: TemplateVariable[]; readonly problems: Problem[] };

/** A line of message.json (subject, preheader): a template of its own. */
const lineTemplate = (input: {
  source: MessageSource;
  field: 'subject' | 'preheader';
  locale: string;
  into: Collected;
}): string => {
  const { source, field, into } = input;
  const texts = source.definition[field] ?? {};
  const language = input.locale.split('-')[0] ?? '';
  const locale = [input.locale, language, source.defaultLocale].find((each) => texts[each] !== undefined);
  const text = locale === undefined ? '' : (texts[locale] ?? '');
  const { variables, faults } = prepareTemplate({ source: text, internals: false });
  into.variables.push(...variables);
  for (const { line: _line, column: _column, ...fault } of faults) {
    into.problems.push({ ...fault, file: source.file, path: `${field}.${locale}`, severity: 'error' });
  }
  return text;
};

/** The parameters of a template of the network: each is a template of its own, the same in all locales. */
const parametersOf = (input: { source: MessageSource; into: Collected }): readonly string[] | undefined => {
  const { source, into } = input;
  return source.definition.template?.parameters.map((text, n) => {
    const { variables, faults } = prepareTemplate({ source: text, internals: false });
    into.variables.push(...variables);
    for (const { line: _line, column: _column, ...fault } of faults) {
      into.problems.push({
        ...fault,
        file: source.file,
        path: `template.parameters[${n}]`,
        severity: 'error',
      });
    }
    return text;
  });
};

const compileLocale = async (input: {
  source: MessageSource;
  locale: string;
  into: Collected;
}): Promise<CompiledLocale> => {
  const { source, locale, into } = input;
  const file = source.bodies[locale];
  const lines = {
    subject: lineTemplate({ source, field: 'subject', locale, into }),
    preheader: lineTemplate({ source, field: 'preheader', locale, into }),
  };
  const collect = <T>(compiled: {
    templates: T;
    variables: readonly TemplateVariable[];
    problems: readonly Problem[];
  }): T => {
    into.variables.push(...compiled.variables);
    into.problems.push(...compiled.problems);
    return compiled.templates;
  };
  if (file === undefined) return { ...lines, text: '' };
  const { body } = channelType(source.definition.channel);
  if (body === 'page') return { ...lines, ...collect(compilePage({ source, locale, file })) };
  if (body === 'text') {
    const text = collect(compilePlain({ source, locale, file }));
    const parameters = parametersOf({ source, into });
    return { ...lines, text, ...(parameters === undefined ? {} : { parameters }) };
  }
  const { html, text } = collect(await compileMjml({ source, locale, file }));
  const own = source.texts[locale];
  return {
    ...lines,
    html,
    text: own === undefined ? text : collect(compilePlain({ source, locale, file: own })),
  };
};

/** The steps without whose results there is a hole in the message. */
const stepsOf = (variables: readonly TemplateVariable[]): readonly string[] =>
  [
    ...new Set(
      variables
        .filter(({ name, needed }) => needed && name.startsWith('steps.'))
        .map(({ name }) => (name.split('.')[1] ?? '').replaceAll('[]', '')),
    ),
  ].sort();

const templateOf = ({
  name,
  languages,
}: NonNullable<MessageSource['definition']['template']>): NonNullable<CompiledMessage['template']> => ({
  name,
  ...(languages === undefined ? {} : { languages }),
});

const isBroken = (problems: readonly Problem[]): boolean =>
  problems.some(({ severity }) => severity === 'error');

const unique = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

/**
 * Publishes a message: partials in place, MJML to HTML, plain text from the HTML, links marked, every
 * template checked, and the whole rendered once per locale with its sample. The result is plain data to store
 * with the version; `loadMessage` makes it ready for sending without MJML.
 */
export const compileMessage = async (source: MessageSource): Promise<Checked<CompiledMessage>> => {
  const { definition } = source;
  const into: Collected = { variables: [], problems: [] };
  const compiledLocales = new Map<string, CompiledLocale>();
  for (const locale of Object.keys(source.bodies)) {
    const before = into.problems.length;
    const compiled = await compileLocale({ source, locale, into });
    // What is wrong with one language hides nothing that is wrong with another.
    if (!isBroken(into.problems.slice(before))) compiledLocales.set(locale, compiled);
  }
  const locales = Object.fromEntries(compiledLocales);
  if (compiledLocales.size === 0 && isBroken(into.problems))
    return { ok: false, problems: unique(into.problems) };
  const variables = [...new Set(into.variables.map(({ name }) => name))].sort();
  const { from, replyTo, utm, caps, quietHours, template, page } = definition;
  const isPage = channelType(definition.channel).body === 'page';
  const compiled: CompiledMessage = {
    format: 1,
    key: source.key,
    name: definition.name ?? source.key,
    channel: definition.channel,
    class: definition.class,
    topic: definition.topic,
    ...(from === undefined ? {} : { from }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(template === undefined ? {} : { template: templateOf(template) }),
    ...(isPage ? { page: { ...usualSheet, ...page } } : {}),
    ...(utm === undefined ? {} : { utm }),
    ...(caps === undefined ? {} : { caps }),
    ...(quietHours === undefined ? {} : { quietHours }),
    whenMissing: definition.whenMissing,
    track: definition.track,
    defaultLocale: source.defaultLocale,
    locales,
    variables,
    steps: stepsOf(into.variables),
    sample: definition.sample,
  };
  const bodyFile = (locale: string): string => source.bodies[locale]?.file ?? source.file;
  const problems = unique([...into.problems, ...checkMessage({ compiled, file: source.file, bodyFile })]);
  if (isBroken(problems)) return { ok: false, problems };
  return { ok: true, value: compiled, warnings: problems };
};
