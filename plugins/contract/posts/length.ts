const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How many characters a reader sees in a text: an emoji of several code points is one (Unicode's grapheme clusters). */
export const graphemesIn = (text: string): number => [...segmenter.segment(text)].length;

/** Text and link as one text, for networks that know no links of their own; a link that the text has is not repeated. */
export const textWithLink = (post: { readonly text: string; readonly link?: string | undefined }): string => {
  const { text, link } = post;
  if (link === undefined || text.includes(link)) return text;
  return text === '' ? link : `${text}\n\n${link}`;
};

/** The addresses that stand in a text, with where they begin and end, in UTF-16 units. */
export const linksIn = (
  text: string,
): readonly { readonly url: string; readonly from: number; readonly to: number }[] =>
  [...text.matchAll(/https?:\/\/[^\s<>"']+/g)].map(({ 0: found, index }) => {
    // What ends a sentence is no part of its address.
    const url = found.replace(/[.,;:!?)\]}]+$/, '');
    return { url, from: index, to: index + url.length };
  });
