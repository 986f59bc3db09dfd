import { findNodeAtLocation, type Node } from 'jsonc-parser';

import { valueIn } from './schema-at.ts';
import { insertAt, nodeAt, type Path, readJson, setAt } from './splice-json.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two JSON values say the same; the order of keys does not count. */
const isSame = (one: unknown, other: unknown): boolean => {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
};

const keyNodeOf = (value: Node): Node | undefined =>
  value.parent?.type === 'property' ? value.parent.children?.[0] : undefined;

/** Gives what stands at a key another key, and leaves it as it is written. */
const renameAt = (input: { text: string; path: Path; from: string; to: string }): string => {
  const { text, path, from, to } = input;
  const value = nodeAt(text, [...path, from]);
  const key = value === undefined ? undefined : keyNodeOf(value);
  if (key === undefined) return text;
  return text.slice(0, key.offset) + JSON.stringify(to) + text.slice(key.offset + key.length);
};

const mergeList = (input: {
  text: string;
  path: Path;
  before: readonly unknown[];
  value: readonly unknown[];
}): string => {
  const { path, before, value } = input;
  const least = Math.min(before.length, value.length);
  let start = 0;
  while (start < least && isSame(before[start], value[start])) start += 1;
  let end = 0;
  while (end < least - start && isSame(before.at(-1 - end), value.at(-1 - end))) end += 1;
  const gone = before.length - end - start;
  const come = value.length - end - start;
  const both = Math.min(gone, come);
  let { text } = input;
  for (let at = start; at < start + both; at += 1)
    text = mergeAt({ text, path: [...path, at], value: value[at] });
  for (let at = start + gone - 1; at >= start + both; at -= 1)
    text = setAt({ text, path: [...path, at], value: undefined });
  for (let at = start + both; at < start + come; at += 1)
    text = insertAt({ text, path, index: at - 1, value: value[at] });
  return text;
};

const mergeObject = (input: { text: string; path: Path; before: Json; value: Json }): string => {
  const { path, before, value } = input;
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(value, key));
  const come = Object.keys(value).filter((key) => !Object.hasOwn(before, key));
  let { text } = input;
  const [from, to] = [gone[0], come[0]];
  const isRenamed = gone.length === 1 && come.length === 1 && from !== undefined && to !== undefined;
  if (isRenamed) {
    text = renameAt({ text, path, from, to });
    return mergeObject({ ...input, text, before: { ...without(before, from), [to]: before[from] } });
  }
  for (const key of gone) text = setAt({ text, path: [...path, key], value: undefined });
  for (const key of Object.keys(value)) text = mergeAt({ text, path: [...path, key], value: value[key] });
  return text;
};

const without = (value: Json, key: string): Json =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

/** Sets what stands at a place as `setAt` does, and touches only what differs from what stands there: every other byte stays, also within it. */
export const mergeAt = (input: { text: string; path: Path; value: unknown }): string => {
  const { text, path, value } = input;
  const read = readJson(text);
  if (read === undefined) return text;
  const node = path.length === 0 ? read.tree : findNodeAtLocation(read.tree, [...path]);
  const before = node === undefined ? undefined : path.reduce(valueIn, read.value);
  if (node !== undefined && isSame(before, value)) return text;
  if (Array.isArray(before) && Array.isArray(value) && value.length > 0)
    return mergeList({ text, path, before, value });
  if (isObject(before) && isObject(value)) return mergeObject({ text, path, before, value });
  return setAt({ text, path, value });
};
