import { isJsonObject, isObject, type Json, type JsonObject, own } from '../../../domain/json.ts';

/** What stands at a path such as `data.items.0.id` of a value as it was read; undefined where there is nothing. An empty path is the value itself. */
export const valueAt = (value: unknown, path: string): unknown => {
  if (path === '') return value;
  let at: unknown = value;
  for (const part of path.split('.')) {
    if (Array.isArray(at)) at = /^\d{1,6}$/.test(part) ? at[Number(part)] : undefined;
    else at = isObject(at) ? own(at, part) : undefined;
  }
  return at;
};

/** Fields with paths as names as one object: `{ 'name.first': 'Ana' }` is `{ name: { first: 'Ana' } }`. */
export const nestFields = (fields: JsonObject): JsonObject => {
  const groups = new Map<string, Map<string, Json>>();
  const plain = new Map<string, Json>();
  for (const [path, value] of Object.entries(fields)) {
    const dot = path.indexOf('.');
    if (dot === -1) {
      plain.set(path, value);
      continue;
    }
    const name = path.slice(0, dot);
    const group = groups.get(name) ?? new Map<string, Json>();
    groups.set(name, group.set(path.slice(dot + 1), value));
  }
  for (const [name, group] of groups) {
    const inner = nestFields(Object.fromEntries(group));
    const whole = plain.get(name);
    plain.set(name, isJsonObject(whole) ? { ...whole, ...inner } : inner);
  }
  return Object.fromEntries(plain);
};
