import { convert, type DomNode, type FormatCallback } from 'html-to-text';

const altText: FormatCallback = (element, _walk, builder) => {
  const alt: unknown = element.attribs?.alt;
  if (typeof alt === 'string' && alt !== '') builder.addInline(alt);
};

/** Cells of a row stand side by side; without the blank their words would run together. */
const cell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder);
  builder.addInline(' ');
};

const tableOf = (element: DomNode): DomNode | undefined =>
  element.name === 'table' ? element : element.parent && tableOf(element.parent);

/** Rows of a table of data are lines; rows that only lay out the mail are paragraphs. */
const row: FormatCallback = (element, walk, builder) => {
  const lineBreaks = tableOf(element)?.attribs?.role === 'presentation' ? 2 : 1;
  builder.openBlock({ leadingLineBreaks: lineBreaks });
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: lineBreaks });
};

/**
 * The plain-text part of a mail, from its HTML: done once, at publish, on the template itself (expressions
 * protected), so that a send only fills it in. Links stand behind their text in angle brackets.
 */
export const textFromHtml = (html: string): string =>
  convert(html, {
    wordwrap: false,
    baseElements: { selectors: ['body'] },
    formatters: { altText, cell, row },
    selectors: [
      { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true } },
      { selector: 'img', format: 'altText' },
      { selector: 'tr', format: 'row' },
      { selector: 'td', format: 'cell' },
      { selector: 'th', format: 'cell' },
      { selector: 'div[style*="display:none"]', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
