import { z } from 'zod';
import { readSaidTime } from '../contract.ts';

/**
 * A field that an event can do without. Shops leave it out or send null, and what is there and cannot be read is the
 * same to us: no helper field loses an order.
 */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);

/** Ids are numbers, and strings once they are too long for one. */
export const id = z.union([z.string().min(1), z.int().transform(String)]);

/** An id of which 0 and blank mean nobody: the customer of a guest's order. */
export const idOrNone = maybe(id).transform((value) =>
  value === undefined || value.trim() === '' || value === '0' ? undefined : value,
);

const withOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/i;
const withoutOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/;

const isoOf = (text: string): string | undefined => {
  const at = readSaidTime(text);
  return at === undefined ? undefined : new Date(at).toISOString();
};

/** A time with its offset, in UTC. Undefined for what is no time: that of the delivery stands in. */
export const time = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' && withOffset.test(value) ? isoOf(value) : undefined));

/** A time that its field says is in UTC, with or without saying so itself. */
export const utc = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value !== 'string') return undefined;
    if (withoutOffset.test(value)) return isoOf(`${value.replace(' ', 'T')}Z`);
    return withOffset.test(value) ? isoOf(value) : undefined;
  });

export const text = maybe(z.union([z.string(), z.number().transform(String)])).transform((value) =>
  value === undefined || value.trim() === '' ? undefined : value,
);

/** How many: a whole number, also as text; 1 when it cannot be read. */
export const count = z.coerce.number().int().catch(1);

/** A plain object without the keys that have no value. */
export const compact = (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
