import createClient, { type Client } from 'openapi-fetch';

import { type Problem, ProblemError, unreachable } from './problem-error.ts';
import type { paths } from './schema.ts';

/** The API of the engine, with the types of its OpenAPI document. */
export type Api = Client<paths>;

/** Makes the client with which pages call the API of a tenant; the session is in a cookie. */
export const createApi = (input: { tenant: string }): Api =>
  createClient<paths>({
    baseUrl: globalThis.location.origin,
    credentials: 'same-origin',
    headers: { 'x-ciclo-tenant': input.tenant },
  });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isProblem = (value: unknown): value is Problem =>
  isObject(value) && typeof value['detail'] === 'string' && typeof value['code'] === 'string';

/** The problem in an answer that is none of the good ones. */
export const problemOf = (said: unknown, status: number): Problem =>
  isProblem(said) ? said : unreachable(status);

type Answer<T> = { readonly data?: T; readonly error?: unknown; readonly response: Response };

/** What a call answers. Throws `ProblemError` for everything that is no success. */
export const ask = async <T>(call: Promise<Answer<T>>): Promise<T> => {
  const { data, error, response } = await call.catch((thrown: unknown) => {
    throw thrown instanceof ProblemError ? thrown : new ProblemError(unreachable(0));
  });
  if (!response.ok || data === undefined) throw new ProblemError(problemOf(error, response.status));
  return data;
};

/** Calls `/auth` of a tenant, which is no part of the OpenAPI document. Throws `ProblemError` as `ask` does. */
export const askAuth = async (input: {
  tenant: string;
  path: 'sign-in' | 'link' | 'sign-out';
  body?: Readonly<Record<string, string>>;
}): Promise<void> => {
  const { tenant, path, body = {} } = input;
  const response = await fetch(`/auth/${encodeURIComponent(tenant)}/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (response === undefined) throw new ProblemError(unreachable(0));
  if (response.ok) return;
  const said: unknown = await response.json().catch(() => undefined);
  throw new ProblemError(problemOf(said, response.status));
};
