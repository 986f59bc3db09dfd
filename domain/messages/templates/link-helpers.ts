import { hostOf, leadsTo } from '../links/link-hosts.ts';
import { isWebUrl } from '../links/links.ts';
import { noteDropped, type RenderState } from './render-state.ts';

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

/** `//cdn.shop.example/x` as shops store it: of the page it stood on, which a mail has not. */
const withScheme = (url: string): string => (/^\/\/[^/\\]/.test(url) ? `https:${url}` : url);

/** What of an address may be said where no personal data belongs. */
const shown = (url: string): string => hostOf(url) ?? /^[a-z][a-z0-9+.-]{0,20}:/i.exec(url)?.[0] ?? '';

/**
 * Where a link leads: our own links and `mailto:`, `tel:`, `sms:` and `#` as they are, web addresses over
 * tracking, and nowhere (`#`) for everything else, such as `javascript:` in a customer's data. An address that comes
 * from data leads to hosts of the shop only, and to no mailbox or telephone: else anybody could have the shop send its customers to theirs.
 */
export const resolveLink = (input: {
  state: RenderState;
  url: string;
  index: number;
  isData?: boolean;
}): string => {
  const { state, index, isData = false } = input;
  const url = withScheme(tidy(input.url));
  if (url === '' || url === '#') return '#';
  if (state.ownLinks.includes(url)) return url;
  const isWeb = /^http/i.test(url);
  if (!harmless.test(url) || (isWeb && !isWebUrl(url))) {
    noteDropped(state, { what: 'link', why: 'not-an-address', host: shown(url) });
    return '#';
  }
  const isForeign = (hosts: readonly string[]): boolean =>
    isWeb ? !leadsTo({ url, hosts }) : !url.startsWith('#');
  if (isData && state.hosts !== undefined && isForeign(state.hosts)) {
    noteDropped(state, { what: 'link', why: 'foreign-host', host: shown(url) });
    return '#';
  }
  return state.tracking === undefined || !isWeb ? url : state.tracking.link({ url, index, isData });
};

/** The address of a picture or the like: a web address, or one of the mail's own parts, else nothing. */
export const resolveSource = (state: RenderState, url: string): string => {
  const clean = withScheme(tidy(url));
  if (isWebUrl(clean) || /^cid:/i.test(clean)) return clean;
  if (clean !== '') noteDropped(state, { what: 'picture', why: 'not-an-address', host: shown(clean) });
  return '';
};
