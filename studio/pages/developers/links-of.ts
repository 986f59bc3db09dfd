/** A link of a mail: its address, and what somebody reads of it. */
export type MailLink = { readonly href: string; readonly text: string };

/** The links of an HTML mail in their order, each address once. The HTML is read and never shown. */
export const linksOf = (html: string): readonly MailLink[] => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const links = [...page.querySelectorAll('a[href]')].map((anchor) => ({
    href: anchor.getAttribute('href') ?? '',
    text:
      (anchor.textContent ?? '').trim().replaceAll(/\s+/g, ' ') ||
      (anchor.querySelector('img')?.getAttribute('alt') ?? ''),
  }));
  return [...new Map(links.map((link) => [link.href, link])).values()];
};
