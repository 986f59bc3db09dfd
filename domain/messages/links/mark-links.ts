import { decodeAttribute } from '../templates/link-helpers.ts';
import { isWebUrl } from './links.ts';
import type { Protected } from '../templates/protect-expressions.ts';
import { applyEdits, scanHtml, styleContents, type HtmlAttribute, type HtmlTag } from './scan-html.ts';

/** Something in HTML that must not be sent, with the piece of HTML it was seen in. */
export type HtmlFault = {
  readonly code: string;
  readonly snippet: string;
  readonly message: string;
  readonly hint: string;
  readonly severity: 'error' | 'warning';
};

type Edit = { start: number; end: number; text: string };
type Work = { expressions: Protected; edits: Edit[]; faults: HtmlFault[]; links: number };

const activeElements = ['script', 'iframe', 'frame', 'object', 'embed', 'applet', 'base', 'form'];
const addressAttributes = ['href', 'src', 'background', 'srcset', 'action', 'poster', 'xlink:href'];
const unmarked = /^(mailto:|tel:|sms:|#.)/i;

const error = (work: Work, fault: Omit<HtmlFault, 'severity'>): void => {
  work.faults.push({ ...fault, severity: 'error' });
};

/** Data may stand in CSS only when it is the tenant's own: escaping for HTML does not protect CSS. */
const checkCss = (work: Work, css: string): void => {
  const foreign = work.expressions
    .expressionsIn(css)
    .find((each) => !/^\{\{~?\s*tenant\.[\w.]+\s*~?\}\}$/.test(each));
  if (foreign === undefined) return;
  error(work, {
    code: 'data-in-css',
    snippet: css,
    message: `\`${foreign}\` stands in CSS, where data cannot be made safe.`,
    hint: 'Only `{{tenant.…}}` may stand in styles; choose between fixed styles with `{{#if}}`.',
  });
};

const wrap = (work: Work, attribute: HtmlAttribute, open: string, close: string): void => {
  const { add } = work.expressions;
  work.edits.push({
    start: attribute.start,
    end: attribute.end,
    text: add(open) + attribute.value + add(close),
  });
};

const badLink = (work: Work, value: string): void =>
  error(work, {
    code: 'bad-link',
    snippet: value,
    message: `A link leads to \`${value}\`, which works in no mail program.`,
    hint: 'Write a full address that starts with `https://`, `mailto:` or `tel:`.',
  });

const checkParts = (work: Work, value: string): void => {
  const query = value.indexOf('?');
  if (query < 0) return;
  const raw = work.expressions
    .expressionsIn(value.slice(query))
    .find((each) => /^\{\{~?\s*(profile|entry|event)\b/.test(each));
  if (raw === undefined) return;
  work.faults.push({
    code: 'not-encoded',
    snippet: value,
    message: `\`${raw}\` stands in the query of an address; a \`&\` or \`+\` in it would change the address.`,
    hint: `Write \`{{encode ${raw.replaceAll(/[{}~]/g, '').trim()}}}\`.`,
    severity: 'warning',
  });
};

/** What opens the mark of a link; `data` when the host of the address is not written out by the author. */
const openMark = (input: { expressions: Protected; value: string; number: number }): string => {
  const { expressions, value, number } = input;
  const [before = ''] = value.split(/zqx\d+zqx/);
  const isTyped =
    expressions.expressionsIn(value).length === 0 || /^(?:https?:)?\/\/[^/\\?#\s]+[/?#]/i.test(before);
  const isOther = /^(?:mailto|tel|sms):/i.test(before);
  return `{{#ciclo-link ${number}${isTyped || isOther ? '' : ' data=true'}}}`;
};

const markLink = (work: Work, attribute: HtmlAttribute): void => {
  const value = attribute.value.trim();
  const expressions = work.expressions.expressionsIn(value);
  const [first = ''] = expressions;
  const isOwn = expressions.length === 1 && /^\{\{~?\s*links\.\w+\s*~?\}\}$/.test(first);
  if (isOwn && work.expressions.restore(value) === first) return;
  const isFixed = expressions.length === 0;
  if (isFixed && unmarked.test(value)) return;
  if (isFixed && !isWebUrl(decodeAttribute(value))) {
    badLink(work, value);
    return;
  }
  checkParts(work, value);
  work.links += 1;
  const open = openMark({ expressions: work.expressions, value, number: work.links });
  wrap(work, attribute, open, '{{/ciclo-link}}');
};

const markSource = (work: Work, attribute: HtmlAttribute): void => {
  if (work.expressions.expressionsIn(attribute.value).length > 0) {
    wrap(work, attribute, '{{#ciclo-source}}', '{{/ciclo-source}}');
  } else if (!/^(https?:\/\/|cid:|$)/i.test(attribute.value.trim())) {
    error(work, {
      code: 'bad-source',
      snippet: attribute.value,
      message: `\`${attribute.value.slice(0, 80)}\` is not an address that a mail program can load.`,
      hint: 'Put the picture on a web server and write its full address with `https://`.',
    });
  }
};

const checkAttribute = (work: Work, tag: HtmlTag, attribute: HtmlAttribute): void => {
  const { name } = attribute;
  const dynamic = work.expressions.expressionsIn(attribute.value).length > 0;
  if (name.startsWith('on')) {
    error(work, {
      code: 'active-content',
      snippet: tag.source,
      message: `\`${name}\` runs a script, which no mail may.`,
      hint: 'Remove it.',
    });
  } else if ((dynamic && !attribute.quoted) || work.expressions.expressionsIn(name).length > 0) {
    error(work, {
      code: 'expression-in-tag',
      snippet: tag.source,
      message: 'An expression stands inside a tag but not inside the quotes of an attribute.',
      hint: 'Put it between the quotes of an attribute, or around the whole tag.',
    });
  } else if (name === 'style') checkCss(work, attribute.value);
  else if (name === 'href' && ['a', 'area'].includes(tag.name)) markLink(work, attribute);
  else if (addressAttributes.includes(name) && tag.name !== 'link') markSource(work, attribute);
};

const checkTag = (work: Work, tag: HtmlTag): void => {
  const isRefresh =
    tag.name === 'meta' &&
    tag.attributes.some(({ name, value }) => name === 'http-equiv' && value.toLowerCase() === 'refresh');
  if (activeElements.includes(tag.name) || isRefresh) {
    error(work, {
      code: 'active-content',
      snippet: tag.source,
      message: `\`<${tag.name}>\` has no place in a mail; mail programs remove it or call it dangerous.`,
      hint: 'Remove it, and link to a page instead.',
    });
  }
  if (tag.name === 'img' && !tag.attributes.some(({ name }) => name === 'alt')) {
    work.faults.push({
      code: 'missing-alt',
      snippet: tag.source,
      message: 'A picture has no `alt` text; who cannot see it learns nothing of it.',
      hint: 'Add `alt="what it shows"`, or `alt=""` when it only decorates.',
      severity: 'warning',
    });
  }
  for (const attribute of tag.attributes) checkAttribute(work, tag, attribute);
};

/**
 * Checks the HTML of a mail (its expressions protected) and marks its links: the value of each followed
 * `href` is put between `{{#ciclo-link n}}` and its end, each address of a picture that holds data between
 * `{{#ciclo-source}}` and its end. Rendering then resolves whatever stands between, so that addresses made of
 * data are followed as well, and no address of data can become a script.
 */
export const markLinks = (input: {
  html: string;
  expressions: Protected;
}): { readonly html: string; readonly faults: readonly HtmlFault[] } => {
  const work: Work = { expressions: input.expressions, edits: [], faults: [], links: 0 };
  for (const tag of scanHtml(input.html)) checkTag(work, tag);
  for (const css of styleContents(input.html)) checkCss(work, css);
  return { html: applyEdits({ text: input.html, edits: work.edits }), faults: work.faults };
};

const isBlockPiece = (expression: string): boolean => /^\{\{~?\s*([#/^]|else\b)/.test(expression);

/** Marks the addresses written out in a plain text, from `http` to the next blank or block. */
export const markTextLinks = (input: { text: string; expressions: Protected }): string => {
  const { expressions } = input;
  let links = 0;
  return input.text.replaceAll(/https?:\/\/[^\s<>"'()[\]]+/gi, (found) => {
    const words = found.split(/(zqx\d+zqx)/);
    const stop = words.findIndex((word) => expressions.expressionsIn(word).some(isBlockPiece));
    const whole = stop < 0 ? found : words.slice(0, stop).join('');
    const url = whole.replace(/[.,;:!?]+$/, '');
    links += 1;
    return (
      expressions.add(openMark({ expressions, value: url, number: links })) +
      url +
      expressions.add('{{/ciclo-link}}') +
      found.slice(url.length)
    );
  });
};
