import { messageOf } from '../errors.ts';
import { isObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { unknownAttributes } from '../profiles/unknown-attributes.ts';
import type { CompiledMessage } from './compiled-message.ts';
import { encodeAttribute } from './templates/link-helpers.ts';
import { loadMessage, type LoadedMessage } from './load-message.ts';
import { renderMessage, type MessageContext, type RenderResult } from './templates/render-message.ts';
import { isKnownName, sampleContext } from './templates/sample-context.ts';

/** Gmail shows only so much of a mail and hides the rest, with the unsubscribe link, behind a button. */
const gmailLimit = 102 * 1024;

type Rendered = Extract<RenderResult, { kind: 'rendered' }>;
type Check = {
  readonly compiled: CompiledMessage;
  readonly file: string;
  /** The file a locale's body is in. */
  readonly bodyFile: (locale: string) => string;
};

const warning = (problem: Omit<Problem, 'severity'>): Problem => ({ ...problem, severity: 'warning' });
const failure = (problem: Omit<Problem, 'severity'>): Problem => ({ ...problem, severity: 'error' });

const isInSample = (value: unknown, parts: readonly string[]): boolean => {
  const [first, ...rest] = parts;
  if (first === undefined) return true;
  if (Array.isArray(value)) return isInSample(value[Number(first)], rest);
  const name = first.replaceAll('[]', '');
  if (!isObject(value) || !Object.hasOwn(value, name)) return false;
  const next = value[name];
  if (!first.endsWith('[]')) return isInSample(next, rest);
  const items: readonly unknown[] = Array.isArray(next) ? next : isObject(next) ? Object.values(next) : [];
  return items.some((item) => isInSample(item, rest));
};

const checkNames = (check: Check): readonly Problem[] => {
  const context = sampleContext(check.compiled.sample);
  return check.compiled.variables
    .filter((name) => !isKnownName(name) && !isInSample(context, name.split('.')))
    .map((name) =>
      warning({
        code: 'not-in-sample',
        file: check.file,
        path: 'sample',
        message: `\`${name}\` is used but is neither in the sample nor a name Ciclo knows.`,
        hint: 'Correct its spelling, or add it to `sample`.',
      }),
    );
};

const render = (input: { message: LoadedMessage; context: MessageContext; locale: string }): Rendered => {
  const result = renderMessage({ ...input, locales: [input.locale] });
  if (result.kind === 'rendered') return result;
  return {
    kind: 'rendered',
    locale: input.locale,
    subject: '',
    preheader: '',
    text: '',
    missing: result.variables,
    dropped: [],
  };
};

/** Attributes that only the sample has: no profile ever does. */
const checkAttributes = (check: Check): readonly Problem[] => {
  const context = sampleContext(check.compiled.sample);
  const names = check.compiled.variables.filter((name) => isInSample(context, name.split('.')));
  const uses = names.flatMap((name) =>
    name.startsWith('profile.') ? [{ attribute: name.slice('profile.'.length), path: 'sample' }] : [],
  );
  return unknownAttributes(uses).map((problem) => ({ ...problem, file: check.file }));
};

/** What would be missing for somebody of whom nothing is known but what the journey itself provides. */
const checkFallbacks = (check: Check, message: LoadedMessage): readonly Problem[] => {
  const context = { ...sampleContext(check.compiled.sample), profile: {} };
  const bare = message.locales.flatMap((locale) => render({ message, context, locale }).missing);
  return [...new Set(bare)]
    .filter((name) => name.startsWith('profile.'))
    .map((name) =>
      warning({
        code: 'no-fallback',
        file: check.file,
        path: '',
        message: `For somebody without \`${name}\` there is a hole in the text.`,
        hint: `Write \`{{fallback ${name} "…"}}\`, put it between \`{{#if ${name}}}\` and \`{{/if}}\`, or set \`whenMissing\` to \`skip\` or \`hold\`.`,
      }),
    );
};

const holds = (input: { rendered: Rendered; link: string }): boolean => {
  const { html, text } = input.rendered;
  const inHtml = html === undefined || html.includes(`href="${encodeAttribute(input.link)}"`);
  return inHtml && (text.includes(input.link) || html === undefined);
};

const checkMarketing = (check: Check, rendered: Rendered): readonly Problem[] => {
  const { compiled } = check;
  const file = check.bodyFile(rendered.locale);
  if (compiled.class !== 'marketing' || compiled.channel !== 'email') return [];
  const problems: Problem[] = [];
  const { links } = sampleContext(compiled.sample);
  const unsubscribe = isObject(links) ? links['unsubscribe'] : undefined;
  if (typeof unsubscribe === 'string' && !holds({ rendered, link: unsubscribe })) {
    problems.push(
      failure({
        code: 'no-unsubscribe',
        file,
        path: '',
        message:
          'A marketing mail needs an unsubscribe link that everybody sees, in the HTML and in the plain text.',
        hint: 'Add `{{> footer}}`, or `<a href="{{links.unsubscribe}}">Unsubscribe</a>` (and `{{links.unsubscribe}}` in text.hbs).',
      }),
    );
  }
  if (!compiled.variables.includes('tenant.postalAddress')) {
    problems.push(
      warning({
        code: 'no-postal-address',
        file,
        path: '',
        message: 'Marketing mail must show a postal address in many countries (USA, Canada, EU).',
        hint: 'Add `{{> footer}}`, or `{{tenant.postalAddress}}`.',
      }),
    );
  }
  return problems;
};

const checkSize = (check: Check, rendered: Rendered): readonly Problem[] => {
  const size = Buffer.byteLength(rendered.html ?? '');
  if (size <= gmailLimit || check.compiled.channel !== 'email') return [];
  return [
    warning({
      code: 'gmail-clips',
      file: check.bodyFile(rendered.locale),
      path: '',
      message: `With the sample the mail has ${Math.round(size / 1024)} KB; Gmail hides what is beyond 102 KB, often the unsubscribe link.`,
      hint: 'Use fewer sections, or `limit=` on lists.',
    }),
  ];
};

/** What of the sample would be left out: its addresses are no addresses. */
const checkDropped = (check: Check, rendered: Rendered): readonly Problem[] =>
  rendered.dropped.map(({ what, host }) =>
    warning({
      code: 'left-out',
      file: check.bodyFile(rendered.locale),
      path: '',
      message: `With the sample a ${what} is left out: ${host === '' ? 'its address' : `\`${host}\``} leads nowhere in a mail.`,
      hint: 'Give the sample a full address that starts with `https://`.',
    }),
  );

/** The checks that need the compiled message: it is rendered with its sample, in every locale. */
export const checkMessage = (check: Check): readonly Problem[] => {
  // The policy would hide what the checks look at.
  const message = loadMessage({ ...check.compiled, whenMissing: 'default' });
  const context = sampleContext(check.compiled.sample);
  const problems = [...checkNames(check), ...checkAttributes(check)];
  for (const locale of message.locales) {
    try {
      const rendered = render({ message, context, locale });
      problems.push(
        ...checkMarketing(check, rendered),
        ...checkSize(check, rendered),
        ...checkDropped(check, rendered),
      );
    } catch (thrown) {
      return [
        ...problems,
        failure({
          code: 'sample-fails',
          file: check.bodyFile(locale),
          path: '',
          message: messageOf(thrown),
          hint: 'Correct the template or the sample.',
        }),
      ];
    }
  }
  if (check.compiled.whenMissing === 'default') problems.push(...checkFallbacks(check, message));
  return problems;
};
