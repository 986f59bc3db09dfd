import { isJsonObject, type Json, own } from '../json.ts';

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Whether two JSON values are the same; the order of the properties of objects does not count. */
export const sameJson = (one: Json, two: Json): boolean => {
  if (one === two) return true;
  if (isList(one) && isList(two))
    return one.length === two.length && one.every((item, index) => sameJson(item, two[index] ?? null));
  if (!isJsonObject(one) || !isJsonObject(two)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(two).length &&
    keys.every((key) => Object.hasOwn(two, key) && sameJson(own(one, key) ?? null, own(two, key) ?? null))
  );
};
