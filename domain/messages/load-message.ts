import Handlebars from 'handlebars';
import { CicloError } from '../errors.ts';
import type { CompiledLocale, CompiledMessage } from './compiled-message.ts';
import { createValueFormat, type ValueFormat } from './templates/format-values.ts';
import { createHelpers } from './templates/helpers.ts';
import { prepareTemplate } from './templates/prepare-template.ts';
import type { RenderState } from './templates/render-state.ts';

export type Part = 'subject' | 'preheader' | 'html' | 'text' | 'template';
export type TemplateFunction = (context: unknown) => string;

/** The templates of one locale, ready to run. Run them only while `state` is set up for one rendering. */
type LoadedLocale = {
  readonly subject: TemplateFunction;
  readonly preheader: TemplateFunction;
  readonly html: TemplateFunction | undefined;
  readonly text: TemplateFunction;
  readonly parameters: readonly TemplateFunction[];
};

/** A published message ready for rendering; build it once per version and keep it. */
export type LoadedMessage = {
  readonly compiled: CompiledMessage;
  readonly locale: (name: string) => LoadedLocale;
  readonly locales: readonly string[];
  /** The formatters of a locale, kept. */
  readonly formatFor: (locale: string) => ValueFormat;
  readonly state: RenderState;
};

const noPrototypes = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/** An environment with nothing in it but the given helpers: Handlebars sets up each of them at every run. */
const environmentWith = (helpers: ReadonlyMap<string, Handlebars.HelperDelegate>): typeof Handlebars => {
  const environment = Handlebars.create();
  for (const name of Object.keys(environment.helpers)) environment.unregisterHelper(name);
  for (const [name, helper] of helpers) environment.registerHelper(name, helper);
  return environment;
};

const buildTemplate = (input: {
  helpers: ReadonlyMap<string, Handlebars.HelperDelegate>;
  source: string;
  isHtml: boolean;
  where: string;
}): TemplateFunction => {
  const { program, faults, helpers: names } = prepareTemplate({ source: input.source, internals: true });
  const [first] = faults;
  if (program === undefined || first !== undefined) {
    throw new CicloError({
      code: 'broken-definition',
      message: `The template of ${input.where} cannot be used: ${first?.message ?? 'it is empty'}`,
      details: { line: first?.line },
    });
  }
  const helpers = new Map([...input.helpers].filter(([name]) => names.has(name)));
  const known = Object.fromEntries([...helpers.keys()].map((name): [string, boolean] => [name, true]));
  const off = { helperMissing: false, blockHelperMissing: false, log: false, lookup: false };
  const control = { each: false, if: false, unless: false, with: false };
  const run = environmentWith(helpers).compile(program, {
    knownHelpers: { ...off, ...control, ...known },
    knownHelpersOnly: true,
    noEscape: !input.isHtml,
  });
  return (context) => run(context, noPrototypes);
};

const keptFormats = 50;

const createFormats = (): LoadedMessage['formatFor'] => {
  const kept = new Map<string, ValueFormat>();
  return (locale) => {
    const found = kept.get(locale);
    if (found !== undefined) return found;
    if (kept.size >= keptFormats) kept.clear();
    const built = createValueFormat(locale);
    kept.set(locale, built);
    return built;
  };
};

const lazily = <T>(build: () => T): (() => T) => {
  const built: T[] = [];
  return () => {
    const [found] = built;
    if (found !== undefined) return found;
    const value = build();
    built.push(value);
    return value;
  };
};

/**
 * Makes a published message ready for rendering: Handlebars environments of its own, with closed helpers
 * and no access to prototypes. A locale is compiled when it is first needed. Costs a few milliseconds; keep the
 * result as long as the version is in use.
 */
export const loadMessage = (compiled: CompiledMessage): LoadedMessage => {
  const formatFor = createFormats();
  const state: RenderState = {
    mode: 'text',
    format: formatFor(compiled.defaultLocale),
    zone: 'UTC',
    tracking: undefined,
    currency: undefined,
    ownLinks: [],
    surveyLink: undefined,
    registrationLink: undefined,
    hosts: undefined,
    dropped: new Map(),
    subject: '',
    preheader: '',
    missing: new Set(),
    written: 0,
    repeats: 0,
  };
  const helpers = createHelpers(state);
  const buildLocale = (name: string, texts: CompiledLocale): LoadedLocale => {
    const build = (part: Part, source: string): TemplateFunction =>
      buildTemplate({
        helpers,
        source,
        isHtml: part === 'html',
        where: `\`${compiled.key}\` (${name}, ${part})`,
      });
    return {
      subject: build('subject', texts.subject),
      preheader: build('preheader', texts.preheader),
      html: texts.html === undefined ? undefined : build('html', texts.html),
      text: build('text', texts.text),
      parameters: (texts.parameters ?? []).map((source) => build('template', source)),
    };
  };
  const loaded = new Map(
    Object.entries(compiled.locales).map(([name, texts]) => [name, lazily(() => buildLocale(name, texts))]),
  );
  return {
    compiled,
    state,
    formatFor,
    locales: [...loaded.keys()],
    locale: (name) => {
      const build = loaded.get(name);
      if (build !== undefined) return build();
      throw new CicloError({
        code: 'broken-definition',
        message: `The message \`${compiled.key}\` has no text in \`${name}\`.`,
      });
    },
  };
};
