import { isObject } from '../../domain/json.ts';
import { bearer, type createTestApi, keys } from '../api-for-tests.ts';

type Api = ReturnType<typeof createTestApi>;

/** Reads from the admin API, by default with every scope. */
export const get = (api: Api, path: string, key: string = keys.admin) =>
  api.app.request(path, { headers: bearer(key) });

/** Posts to the admin API with every scope. */
export const post = (api: Api, path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.app.request(path, {
    method: 'POST',
    headers: { ...bearer(keys.admin), 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** The body of an answer. */
export const json = async (answer: Response | Promise<Response>): Promise<Record<string, unknown>> => {
  const body: unknown = await (await answer).json();
  return isObject(body) ? body : {};
};

/** A text, or an empty one. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
