import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');

const body = z.record(z.string(), z.unknown());

/**
 * Reads what a shop says of a thing. Fields that an event can do without and that could not be read are named in `ignored`, for the
 * events that are made of it. Throws for what is not what it should be.
 */
export const readBody = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  json: unknown,
): {
  readonly of: z.output<z.ZodObject<Shape>>;
  readonly ignored: InboundEvent['ignored'];
} => {
  const of = schema.parse(json);
  const raw = body.parse(json);
  const read = new Map<string, unknown>(Object.entries(of));
  const unread = Object.keys(schema.shape).filter((field) => {
    const value = read.get(field);
    const isLost = value === undefined || (Array.isArray(value) && !Array.isArray(raw[field]));
    return isLost && isThere(raw[field]);
  });
  if (unread.length === 0) return { of, ignored: undefined };
  return {
    of,
    ignored: unread.map((path) => ({ path, message: `\`${path}\` could not be read, and was left out.` })),
  };
};
