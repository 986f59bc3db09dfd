import { encodeAttribute } from './templates/link-helpers.ts';

/** A mail of the engine itself: what it is about, one link, and what to do otherwise. Nothing in it is written by anyone who asked. */
export const noticeMail = (input: {
  locale: 'en' | 'es';
  business: { readonly name: string; readonly postalAddress: string };
  subject: string;
  lead: string;
  action: string;
  url: string;
  otherwise: string;
}): { readonly subject: string; readonly html: string; readonly text: string } => {
  const { locale, business, subject, lead, action, url, otherwise } = input;
  const footer = `${business.name}, ${business.postalAddress}`;
  const paragraph = (text: string): string => `<p>${encodeAttribute(text)}</p>`;
  return {
    subject,
    text: `${lead}\n\n${action}: ${url}\n\n${otherwise}\n\n${footer}\n`,
    html: [
      `<!DOCTYPE html><html lang="${locale}"><body style="font-family:sans-serif">`,
      paragraph(lead),
      `<p><a href="${encodeAttribute(url)}">${encodeAttribute(action)}</a></p>`,
      paragraph(otherwise),
      paragraph(footer),
      '</body></html>',
    ].join('\n'),
  };
};
