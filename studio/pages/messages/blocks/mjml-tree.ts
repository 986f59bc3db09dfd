/** From an offset to the one behind the last character. */
export type Range = { readonly start: number; readonly end: number };

/** An attribute, with the place of its value within the quotes. */
export type Attribute = Range & { readonly name: string; readonly value: Range };

/** An element of MJML as it is written. */
export type Element = Range & {
  readonly kind: 'element';
  readonly name: string;
  readonly open: Range & { readonly isEmpty: boolean };
  readonly attributes: readonly Attribute[];
  /** What stands between its tags; undefined for one that is a single tag. */
  readonly inside: Range | undefined;
  readonly children: readonly Node[];
};

/** A shared part, `{{> footer}}`, between elements. */
export type Partial = Range & { readonly kind: 'partial'; readonly name: string };

export type Node = Element | Partial;

/** The source with everything in braces and in comments filled with letters and blanks: offsets stay. */
const masked = (source: string): string =>
  source
    .replaceAll(/\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}|<!--[\s\S]*?-->/g, (found) =>
      ' '.repeat(found.length),
    )
    .replaceAll(/\{\{(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^}"'])*\}\}/g, (found) =>
      'z'.repeat(found.length),
    );

/** Elements whose content is text or HTML, which is taken as it stands. */
const contentElements: ReadonlySet<string> = new Set([
  'mj-accordion-text',
  'mj-accordion-title',
  'mj-button',
  'mj-navbar-link',
  'mj-preview',
  'mj-raw',
  'mj-social-element',
  'mj-style',
  'mj-table',
  'mj-text',
  'mj-title',
]);

/** True for an element that holds text or HTML. */
export const holdsText = (name: string): boolean => contentElements.has(name);

const attributesIn = (plain: string, tag: Range): readonly Attribute[] => {
  const text = plain.slice(tag.start, tag.end);
  const names = /^<[\w-]+/.exec(text)?.[0].length ?? 0;
  return [...text.slice(names).matchAll(/([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map((match) => {
    const [whole, name = ''] = match;
    const start = tag.start + names + match.index;
    const end = start + whole.length;
    const length = (match[2] ?? match[3] ?? '').length;
    return { name, start, end, value: { start: end - 1 - length, end: end - 1 } };
  });
};

type Reader = { readonly source: string; readonly plain: string; at: number };

const partialPattern = /\{\{~?>\s*([\w-]+)\s*~?\}\}/g;

const partialsIn = (source: string, range: Range): readonly Partial[] =>
  [...source.slice(range.start, range.end).matchAll(partialPattern)].map((match) => {
    const start = range.start + match.index;
    return { kind: 'partial', name: match[1] ?? '', start, end: start + match[0].length };
  });

type Tag = Range & { readonly name: string; readonly isEnd: boolean; readonly isEmpty: boolean };

const nextTag = ({ plain, at }: Reader): Tag | undefined => {
  const pattern = /<(\/?)(mj[\w-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g;
  pattern.lastIndex = at;
  const match = pattern.exec(plain);
  if (match === null) return undefined;
  const [whole, slash, name = '', rest = ''] = match;
  const start = match.index;
  return { name, isEnd: slash === '/', isEmpty: rest.endsWith('/'), start, end: start + whole.length };
};

/** The end tag of an element that holds text. */
const endOf = (plain: string, name: string, from: number): Range | undefined => {
  const pattern = new RegExp(`</${name}\\s*>`, 'g');
  pattern.lastIndex = from;
  const match = pattern.exec(plain);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
};

const readElement = (reader: Reader, tag: Tag): Element | undefined => {
  const { name, start, end, isEmpty } = tag;
  const open = { start, end, isEmpty };
  const attributes = attributesIn(reader.plain, tag);
  reader.at = end;
  if (isEmpty)
    return { kind: 'element', name, open, attributes, inside: undefined, children: [], start, end };
  if (holdsText(name)) {
    const close = endOf(reader.plain, name, end);
    if (close === undefined) return undefined;
    reader.at = close.end;
    const inside = { start: end, end: close.start };
    return { kind: 'element', name, open, attributes, inside, children: [], start, end: close.end };
  }
  const children: Node[] = [];
  let last = end;
  for (let next = nextTag(reader); next !== undefined; next = nextTag(reader)) {
    children.push(...partialsIn(reader.source, { start: last, end: next.start }));
    if (next.isEnd) {
      if (next.name !== name) return undefined;
      reader.at = next.end;
      const inside = { start: end, end: next.start };
      return { kind: 'element', name, open, attributes, inside, children, start, end: next.end };
    }
    const child = readElement(reader, next);
    if (child === undefined) return undefined;
    children.push(child);
    last = child.end;
  }
  return undefined;
};

/** The tree of a mail, with the place of everything in its source; undefined where tags do not fit each other. */
export const readMjml = (source: string): Element | undefined => {
  const reader: Reader = { source, plain: masked(source), at: 0 };
  const tag = nextTag(reader);
  if (tag === undefined || tag.isEnd || tag.name !== 'mjml') return undefined;
  return readElement(reader, tag);
};

/** Where a node stands: the number of each child on the way to it. */
export type Path = readonly number[];

/** The node at a path; undefined where there is none. */
export const nodeAt = (root: Element, path: Path): Node | undefined =>
  path.reduce<Node | undefined>(
    (node, index) => (node?.kind === 'element' ? node.children[index] : undefined),
    root,
  );

/** Where the body is among the children of the root. */
export const bodyPath = (root: Element): Path | undefined => {
  const index = root.children.findIndex((node) => node.kind === 'element' && node.name === 'mj-body');
  return index < 0 ? undefined : [index];
};

/** The value of an attribute, as it is written; undefined where there is none. */
export const attributeOf = (source: string, element: Element, name: string): string | undefined => {
  const found = element.attributes.find((one) => one.name === name);
  return found === undefined ? undefined : source.slice(found.value.start, found.value.end);
};

/** What stands within an element. */
export const insideOf = (source: string, { inside }: Element): string =>
  inside === undefined ? '' : source.slice(inside.start, inside.end);
