import { load } from 'cheerio';

/** A link of a mail: where it leads and what the reader sees of it. */
export type Anchor = { readonly href: string; readonly text: string };

/** All links of a mail, in their order. */
export const anchorsOf = (html: string | undefined): readonly Anchor[] => {
  if (html === undefined) return [];
  const $ = load(html);
  return $('a[href], a:not([href])')
    .toArray()
    .map((element) => {
      const tag = $(element);
      const seen = tag.text().replaceAll(/\s+/g, ' ').trim();
      return { href: (tag.attr('href') ?? '').trim(), text: seen || (tag.find('img').attr('alt') ?? '') };
    });
};

/** The host of a web address; undefined for anything else. */
export const webHost = (address: string): string | undefined => {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return undefined;
  return new URL(address).hostname.replace(/^www\./, '');
};

/** Each text once, in its order. */
export const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
