import { getLocation, parseTree, getNodeValue } from 'jsonc-parser';

import { type Schema, schemasAt } from './schema-at.ts';

/** What may be written at a place, and what it is for. */
export type Completion = {
  readonly label: string;
  readonly kind: 'property' | 'value';
  /** What is inserted. */
  readonly insert: string;
  readonly info: string;
};

/** What may be written at a place; `from` and `to` are what it replaces. */
export type Completed = {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
};

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const infoOf = (schema: Schema): string =>
  typeof schema['description'] === 'string' ? schema['description'] : '';

const valuesOf = (schema: Schema): readonly unknown[] => {
  if ('const' in schema) return [schema['const']];
  if (Array.isArray(schema['enum'])) return schema['enum'];
  if (schema['type'] === 'boolean') return [true, false];
  return schema['default'] === undefined ? [] : [schema['default']];
};

/** Several forms may bring the same: the first one says what it is for. */
const unique = (found: readonly Completion[]): readonly Completion[] =>
  [...new Map(found.toReversed().map((one) => [one.insert, one])).values()].toReversed();

/** What a JSON Schema allows at a place of a document: names of fields, or values. */
export const completionsAt = (input: { text: string; offset: number; schema: Schema }): Completed => {
  const { text, offset, schema: root } = input;
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const tree = parseTree(text);
  const value: unknown = tree === undefined ? undefined : getNodeValue(tree);
  const written = /[\w$.-]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const isInside =
    previousNode !== undefined &&
    previousNode.offset <= offset &&
    offset <= previousNode.offset + previousNode.length;
  const from = isInside ? previousNode.offset : offset - written.length;
  const to = isInside ? previousNode.offset + previousNode.length : offset;
  if (!isAtPropertyKey) {
    const options = schemasAt({ root, value: withoutAt(value, path), path }).flatMap((schema) =>
      valuesOf(schema).map((one): Completion => {
        const insert = JSON.stringify(one);
        return { label: String(one), kind: 'value', insert, info: infoOf(schema) };
      }),
    );
    return { from, to, options: unique(options) };
  }
  const parent = path.slice(0, -1);
  const there = valueAt(value, parent);
  const taken = new Set(isObject(there) ? Object.keys(there) : []);
  const isNamed = /^\s*:/.test(text.slice(to));
  const options = schemasAt({ root, value, path: parent }).flatMap((schema) => {
    const { properties } = schema;
    return Object.entries(isObject(properties) ? properties : {})
      .filter(([name]) => !taken.has(name))
      .map(([name, field]): Completion => {
        const insert = isNamed ? JSON.stringify(name) : `${JSON.stringify(name)}: `;
        return { label: name, kind: 'property', insert, info: isObject(field) ? infoOf(field) : '' };
      });
  });
  return { from, to, options: unique(options) };
};

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown => {
  let at = value;
  for (const key of path) {
    if (Array.isArray(at)) at = typeof key === 'number' ? at[key] : undefined;
    else at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
};

/** The document without what stands at the place: what is written there already is no reason to offer nothing else. */
const withoutAt = (value: unknown, path: readonly (string | number)[]): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  if (Array.isArray(value)) return value.map((one, n): unknown => (n === key ? withoutAt(one, rest) : one));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
    if (name !== key) return [[name, one]];
    return rest.length === 0 ? [] : [[name, withoutAt(one, rest)]];
  });
  return Object.fromEntries(entries);
};
