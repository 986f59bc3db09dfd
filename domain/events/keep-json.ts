import type { Json, JsonObject } from '../json.ts';
import { faultText } from './call-refusal.ts';
import { note, type Notes } from './ignored.ts';
import { faultOfValue, isPlain, joinPath, shownKey, type WalkLimits } from './json-walk.ts';

type Keeping = {
  readonly limits: WalkLimits;
  readonly notes: Notes;
  /** How many properties and items were seen. */
  properties: number;
};

const isList = (value: object): value is readonly unknown[] => Array.isArray(value);

const leaveOut = (keeping: Keeping, path: string, code: Parameters<typeof faultText>[0]): undefined => {
  const { message, hint } = faultText(code);
  note({ notes: keeping.notes, path, message: `\`${path}\` ${message}, and was left out. ${hint}` });
};

const keep = (input: { keeping: Keeping; value: unknown; path: string; depth: number }): Json | undefined => {
  const { keeping, value, path, depth } = input;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : leaveOut(keeping, path, 'not-a-number');
  }
  if (typeof value !== 'object') {
    return value === undefined ? undefined : leaveOut(keeping, path, 'not-json');
  }
  if (depth > keeping.limits.depth) return leaveOut(keeping, path, 'too-deep');
  if (isList(value)) {
    keeping.properties += value.length;
    if (keeping.properties > keeping.limits.properties) return [];
    return value.map(
      (item, index) => keep({ keeping, value: item, path: `${path}[${index}]`, depth: depth + 1 }) ?? null,
    );
  }
  return isPlain(value) ? keepObject({ keeping, value, path, depth }) : leaveOut(keeping, path, 'not-json');
};

const keepObject = (input: {
  keeping: Keeping;
  value: Record<string, unknown>;
  path: string;
  depth: number;
}): JsonObject => {
  const { keeping, path, depth } = input;
  const kept: (readonly [string, Json])[] = [];
  for (const key of Object.keys(input.value)) {
    keeping.properties += 1;
    if (keeping.properties > keeping.limits.properties) break;
    const value = input.value[key];
    const place = joinPath(path, key.slice(0, shownKey));
    const fault = faultOfValue(key, value);
    if (fault !== undefined) leaveOut(keeping, place, fault);
    const inner = fault === undefined ? keep({ keeping, value, path: place, depth: depth + 1 }) : undefined;
    if (inner !== undefined) kept.push([key, inner]);
  }
  return Object.fromEntries(kept);
};

/**
 * The part of an object that can be kept as JSON; what cannot is noted by its path: names that mean something else to a
 * database, numbers that are none, what is nested too deep. `properties` above the limit says that there were too many, and
 * then nothing of the answer is of use. The work is bounded by the limits.
 */
export const keepJson = (input: {
  value: Record<string, unknown>;
  field: string;
  limits: WalkLimits;
  notes: Notes;
}): { readonly kept: JsonObject; readonly properties: number } => {
  const { value, field, limits, notes } = input;
  const keeping: Keeping = { limits, notes, properties: 0 };
  const kept = keepObject({ keeping, value, path: field, depth: 1 });
  return { kept, properties: keeping.properties };
};
