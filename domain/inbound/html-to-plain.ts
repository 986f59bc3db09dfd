import { convert } from 'html-to-text';

const htmlMax = 1_000_000;

/**
 * The text of an HTML mail of somebody else: quotations marked with `>`, pictures and scripts left out, links as their text with
 * the address behind it. Input, depth and number of elements are bounded.
 */
export const htmlToPlain = (html: string): string =>
  convert(html.slice(0, htmlMax), {
    wordwrap: false,
    limits: { maxInputLength: htmlMax, maxChildNodes: 5_000, maxDepth: 100, maxBaseElements: 10 },
    selectors: [
      {
        selector: 'a',
        options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, noAnchorUrl: true },
      },
      { selector: 'img', format: 'skip' },
      { selector: 'style', format: 'skip' },
      { selector: 'script', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
