import type { PathPart } from '../path.ts';
import { storedName, type MongoRoot } from './mongo-field.ts';

const stepInto = (value: unknown, part: PathPart): unknown => {
  const isThere =
    typeof part === 'string' ? { $eq: [{ $type: '$$from' }, 'object'] } : { $isArray: ['$$from'] };
  const found = typeof part === 'string' ? `$$from.${part}` : { $arrayElemAt: ['$$from', part] };
  return { $let: { vars: { from: value }, in: { $cond: [isThere, { $ifNull: [found, null] }, null] } } };
};

/** The expression of just the value at a path below another one: names of objects only, places of lists only. Null when there is none. */
export const exactValue = (input: { value: unknown; parts: readonly PathPart[] }): unknown =>
  input.parts.reduce(stepInto, input.value);

/** The same for a path below a root of documents. */
export const exactValueAt = (input: { root: MongoRoot; parts: readonly PathPart[] }): unknown => {
  const { root } = input;
  const [first, ...rest] = input.parts;
  if (typeof first !== 'string') return null;
  const field = `$${root.prefix}${storedName(root, first)}`;
  const [second, ...others] = rest;
  return root.objects.has(first) && typeof second === 'string'
    ? exactValue({ value: `${field}.${second}`, parts: others })
    : exactValue({ value: field, parts: rest });
};
