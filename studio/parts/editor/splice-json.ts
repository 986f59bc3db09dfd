import { findNodeAtLocation, type Node, type ParseError, parseTree, getNodeValue } from 'jsonc-parser';

/** A place in a JSON document. */
export type Path = readonly (string | number)[];

/** The JSON of a text; undefined where it cannot be read. */
export const readJson = (text: string): { readonly value: unknown; readonly tree: Node } | undefined => {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  if (tree === undefined || errors.length > 0) return undefined;
  return { tree, value: getNodeValue(tree) };
};

/** What stands at a place; undefined where nothing does, or the text is no JSON. */
export const nodeAt = (text: string, path: Path): Node | undefined => {
  const read = readJson(text);
  return read === undefined ? undefined : findNodeAtLocation(read.tree, [...path]);
};

/** How a text is laid out where something stands: its line end and indentation, or in one line with others. */
type Layout = { readonly indent: string; readonly unit: string; readonly eol: string } | undefined;

const layoutAt = (text: string, offset: number): Layout => {
  const before = text.slice(0, offset);
  const indent = /\n([ \t]*)$/.exec(before)?.[1];
  if (indent === undefined) return undefined;
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return { indent, unit, eol: text.includes('\r\n') ? '\r\n' : '\n' };
};

/** The value as text that fits where it is put. */
const written = (value: unknown, layout: Layout): string => {
  if (layout === undefined) return JSON.stringify(value) ?? 'null';
  const { indent, unit, eol } = layout;
  return (JSON.stringify(value, undefined, unit) ?? 'null').replaceAll('\n', `${eol}${indent}`);
};

const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to);

const endOf = ({ offset, length }: Node): number => offset + length;

/** The layout within what stands in a line of its own, one level deeper. */
const inner = (text: string, node: Node): Layout => {
  const line = /(?:^|\n)([ \t]*)[^\n]*$/.exec(text.slice(0, node.offset))?.[1];
  if (line === undefined || !text.includes('\n')) return undefined;
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return { indent: line + unit, unit, eol: text.includes('\r\n') ? '\r\n' : '\n' };
};

const begin = (layout: Layout, between: string): string =>
  layout === undefined ? between : `${layout.eol}${layout.indent}`;

/** Fills an object or a list that is empty. */
const fill = (input: { text: string; node: Node; put: (layout: Layout) => string }): string => {
  const { text, node, put } = input;
  const layout = inner(text, node);
  const [open = '', close = ''] = node.type === 'array' ? ['[', ']'] : ['{', '}'];
  const end = layout === undefined ? '' : `${layout.eol}${layout.indent.slice(0, -layout.unit.length)}`;
  return splice(text, node.offset, endOf(node), `${open}${begin(layout, '')}${put(layout)}${end}${close}`);
};

/** Puts something behind the item of a list or object at `index`, or before all where that is -1. */
const putBehind = (input: {
  text: string;
  node: Node;
  index: number;
  put: (layout: Layout) => string;
}): string => {
  const { text, node, index, put } = input;
  const [first] = node.children ?? [];
  if (first === undefined) return fill(input);
  const before = node.children?.[index];
  const layout = layoutAt(text, (before ?? first).offset);
  if (before === undefined)
    return splice(text, first.offset, first.offset, `${put(layout)},${begin(layout, ' ')}`);
  return splice(text, endOf(before), endOf(before), `,${begin(layout, ' ')}${put(layout)}`);
};

/** Takes an item out of its list or object, with the comma that parted it from the others. */
const takeOut = (text: string, item: Node): string => {
  const items = item.parent?.children ?? [];
  const n = items.indexOf(item);
  const [before, after] = [items[n - 1], items[n + 1]];
  if (before !== undefined) return splice(text, endOf(before), endOf(item), '');
  return splice(text, item.offset, after?.offset ?? endOf(item), '');
};

/** Sets what stands at a place; undefined removes it. Every byte outside of it stays. The text itself where there is no such place. */
export const setAt = (input: { text: string; path: Path; value: unknown }): string => {
  const { text, path, value } = input;
  const node = nodeAt(text, path);
  const key = path.at(-1);
  const parent = nodeAt(text, path.slice(0, -1));
  if (node !== undefined) {
    const item = node.parent?.type === 'property' ? node.parent : node;
    if (value === undefined) return takeOut(text, item);
    return splice(text, node.offset, endOf(node), written(value, layoutAt(text, item.offset)));
  }
  if (value === undefined || parent?.type !== 'object' || typeof key !== 'string') return text;
  const index = (parent.children ?? []).length - 1;
  const put = (layout: Layout): string => `${JSON.stringify(key)}: ${written(value, layout)}`;
  return putBehind({ text, node: parent, index, put });
};

/** Puts an item behind that at `index` of the list at a place, or first where `index` is -1. */
export const insertAt = (input: { text: string; path: Path; index: number; value: unknown }): string => {
  const { text, path, index, value } = input;
  const node = nodeAt(text, path);
  if (node?.type !== 'array') return setAt({ text, path, value: [value] });
  return putBehind({ text, node, index, put: (layout) => written(value, layout) });
};

/** Writes a text as it is in place of what stands at a place, or adds what it says where nothing stands. */
export const writeAt = (input: { text: string; path: Path; written: string }): string => {
  const { text, path } = input;
  const node = nodeAt(text, path);
  if (node === undefined) return setAt({ text, path, value: readJson(input.written)?.value });
  return splice(text, node.offset, endOf(node), input.written);
};

/** What is written at a place; undefined where nothing is. */
export const writtenAt = (input: { text: string; path: Path }): string | undefined => {
  const node = nodeAt(input.text, input.path);
  return node === undefined ? undefined : input.text.slice(node.offset, endOf(node));
};

/** Swaps two values, each as it is written; undefined where one of them is not there. */
export const swap = (input: { text: string; path: Path; other: Path }): string | undefined => {
  const { text, path, other } = input;
  const [a, b] = [nodeAt(text, path), nodeAt(text, other)]
    .flatMap((node) => node ?? [])
    .toSorted((one, two) => one.offset - two.offset);
  if (a === undefined || b === undefined) return undefined;
  const is = (node: Node): string => text.slice(node.offset, endOf(node));
  return [text.slice(0, a.offset), is(b), text.slice(endOf(a), b.offset), is(a), text.slice(endOf(b))].join(
    '',
  );
};
