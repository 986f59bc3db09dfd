import {
  attributeOf,
  type Element,
  type Node,
  nodeAt,
  type Path,
  type Range,
  readMjml,
} from './mjml-tree.ts';

const splice = (source: string, { start, end }: Range, put: string): string =>
  source.slice(0, start) + put + source.slice(end);

const at = (source: string, path: Path): Node | undefined => {
  const root = readMjml(source);
  return root === undefined ? undefined : nodeAt(root, path);
};

const elementAt = (source: string, path: Path): Element | undefined => {
  const node = at(source, path);
  return node?.kind === 'element' ? node : undefined;
};

/** Quotes end a value, but not within braces. */
const quoted = (value: string): string =>
  value
    .split(/(\{\{[\s\S]*?\}\})/)
    .map((part, n) => (n % 2 === 1 ? part : part.replaceAll('"', '&quot;')))
    .join('');

/** Sets an attribute of an element; undefined takes it away. Every other byte stays. */
export const setAttribute = (input: {
  source: string;
  path: Path;
  name: string;
  value: string | undefined;
}): string => {
  const { source, path, name, value } = input;
  const element = elementAt(source, path);
  if (element === undefined || attributeOf(source, element, name) === value) return source;
  const found = element.attributes.find((one) => one.name === name);
  if (found !== undefined && value !== undefined) {
    const quote = source[found.value.end];
    const written = quote === "'" ? quoted(value).replaceAll("'", '&#39;') : quoted(value);
    return splice(source, found.value, written);
  }
  if (found !== undefined) {
    const blanks = /\s*$/.exec(source.slice(0, found.start))?.[0].length ?? 0;
    return splice(source, { start: found.start - blanks, end: found.end }, '');
  }
  if (value === undefined) return source;
  const last = element.attributes.at(-1)?.end ?? element.open.start + 1 + element.name.length;
  return splice(source, { start: last, end: last }, ` ${name}="${quoted(value)}"`);
};

/** Sets what stands within an element that holds text. */
export const setInside = (input: { source: string; path: Path; inside: string }): string => {
  const { source, path, inside } = input;
  const element = elementAt(source, path);
  if (element === undefined) return source;
  if (element.inside !== undefined) return splice(source, element.inside, inside);
  const open = source.slice(element.open.start, element.open.end).replace(/\s*\/>$/, '>');
  return splice(source, element, `${open}${inside}</${element.name}>`);
};

const siblingsOf = (source: string, path: Path): readonly Node[] => {
  const parent = elementAt(source, path.slice(0, -1));
  return parent?.children ?? [];
};

/** Swaps a node with the one before (-1) or behind it (1), each as it is written; undefined where there is none. */
export const move = (input: { source: string; path: Path; by: -1 | 1 }): string | undefined => {
  const { source, path, by } = input;
  const n = path.at(-1) ?? 0;
  const siblings = siblingsOf(source, path);
  const [first, second] = [siblings[Math.min(n, n + by)], siblings[Math.max(n, n + by)]];
  if (first === undefined || second === undefined) return undefined;
  const between = source.slice(first.end, second.start);
  const [a, b] = [source.slice(first.start, first.end), source.slice(second.start, second.end)];
  return splice(source, { start: first.start, end: second.end }, `${b}${between}${a}`);
};

/** Removes a node, with the line it stood in. */
export const remove = ({ source, path }: { source: string; path: Path }): string => {
  const node = at(source, path);
  if (node === undefined) return source;
  const before = /\r?\n[ \t]*$/.exec(source.slice(0, node.start))?.[0].length ?? 0;
  return splice(source, { start: node.start - before, end: node.end }, '');
};

const indentAt = (source: string, offset: number): string =>
  /(?:^|\n)([ \t]*)[^\n]*$/.exec(source.slice(0, offset))?.[1] ?? '';

const indented = (piece: string, indent: string, eol: string): string =>
  piece.split('\n').join(`${eol}${indent}`);

/** Puts a piece behind a node, on lines of its own. */
export const insertBehind = (input: { source: string; path: Path; piece: string }): string => {
  const { source, path, piece } = input;
  const node = at(source, path);
  if (node === undefined) return source;
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const indent = indentAt(source, node.start);
  return splice(source, { start: node.end, end: node.end }, `${eol}${indent}${indented(piece, indent, eol)}`);
};

/** Puts a piece at the end of an element, behind what it has. */
export const insertInto = (input: { source: string; path: Path; piece: string }): string => {
  const { source, path, piece } = input;
  const element = elementAt(source, path);
  if (element === undefined) return source;
  const last = element.children.length - 1;
  if (last >= 0) return insertBehind({ source, path: [...path, last], piece });
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const outer = indentAt(source, element.start);
  const inner = `${outer}  `;
  const filled = `${eol}${inner}${indented(piece, inner, eol)}${eol}${outer}`;
  return setInside({ source, path, inside: filled });
};

/** Puts the same behind a node once more, as it is written. */
export const duplicate = ({ source, path }: { source: string; path: Path }): string => {
  const node = at(source, path);
  if (node === undefined) return source;
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const put = `${eol}${indentAt(source, node.start)}${source.slice(node.start, node.end)}`;
  return splice(source, { start: node.end, end: node.end }, put);
};
