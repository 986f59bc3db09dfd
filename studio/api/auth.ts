import { z } from 'zod';

import { problemOf } from './client.ts';
import { ProblemError, unreachable } from './problem-error.ts';

/**
 * Calls `/auth` of a tenant, which is no part of the OpenAPI document; a body makes it a POST. Throws `ProblemError` as `ask` does, also for
 * an answer in another form.
 */
export const callAuth = async <T>(input: {
  tenant: string;
  path: string;
  schema: z.ZodType<T>;
  body?: Readonly<Record<string, unknown>>;
}): Promise<T> => {
  const { tenant, path, schema, body } = input;
  const response = await fetch(`/auth/${encodeURIComponent(tenant)}/${path}`, {
    credentials: 'same-origin',
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => undefined);
  if (response === undefined) throw new ProblemError(unreachable(0));
  const said: unknown = await response.json().catch(() => undefined);
  const read = schema.safeParse(said);
  if (!response.ok || !read.success) throw new ProblemError(problemOf(said, response.status));
  return read.data;
};

/** The answer of a call that is not read. */
export const anyAnswer = z.unknown();

const waysSchema = z.object({ provider: z.string().nullable(), passkeys: z.boolean() });

/** The ways to sign in that the engine has besides passwords and links. */
export const readWays = (tenant: string): Promise<z.output<typeof waysSchema>> =>
  callAuth({ tenant, path: 'ways', schema: waysSchema });
