import type { Json, JsonObject } from '../json.ts';

/** Why a value cannot be kept, and where in it. */
export type JsonFault = {
  readonly code:
    | 'not-json'
    | 'not-a-number'
    | 'inexact-id'
    | 'bad-key'
    | 'too-deep'
    | 'too-many-properties'
    | 'too-large';
  readonly path: string;
};

const escapedMost = 6;
const scalarMost = 27;

/** The database and our property paths give these keys a meaning of their own, or JavaScript does. */
const isKeySafe = (key: string): boolean =>
  key.length > 0 &&
  key.charCodeAt(0) !== 36 &&
  !key.includes('.') &&
  !key.includes('\0') &&
  key !== '__proto__';

/** True for an object as JSON has them. */
export const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * How far a walk over one event has come. One walk serves all parts of an event, so that the limits hold for
 * the event as a whole. Plain data and functions: this runs for every event, and tsx makes closures dear.
 */
export type JsonWalk = {
  readonly limits: WalkLimits;
  depth: number;
  properties: number;
  chars: number;
  scalars: number;
  fault: JsonFault | undefined;
};

/** What one event may hold: bytes as JSON, properties and items in all, levels. */
export type WalkLimits = { readonly bytes: number; readonly properties: number; readonly depth: number };

/** A walk that has seen nothing yet. */
export const startWalk = (limits: WalkLimits): JsonWalk => ({
  limits,
  depth: 0,
  properties: 0,
  chars: 0,
  scalars: 0,
  fault: undefined,
});

const fail = (walk: JsonWalk, code: JsonFault['code']): false => {
  walk.fault = { code, path: '' };
  return false;
};

/** Adds the way to the fault on the way out, so that the sound do not pay for paths. */
const under = (walk: JsonWalk, key: string): false => {
  if (walk.fault !== undefined) walk.fault = { ...walk.fault, path: joinPath(key, walk.fault.path) };
  return false;
};

/** `a` and `b` make `a.b`; `a` and `[0]` make `a[0]`. */
export const joinPath = (key: string, rest: string): string =>
  key === '' || rest === '' || rest.startsWith('[') ? `${key}${rest}` : `${key}.${rest}`;

const isJson = (walk: JsonWalk, value: unknown): value is Json => {
  switch (typeof value) {
    case 'string':
      walk.chars += value.length;
      walk.scalars += 1;
      return walk.chars <= walk.limits.bytes || fail(walk, 'too-large');
    case 'number':
      walk.scalars += 1;
      return Number.isFinite(value) || fail(walk, 'not-a-number');
    case 'boolean':
      walk.scalars += 1;
      return true;
    case 'object':
      if (value === null) {
        walk.scalars += 1;
        return true;
      }
      return Array.isArray(value) ? isList(walk, value) : isJsonObject(walk, value);
    default:
      return fail(walk, 'not-json');
  }
};

const isList = (walk: JsonWalk, list: readonly unknown[]): boolean => {
  walk.depth += 1;
  if (walk.depth > walk.limits.depth) return fail(walk, 'too-deep');
  walk.properties += list.length;
  if (walk.properties > walk.limits.properties) return fail(walk, 'too-many-properties');
  for (let index = 0; index < list.length; index += 1) {
    if (!isJson(walk, list[index])) return under(walk, `[${index}]`);
  }
  walk.depth -= 1;
  return true;
};

/** As much of a name as paths show. */
export const shownKey = 100;

/**
 * True for a plain JSON object that can be kept: no deeper, longer or wider than allowed. Otherwise the reason
 * is in `walk.fault`. It stops at the first fault, and its work is bounded by the limits, not by the input.
 */
export const isJsonObject = (walk: JsonWalk, value: unknown): value is JsonObject => {
  if (typeof value !== 'object' || value === null || !isPlain(value)) return fail(walk, 'not-json');
  walk.depth += 1;
  if (walk.depth > walk.limits.depth) return fail(walk, 'too-deep');
  for (const key of Object.keys(value)) {
    walk.properties += 1;
    walk.chars += key.length;
    if (walk.properties > walk.limits.properties) return fail(walk, 'too-many-properties');
    const inner = value[key];
    const fault = faultOfValue(key, inner);
    if (fault !== undefined) return fail(walk, fault) || under(walk, key.slice(0, shownKey));
    if (!isJson(walk, inner)) return under(walk, key.slice(0, shownKey));
  }
  walk.depth -= 1;
  return true;
};

const idName = /(?:^|_)id$|I[dD]$/;

/** Why a property cannot be kept for its name, or its name and value together. */
export const faultOfValue = (key: string, value: unknown): 'bad-key' | 'inexact-id' | undefined => {
  if (!isKeySafe(key) || (key === 'constructor' && isPrototypeCarrier(value))) return 'bad-key';
  const isInexact = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  // Rounded already, so two of them may have become one.
  return isInexact && idName.test(key) ? 'inexact-id' : undefined;
};

const isPrototypeCarrier = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');

/** False when what was walked certainly fits; true when it has to be measured exactly. */
export const mayBeTooLarge = (walk: JsonWalk): boolean =>
  walk.chars * escapedMost + (walk.scalars + walk.properties) * scalarMost > walk.limits.bytes;
