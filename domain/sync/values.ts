import { hashId } from '../hash.ts';
import type { Json } from '../json.ts';
import { own } from '../json.ts';
import { normalisePhone } from '../messages/phone.ts';
import { readSaidTime } from '../time/said-time.ts';
import { readYesNo } from '../yes-no.ts';
import type { SyncField, ValueKind } from './sync-settings.ts';

const textOf = (value: Json): string => (typeof value === 'string' ? value.trim() : JSON.stringify(value));

const numberOf = (value: Json): Json => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : value;
};

const timeOf = (value: Json): number | undefined => readSaidTime(value);

const listOf = (value: Json): Json => {
  const items: readonly Json[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(';')
      : [value];
  const texts = items.map((item) => textOf(item)).filter((item) => item !== '');
  return [...new Set(texts)].toSorted();
};

const readers: Readonly<Record<ValueKind, (value: Json) => Json>> = {
  any: (value) => (typeof value === 'string' ? value.trim() : value),
  text: textOf,
  lower: (value) => textOf(value).toLowerCase(),
  number: numberOf,
  boolean: (value) => readYesNo(value) ?? value,
  date: (value) => {
    const at = timeOf(value);
    return at === undefined ? value : new Date(at).toISOString().slice(0, 10);
  },
  instant: (value) => {
    const at = timeOf(value);
    return at === undefined ? value : new Date(at).toISOString();
  },
  list: listOf,
  phone: (value) => normalisePhone(textOf(value)) ?? value,
};

const isNothing = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** A value in the form in which both sides are compared; null for none. */
export const plainValue = (input: { value: Json | undefined; as: ValueKind }): Json => {
  const { value, as } = input;
  if (value === undefined || isNothing(value)) return null;
  const read = readers[as](value);
  return isNothing(read) ? null : read;
};

/** A value of the other system as ours: its own names of values are replaced. */
export const toOurs = (input: { field: SyncField; value: Json | undefined }): Json => {
  const { field, value } = input;
  const names = Object.entries(field.values ?? {});
  const found = names.find(([, theirs]) => typeof value === 'string' && value.trim() === theirs);
  return plainValue({ value: found === undefined ? value : found[0], as: field.as });
};

/** A value of ours as the other system calls it. */
export const toTheirs = (input: { field: SyncField; value: Json }): Json => {
  const { field, value } = input;
  return typeof value === 'string' ? (own(field.values, value) ?? value) : value;
};

/** Stands for a value where the value itself is not kept. */
export const valueHash = (value: Json): string => hashId('value', JSON.stringify(value));
