import type { Json } from '../json.ts';
import { toStored } from './instant.ts';

/**
 * A value of a profile as it should be stored: every ISO 8601 instant with an offset, at any depth, becomes UTC
 * with milliseconds, and every local time gets milliseconds (`toStored`), so that a query over many people orders it as a decision about one does.
 */
export const toStoredValue = (value: Json): Json => {
  if (typeof value === 'string') return toStored(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(toStoredValue);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toStoredValue(item)]));
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
