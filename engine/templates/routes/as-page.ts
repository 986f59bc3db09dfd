import { withoutPictures } from '../../../domain/messages/look/pictures.ts';
import { inScheme, type schemes } from '../../../domain/messages/look/scheme.ts';

/** Nothing of a mail acts; its pictures are loaded only where somebody asked for them. */
const pagePolicy = (withPictures: boolean): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data:${withPictures ? ' https:' : ''}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox',
  ].join('; ');

/** HTML of a message as a page for a frame of the studio, with the headers under which nothing of it acts. */
export const asPage = (input: {
  html: string;
  scheme: (typeof schemes)[number];
  withPictures: boolean;
}): { readonly page: string; readonly headers: Readonly<Record<string, string>> } => {
  const { html, scheme, withPictures } = input;
  return {
    page: inScheme(withPictures ? html : withoutPictures(html), scheme),
    headers: {
      'content-security-policy': pagePolicy(withPictures),
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'no-store, private',
      'referrer-policy': 'no-referrer',
    },
  };
};
