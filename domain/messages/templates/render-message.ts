import { CicloError, messageOf } from '../../errors.ts';
import { isObject, own } from '../../json.ts';
import { headerText } from '../header-text.ts';
import type { LoadedMessage, Part, TemplateFunction } from '../load-message.ts';
import { localePattern, pickLocale } from '../locales.ts';
import { hostOf } from '../links/link-hosts.ts';
import type { Dropped, RenderState, RegistrationLinkMaker, SurveyLinkMaker } from './render-state.ts';
import type { Tracking } from '../links/track-links.ts';

/** What templates see. Every part is plain JSON; what a part lacks counts as missing. */
export type MessageContext = {
  readonly profile: unknown;
  readonly entry: unknown;
  readonly event: unknown;
  /** The record the journey is about; left out where it is about none. */
  readonly record?: unknown;
  readonly steps: unknown;
  readonly tenant: unknown;
  readonly links: unknown;
};

export type RenderInput = {
  readonly message: LoadedMessage;
  readonly context: MessageContext;
  /** Locales to try, most exact first (`localeChain`); the message's default comes last by itself. */
  readonly locales: readonly string[];
  /** The zone dates are told in: the customer's (`zoneOf`); else the one of the tenant, else UTC. */
  readonly zone?: string | undefined;
  /** From `createTracking`; without it links stay as they are and no pixel is added. */
  readonly tracking?: Tracking | undefined;
  /** Makes addresses of surveys for the reader; without it the helper `survey` gives none. */
  readonly surveyLink?: SurveyLinkMaker | undefined;
  /** Makes addresses of events and appointments for the reader; without it the helper `registration` gives none. */
  readonly registrationLink?: RegistrationLinkMaker | undefined;
  /** The hosts that links made of data may lead to (`linkHostsOf`); without it they may lead anywhere. */
  readonly hosts?: readonly string[] | undefined;
};

/** A template that a network approved, as a plugin of its channel takes it. */
export type NetworkTemplate = {
  readonly name: string;
  readonly language: string;
  readonly parameters: readonly string[];
};

/** A message with the person's data filled in, or the reason why it must not be sent as it is. */
export type RenderResult =
  | {
      readonly kind: 'rendered';
      readonly locale: string;
      /** One line, safe for a header. */
      readonly subject: string;
      readonly preheader: string;
      /** Absent on channels without HTML. */
      readonly html?: string;
      readonly text: string;
      /** The template of the network that it is, with what stands in its places. */
      readonly template?: NetworkTemplate;
      /** Variables that had no value and no fallback; nothing stands in their place. */
      readonly missing: readonly string[];
      /** Links and pictures of the data that were left out. */
      readonly dropped: readonly Dropped[];
    }
  | {
      readonly kind: 'missing';
      readonly variables: readonly string[];
      readonly policy: 'skip' | 'hold';
    };

const maxLength = 1_000_000;

const field = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

const ownLinksOf = (links: unknown): readonly string[] =>
  isObject(links)
    ? Object.values(links).filter((link): link is string => typeof link === 'string' && link !== '')
    : [];

/** The wording is in the message's locale, but numbers and dates follow the person's region: es-AR, not es. */
const formatLocale = (input: { locales: readonly string[]; locale: string }): string => {
  const [language] = input.locale.split('-');
  const regional = input.locales.find((each) => each === language || each.startsWith(`${language}-`));
  return regional !== undefined && localePattern.test(regional) ? regional : input.locale;
};

const setUp = (input: RenderInput & { locale: string }): RenderState => {
  const { state, formatFor } = input.message;
  const { tenant, links } = input.context;
  const zone = input.zone ?? field(tenant, 'timezone');
  state.zone = typeof zone === 'string' ? zone : 'UTC';
  state.format = formatFor(formatLocale(input));
  state.tracking = input.tracking;
  state.surveyLink = input.surveyLink;
  state.registrationLink = input.registrationLink;
  state.currency = field(tenant, 'currency');
  state.ownLinks = ownLinksOf(links);
  const own = state.ownLinks.flatMap((link) => hostOf(link) ?? []);
  state.hosts = input.hosts === undefined ? undefined : [...new Set([...input.hosts, ...own])];
  state.dropped.clear();
  state.subject = '';
  state.preheader = '';
  state.missing.clear();
  state.repeats = 0;
  return state;
};

const runPart = (input: {
  message: LoadedMessage;
  locale: string;
  part: Part;
  template: TemplateFunction;
  context: MessageContext;
}): string => {
  const { message, part } = input;
  message.state.mode = part === 'html' ? 'html' : 'text';
  message.state.written = 0;
  const where = `The message \`${message.compiled.key}\` (${input.locale}, ${part}) cannot be rendered`;
  try {
    const output = input.template(input.context);
    if (output.length <= maxLength) return output;
  } catch (thrown) {
    throw new CicloError({
      code: 'broken-definition',
      message: `${where}: ${messageOf(thrown)}`,
      details: { message: message.compiled.key, locale: input.locale, part },
      cause: thrown,
    });
  }
  throw new CicloError({ code: 'broken-definition', message: `${where}: it is longer than 1 MB.` });
};

/**
 * A link that leads nowhere is left out, and so are the blank lines of blocks that wrote nothing. No pattern
 * here may look for blanks before something: on a megabyte of blanks in somebody's data it would take hours.
 */
const tidyText = (text: string): string => {
  const lines = text.replaceAll(' <#>', '').replaceAll(' <>', '').split('\n');
  const trimmed = lines.map((line) => line.trimEnd()).join('\n');
  return `${trimmed.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`;
};

const languageOf = ({ template }: LoadedMessage['compiled'], locale: string): string =>
  own(template?.languages, locale) ?? locale.replace('-', '_');

/**
 * Fills one person's data into a published message. The wording is the first of `locales` that the message
 * has. Data is escaped in HTML and is never read as a template; subject and preheader are single lines.
 * When a needed variable has no value, the message's `whenMissing` decides: with `default` the message is
 * made and the names are reported, with `skip` and `hold` only the names are.
 */
export const renderMessage = (input: RenderInput): RenderResult => {
  const { message, context } = input;
  const { compiled } = message;
  const locale = pickLocale({
    chain: input.locales,
    available: message.locales,
    defaultLocale: compiled.defaultLocale,
  });
  const templates = message.locale(locale);
  const state = setUp({ ...input, locale });
  const run = (part: Part, template: TemplateFunction): string =>
    runPart({ message, locale, part, template, context });
  const subject = headerText(run('subject', templates.subject));
  state.subject = subject;
  const preheader = headerText(run('preheader', templates.preheader));
  state.preheader = preheader;
  const html = templates.html === undefined ? undefined : run('html', templates.html);
  const text = tidyText(run('text', templates.text));
  const parameters = templates.parameters.map((template) => headerText(run('template', template)));
  const missing = [...state.missing].sort();
  const policy = compiled.whenMissing;
  if (missing.length > 0 && policy !== 'default') return { kind: 'missing', variables: missing, policy };
  return {
    kind: 'rendered',
    locale,
    subject,
    preheader,
    ...(html === undefined ? {} : { html }),
    text,
    ...(compiled.template === undefined
      ? {}
      : { template: { name: compiled.template.name, language: languageOf(compiled, locale), parameters } }),
    missing,
    dropped: [...state.dropped.values()],
  };
};
