import { isObject } from '../json.ts';

/** A step of a path: the name of a property, or a place in a list. */
export type PathPart = string | number;

/** A plain property path: `$.traits.plan`, `$.properties.products[0].price`. Letters of any script. */
export const pathPattern = /^\$(?:\.[\p{L}_][\p{L}\p{N}_-]*|\[\d{1,4}\])*$/u;

/** How deep a path may go. */
export const pathDepth = 12;

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * The parts of a plain property path; undefined for anything else: filters, wildcards, scripts, prototype
 * words, more than 12 parts. `$` alone is the whole value.
 */
export const parsePath = (path: string): readonly PathPart[] | undefined => {
  if (path.length > 500 || !pathPattern.test(path)) return undefined;
  const parts = [...path.matchAll(/\.([^.[]+)|\[(\d+)\]/gu)].map((found) => found[1] ?? Number(found[2]));
  return parts.length > pathDepth || parts.some((part) => forbidden.has(String(part))) ? undefined : parts;
};

/** The value at a path: own properties of plain objects, places of lists; undefined when there is none. */
export const valueAt = (input: { value: unknown; parts: readonly PathPart[] }): unknown => {
  let value = input.value;
  for (const part of input.parts) {
    if (typeof part === 'number') value = Array.isArray(value) ? value[part] : undefined;
    else value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
};

/**
 * A resolver for json-rules-engine in place of JSONPath, which is never reached. Every path is parsed once;
 * one that is no plain property path resolves to nothing.
 */
export const createPathResolver = (): ((value: unknown, path: string) => unknown) => {
  const parsed = new Map<string, readonly PathPart[] | undefined>();
  return (value, path) => {
    if (!parsed.has(path)) parsed.set(path, parsePath(path));
    const parts = parsed.get(path);
    return parts === undefined ? undefined : valueAt({ value, parts });
  };
};

/** The value at a path as written, `$.properties.order_id`; undefined when there is none, or it is no plain path. */
export const readPath = (input: { value: unknown; path: string }): unknown => {
  const parts = parsePath(input.path);
  return parts === undefined ? undefined : valueAt({ value: input.value, parts });
};
