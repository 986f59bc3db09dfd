import type { RenderState } from './render-state.ts';

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
  ['lt', '<'],
  ['gt', '>'],
]);

const fromCode = (code: number): string =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';

/** The text of an HTML attribute value: the entities that Handlebars and MJML write, and numeric ones. */
export const decodeAttribute = (value: string): string =>
  value.includes('&')
    ? value.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (found, hex, decimal, name) => {
        if (typeof hex === 'string') return fromCode(Number.parseInt(hex, 16));
        if (typeof decimal === 'string') return fromCode(Number(decimal));
        return (typeof name === 'string' ? entities.get(name) : undefined) ?? found;
      })
    : value;

const written: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/** Text as the value of an HTML attribute in quotes. */
export const encodeAttribute = (text: string): string =>
  text.replaceAll(/[&"'<>]/g, (letter) => written.get(letter) ?? letter);

const harmless = /^(https?:\/\/|mailto:|tel:|sms:|#)/i;

/** Blanks inside an address are encoded; around it, and line ends and control characters, they go. */
const tidy = (url: string): string =>
  /^[!-~]*$/.test(url)
    ? url
    : url
        .replaceAll(/\p{Cc}/gu, '')
        .trim()
        .replaceAll(' ', '%20');

/**
 * Where a link leads: our own links and `mailto:`, `tel:`, `sms:` and `#` as they are, web addresses over
 * tracking, and nowhere (`#`) for everything else, such as `javascript:` in a customer's data.
 */
export const resolveLink = (input: { state: RenderState; url: string; index: number }): string => {
  const { state, index } = input;
  const url = tidy(input.url);
  if (!harmless.test(url)) return '#';
  if (!/^http/i.test(url) || state.ownLinks.includes(url) || state.tracking === undefined) return url;
  return state.tracking.link({ url, index });
};

/** The address of a picture or the like: a web address, or one of the mail's own parts, else nothing. */
export const resolveSource = (url: string): string => {
  const clean = tidy(url);
  return /^(https?:\/\/|cid:)/i.test(clean) ? clean : '';
};
