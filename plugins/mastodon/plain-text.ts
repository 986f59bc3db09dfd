const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

const decoded = (entity: string, body: string): string => {
  if (!body.startsWith('#')) return Object.hasOwn(named, body) ? (named[body] ?? entity) : entity;
  const isHex = body[1] === 'x' || body[1] === 'X';
  const code = Number.parseInt(body.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
};

/** The HTML of a status as plain text: paragraphs and line breaks stay, everything else is its text. */
export const toPlainText = (html: string): string =>
  html
    .slice(0, 200_000)
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/p>\s*<p[^<>]*>/gi, '\n\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(#?\w{1,10});/g, decoded)
    .trim();
