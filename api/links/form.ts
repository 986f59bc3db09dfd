import type { Context } from 'hono';
import { readBody } from '../http/body.ts';
import type { ApiEnv } from '../http/env.ts';

/** The fields of a form, each with all its values. */
export type Fields = ReadonlyMap<string, readonly string[]>;

const formMax = 16 * 1024;

/**
 * The fields of a form, `multipart/form-data` or urlencoded, each with all its values. A body that cannot be
 * read has none: an unsubscription must not fail because a mail program wrote its request badly.
 */
export const readForm = async (c: Context<ApiEnv>): Promise<Fields> => {
  const request = c.req.raw;
  const bytes = await readBody({ request, maxBytes: formMax, take: c.get('takeBytes') });
  const type = request.headers.get('content-type') ?? 'application/x-www-form-urlencoded';
  const fields = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    fields.set(name, [...(fields.get(name) ?? []), value]);
  };
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) {
      if (typeof value === 'string') add(name, value);
    }
  } catch {
    return new Map();
  }
  return fields;
};
