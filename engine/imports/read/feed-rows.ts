import { SaxesParser } from 'saxes';

import { brokenFile, rowBytesMax } from './broken-file.ts';
import type { FilePlace, FileRow } from './read-rows.ts';

/** What the items of a feed stand in, and what they are called. */
const feeds = {
  rss: { opening: '<rss><channel>', depth: 2, item: 'item' },
  atom: { opening: '<feed>', depth: 1, item: 'entry' },
} as const;
type Feed = keyof typeof feeds;

const pieceChars = 64 * 1024;
const fieldsMax = 500;

/** The text in small pieces, none of which ends in the middle of a character. */
async function* piecesOf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) {
    for (let at = 0; at < text.length;) {
      const last = text.charCodeAt(at + pieceChars - 1);
      const end = at + pieceChars + (last >= 0xd8_00 && last <= 0xdb_ff ? 1 : 0);
      yield text.slice(at, end);
      at = end;
    }
  }
}

/** A name without its prefix: `g:id` is `id`. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The address of a link of Atom stands in an attribute. */
const textOfTag = (tag: { readonly attributes: Readonly<Record<string, unknown>> }): string => {
  const href = tag.attributes['href'];
  return typeof href === 'string' ? href : '';
};

type Item = {
  readonly line: number;
  readonly fields: Map<string, string[]>;
  /** The names with a prefix: of `title` and `g:title` the second counts. */
  readonly prefixed: Set<string>;
};
type Read = { readonly line: number; readonly end: number; readonly endLine: number; readonly item: Item };

const note = (item: Item, name: string, text: string): void => {
  const key = localName(name);
  const value = text.trim();
  const isPrefixed = key !== name;
  if (value === '' || item.fields.size >= fieldsMax) return;
  if (!isPrefixed && item.prefixed.has(key)) return;
  const known = isPrefixed && !item.prefixed.has(key) ? [] : (item.fields.get(key) ?? []);
  if (isPrefixed) item.prefixed.add(key);
  item.fields.set(key, [...known, value]);
};

/** A parser of a feed that goes on behind a place: what was read so far, and the first fault. */
const createFeedParser = (feed: Feed, isResumed: boolean) => {
  const { opening, depth, item: itemName } = feeds[feed];
  const parser = new SaxesParser();
  const start = isResumed ? opening.length : 0;
  const state = { depth: 0, seen: 0, field: '', text: '', isNested: false };
  const items: Read[] = [];
  let open: Item | undefined;
  let fault: string | undefined;
  const at = (): number => parser.position - start;
  parser.on('error', ({ message }) => (fault ??= message.replace(/^[^:]*:?\d+:\d+: /, '')));
  parser.on('doctype', () => (fault ??= 'a document type is not read'));
  parser.on('opentag', (tag) => {
    state.seen = at();
    state.depth += 1;
    if (open === undefined && state.depth === depth + 1 && localName(tag.name) === itemName)
      open = { line: parser.line, fields: new Map(), prefixed: new Set() };
    if (state.depth === depth + 2) {
      state.field = tag.name;
      state.text = textOfTag(tag);
      state.isNested = false;
    }
    if (state.depth > depth + 2) state.isNested = true;
  });
  const take = (text: string): void => {
    if (open !== undefined && state.depth === depth + 2) state.text += text;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    state.seen = at();
    if (open !== undefined && state.depth === depth + 2 && !state.isNested)
      note(open, state.field, state.text);
    if (open !== undefined && state.depth === depth + 1) {
      items.push({ line: open.line, end: at(), endLine: parser.line, item: open });
      open = undefined;
    }
    state.depth -= 1;
  });
  if (isResumed) parser.write(opening);
  return {
    line: () => parser.line,
    write: (piece: string) => parser.write(piece),
    close: () => parser.close(),
    fault: () => fault,
    /** How much came since the last tag. */
    sinceTag: () => at() - state.seen,
    taken: () => items.splice(0),
  };
};

/**
 * Reads the items of a feed in XML, RSS 2.0 or Atom, one by one, from a place on. No document type is read and no entity expanded beyond the five of XML.
 * Memory holds one piece and its items. Throws `unprocessable`, with the line, for what is not well-formed, and for an item of more than 512 KB.
 */
export async function* feedRows(input: {
  texts: AsyncIterable<string>;
  feed: Feed;
  from: FilePlace;
}): AsyncGenerator<FileRow> {
  const { from } = input;
  const parser = createFeedParser(input.feed, from.offset > 0);
  let chars = 0;
  let { offset } = from;
  let ended = 0;
  const lineOf = (line: number): number => from.line - 1 + line;
  const check = (): void => {
    const fault = parser.fault();
    if (fault !== undefined) {
      const message = `The XML is not well-formed: ${fault}.`;
      throw brokenFile({ line: lineOf(parser.line()), message, hint: 'Export the feed again.' });
    }
    if (Math.max(parser.sinceTag(), chars - ended) <= rowBytesMax) return;
    const message = `An item has more than ${rowBytesMax / 1024} KB, or is never closed.`;
    throw brokenFile({ line: lineOf(parser.line()), message, hint: 'Close it, or shorten it.' });
  };
  for await (const piece of piecesOf(input.texts)) {
    parser.write(piece);
    let done = 0;
    for (const { line, end, endLine, item } of parser.taken()) {
      const next = end - chars;
      offset += Buffer.byteLength(piece.slice(done, next));
      done = next;
      ended = end;
      const after = { offset, line: lineOf(endLine) };
      yield { line: lineOf(line), after, row: { kind: 'fields', fields: item.fields } };
    }
    offset += Buffer.byteLength(piece.slice(done));
    chars += piece.length;
    check();
  }
  parser.close();
  check();
}
