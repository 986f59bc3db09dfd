import { CicloError } from '../errors.ts';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** A header value in angle brackets may hold neither brackets, commas, blanks nor line ends. */
const isPlainUri = (uri: string): boolean => /^[\x21-\x7e]+$/.test(uri) && !/[<>,]/.test(uri);

const checkedUrl = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const secure =
    parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname));
  if (secure && isPlainUri(url)) return url;
  throw new CicloError({
    code: 'bad-configuration',
    message:
      'One-click unsubscribe (RFC 8058) needs an https address: set PUBLIC_URL to one (http is accepted only on localhost).',
  });
};

const mailtoOf = (input: { address: string; subject: string }): string => {
  const uri = `mailto:${encodeURI(input.address)}?subject=${encodeURIComponent(input.subject)}`;
  if (isPlainUri(uri)) return uri;
  throw new CicloError({
    code: 'bad-configuration',
    message: 'The unsubscribe mailbox is not a plain address.',
  });
};

/**
 * The two headers of one-click unsubscribe, for all marketing mail. `url` identifies person and topic by
 * itself (a signed `links.unsubscribe`), since the mailbox provider posts to it without cookies. Both headers
 * must be covered by the DKIM signature. The optional mailbox comes second, as RFC 2369 orders by preference.
 */
export const unsubscribeHeaders = (input: {
  url: string;
  mailto?: { address: string; subject: string } | undefined;
}): { readonly 'List-Unsubscribe': string; readonly 'List-Unsubscribe-Post': string } => {
  const ways = [checkedUrl(input.url), ...(input.mailto === undefined ? [] : [mailtoOf(input.mailto)])];
  return {
    'List-Unsubscribe': ways.map((way) => `<${way}>`).join(', '),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
};
