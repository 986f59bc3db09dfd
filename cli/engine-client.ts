import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { CicloError, messageOf } from '../domain/errors.ts';
import { isObject } from '../domain/json.ts';
import type { Config } from '../platform/config.ts';
import { loadSecrets } from '../platform/secrets.ts';

/** Where a running engine of this data folder can be reached; written when it starts. */
export const runningSchema = z.object({ pid: z.number(), url: z.string(), tenant: z.string() });
export type Running = z.infer<typeof runningSchema>;

/** The file in the data folder that says where the engine runs. */
export const runningFile = (dataDir: string): string => join(dataDir, 'running.json');

export type EngineClient = {
  readonly url: string;
  readonly call: (input: {
    method?: string;
    path: string;
    body?: unknown;
    headers?: Readonly<Record<string, string>>;
  }) => Promise<unknown>;
};

const whereIs = async (config: Config): Promise<string> => {
  if (config.publicUrl !== undefined) return config.publicUrl;
  try {
    return runningSchema.parse(JSON.parse(await readFile(runningFile(config.dataDir), 'utf8'))).url;
  } catch {
    return `http://localhost:${config.port}`;
  }
};

/** Where in a file a problem is, if it says. */
const placeOf = (problem: Readonly<Record<string, unknown>>): string => {
  const { file, line, column } = problem;
  if (typeof file !== 'string') return '';
  return typeof line === 'number' ? `${file}:${line}:${Number(column ?? 1)}: ` : `${file}: `;
};

const complaint = (answer: unknown): string => {
  if (!isObject(answer)) return 'It gave no reason.';
  const detail = answer['detail'] ?? answer['title'];
  const problems = Array.isArray(answer['problems']) ? answer['problems'] : [];
  const lines = problems
    .filter(isObject)
    .map((one) => `  - ${placeOf(one)}${String(one['message'])} ${String(one['mend'] ?? '')}`);
  return [String(detail ?? 'It gave no reason.'), ...lines].join('\n');
};

/** A client of the admin API at an address. */
export const engineClient = (input: { url: string; apiKey: string }): EngineClient => {
  const { url, apiKey } = input;
  return {
    url,
    call: async ({ method, path, body, headers }) => {
      let response: Response;
      try {
        response = await fetch(new URL(path, url), {
          method: method ?? (body === undefined ? 'GET' : 'POST'),
          headers: {
            authorization: `Bearer ${apiKey}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(600_000),
        });
      } catch (thrown) {
        throw new CicloError({
          code: 'unavailable',
          message: `No engine answers at ${url} (${messageOf(thrown)}). Start one with: npm start`,
          cause: thrown,
        });
      }
      const text = await response.text();
      const answer: unknown = text === '' ? null : JSON.parse(text);
      if (!response.ok) {
        throw new CicloError({
          code: response.status === 404 ? 'not-found' : 'invalid-input',
          message: `The engine at ${url} refused: ${complaint(answer)}`,
        });
      }
      return answer;
    },
  };
};

/** A client of the admin API of the engine of this data folder, or at PUBLIC_URL. */
export const connectEngine = async (config: Config): Promise<EngineClient> => {
  const { apiKey } = await loadSecrets(config);
  return engineClient({ url: await whereIs(config), apiKey: apiKey.reveal() });
};
