/** A value that survives a trip through JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A plain JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** True for a plain object (not null, not an array). */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for what JSON can hold. To be asked of values, where a schema of all of JSON costs more than what it is asked for. */
export const isJson = (value: unknown): value is Json => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isObject(value) && Object.values(value).every(isJson);
};

/** True for an object among JSON values. */
export const isJsonObject = (value: Json | undefined): value is JsonObject => isObject(value);

/** What a record itself has under a name; never what every object inherits, such as `constructor` or `__proto__`. */
export const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

/** The JSON form of a value: what `JSON.stringify` would write, read back. Undefined becomes null. */
export const toJson = (value: unknown): Json => {
  const parsed: Json = JSON.parse(JSON.stringify(value ?? null));
  return parsed;
};
