import { isObject, type JsonObject } from '../json.ts';
import type { TraitSchemas } from './trait-schema.ts';

/** The traits that the workspace marks as personal (`"personal": true` under `traits`). */
export const personalTraitsIn = (schemas: TraitSchemas | undefined): ReadonlySet<string> =>
  new Set(Object.entries(schemas ?? {}).flatMap(([name, { personal }]) => (personal === true ? [name] : [])));

/** Traits without some of them; the same object where none of them is there. */
export const withoutTraits = (traits: JsonObject, names: ReadonlySet<string>): JsonObject =>
  Object.keys(traits).some((name) => names.has(name))
    ? Object.fromEntries(Object.entries(traits).filter(([name]) => !names.has(name)))
    : traits;

const traitPath = /^\$\.traits(?:\.([^.[]+)|\[["']([^"']+)["']\])?/;

/**
 * The traits among these that conditions look at, wherever they stand in them; a look at all traits at once is a look at each. Conditions are
 * read as they were written, so whatever is no path is passed over.
 */
export const traitsLookedAt = (when: unknown, names: ReadonlySet<string>): readonly string[] => {
  const found = new Set<string>();
  const open: unknown[] = [when];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (Array.isArray(one)) open.push(...one);
    else if (isObject(one)) open.push(...Object.values(one));
    if (typeof one !== 'string') continue;
    const match = traitPath.exec(one);
    if (match === null) continue;
    const name = match[1] ?? match[2];
    for (const each of name === undefined ? names : [name]) if (names.has(each)) found.add(each);
  }
  return [...found];
};
