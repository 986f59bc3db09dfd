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

/** A picture that only decorates says nothing in plain text, nor does the link around it. */
const decorativeLink = /<a\b[^>]*>\s*<img\b[^>]*\salt(?:=""|(?=[\s>]))[^>]*>\s*<\/a>/g;

/**
 * The plain-text part of a mail, from its HTML: done once, at publish, on the template itself (expressions
 * protected), so that a send only fills it in. Links stand behind their text in angle brackets.
 */
export const textFromHtml = (html: string): string =>
  convert(html.replaceAll(decorativeLink, ''), {
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
  }).replaceAll(/[ \u00a0]{2,}/g, ' ');

const blockPiece = String.raw`\{\{(?:[#/^]|else\b)[^{}]*\}\}`;
const onlyBlocks = new RegExp(`^[ \\t]*${blockPiece}(?:[ \\t]*${blockPiece})*[ \\t]*$`, 'gm');
const emptyBlock = /\{\{#if [^{}]*\}\}\s*\{\{\/if\}\}[ \t]*/g;
const doubledLink = /(\{\{[^{}]+\}\}) <\1>/g;

/**
 * Makes the generated template fit for lines of text, once its expressions are back: each block on a line of its
 * own (Handlebars then leaves no blank line in its place), no blocks around what only HTML shows, and no
 * address in brackets behind itself.
 */
export const tidyTextTemplate = (text: string): string =>
  text
    .replaceAll(emptyBlock, '')
    .replaceAll(onlyBlocks, (line) => line.trim().replaceAll(/\}\}[ \t]*\{\{/g, '}}\n{{'))
    .replaceAll(doubledLink, '$1');
