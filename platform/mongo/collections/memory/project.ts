import type { Projection } from '../collection.ts';
import { isRow, type Row } from './values.ts';

/** Fields and what of them is meant: all, or fields within. */
type Tree = ReadonlyMap<string, Tree | 'all'>;

const treeOf = (paths: readonly string[]): Tree => {
  const heads = new Map<string, string[]>();
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.');
    heads.set(head, [...(heads.get(head) ?? []), rest.join('.')]);
  }
  return new Map(
    [...heads].map(([head, rests]): [string, Tree | 'all'] => [
      head,
      rests.includes('') ? 'all' : treeOf(rests),
    ]),
  );
};

const included = (value: unknown, tree: Tree): unknown => {
  if (Array.isArray(value))
    return value.filter((one) => isRow(one) || Array.isArray(one)).map((one) => included(one, tree));
  if (!isRow(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
      const inner = tree.get(name);
      if (inner === undefined) return [];
      const kept = inner === 'all' ? one : included(one, inner);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
};

const excluded = (value: unknown, tree: Tree): unknown => {
  if (Array.isArray(value)) return value.map((one) => excluded(one, tree));
  if (!isRow(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
      const inner = tree.get(name);
      if (inner === 'all') return [];
      return [[name, inner === undefined ? one : excluded(one, inner)]];
    }),
  );
};

/** Makes the part of a document that a projection means: `_id` is in it unless it is left out. */
export const toProject = (projection: Projection | undefined): ((row: Row) => Row) => {
  const fields = Object.entries(projection ?? {});
  if (fields.length === 0) return (row) => row;
  const isInclusion =
    fields.some(([name, how]) => how === 1 && name !== '_id') || fields.every(([, how]) => how === 1);
  const named = fields.filter(([, how]) => how === (isInclusion ? 1 : 0)).map(([name]) => name);
  const hasId = !fields.some(([name, how]) => name === '_id' && how === 0);
  const tree = treeOf(isInclusion && hasId ? ['_id', ...named] : named);
  return (row) => {
    const part = isInclusion ? included(row, tree) : excluded(row, tree);
    return isRow(part) ? part : {};
  };
};
