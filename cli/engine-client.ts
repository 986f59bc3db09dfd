import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { CicloError, type ErrorCode, messageOf } from '../domain/errors.ts';
import { isObject } from '../domain/json.ts';
import type { Config } from '../platform/config.ts';
import { isAlive } from '../platform/process-life.ts';
import { loadApiKey } from '../platform/secrets/secrets.ts';

/** Where a running engine of this data folder can be reached; written when it starts. */
export const runningSchema = z.object({
  pid: z.number(),
  url: z.string(),
  tenant: z.string(),
  /** The folder it publishes; unknown of one that was started before this was noted. */
  workspace: z.string().optional(),
  /** Whether it runs on this machine alone: with a development clock, or a database of its own. */
  development: z.boolean().optional(),
});
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
  /** Sends bytes as they are; what is answered as `call` does. */
  readonly send: (input: { method: string; path: string; bytes: Uint8Array }) => Promise<unknown>;
  /** A file that is read while it comes. */
  readonly download: (path: string) => Promise<AsyncIterable<Uint8Array>>;
};

const readRunning = async (dataDir: string): Promise<Running | undefined> => {
  try {
    return runningSchema.parse(JSON.parse(await readFile(runningFile(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
};

/** The engine of this data folder, as it noted itself; undefined when its process is gone. */
export const findRunning = async (config: Pick<Config, 'dataDir'>): Promise<Running | undefined> => {
  const running = await readRunning(config.dataDir);
  return running !== undefined && (await isAlive(running)) ? running : undefined;
};

const whereIs = async (config: Config): Promise<string> =>
  config.engineUrl ??
  config.publicUrl ??
  (await readRunning(config.dataDir))?.url ??
  `http://localhost:${config.port}`;

/** Where a problem is, in a file or in what was sent, as far as its message does not say so itself. */
const placeOf = (problem: Readonly<Record<string, unknown>>): string => {
  const { file, line, column, path, message } = problem;
  if (typeof file !== 'string') {
    const isSaid = typeof path !== 'string' || String(message).includes('`');
    return isSaid || path === '' ? '' : `${path}: `;
  }
  return typeof line === 'number' ? `${file}:${line}:${Number(column ?? 1)}: ` : `${file}: `;
};

const complaint = (answer: unknown): string => {
  if (!isObject(answer)) return 'It gave no reason.';
  const detail = answer['detail'] ?? answer['title'];
  const problems = Array.isArray(answer['problems']) ? answer['problems'] : [];
  const lines = problems
    .filter(isObject)
    .map((one) => `  - ${placeOf(one)}${String(one['message'])} ${String(one['hint'] ?? '')}`);
  return [String(detail ?? 'It gave no reason.'), ...lines].join('\n');
};

/** Why a request got no answer: `fetch` says it in the cause alone. */
const causeOf = (thrown: unknown): string => {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return messageOf(cause instanceof Error && cause.message !== '' ? cause : thrown);
};

const codeOf = (status: number): ErrorCode => {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not-found';
  return status < 500 ? 'invalid-input' : 'unavailable';
};

const readAnswer = async (input: { response: Response; url: string }): Promise<unknown> => {
  const { response, url } = input;
  const text = await response.text();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    const type = response.headers.get('content-type') ?? 'something else';
    throw new CicloError({
      code: 'unavailable',
      message: `What answers at ${url} (${response.status}, ${type}) is no engine. Name the engine with CICLO_URL.`,
    });
  }
};

type Ask = {
  path: string;
  method: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array<ArrayBuffer>;
};

const unanswered = (url: string, thrown: unknown): CicloError =>
  new CicloError({
    code: 'unavailable',
    message: `No engine answers at ${url} (${causeOf(thrown)}). Start one with \`ciclo dev\` or \`ciclo start\`, or name another with CICLO_URL.`,
    cause: thrown,
  });

const checked = async (input: { response: Response; url: string }): Promise<Response> => {
  const { response, url } = input;
  if (response.ok) return response;
  const answer = await readAnswer(input);
  throw new CicloError({
    code: codeOf(response.status),
    message: `The engine at ${url} refused (${response.status}): ${complaint(answer)}${response.status === 401 ? ' Its API key is in CICLO_API_KEY, or in the data folder of the engine.' : ''}`,
  });
};

/** A client of the admin API at an address. */
export const engineClient = (input: { url: string; apiKey: string }): EngineClient => {
  const { url, apiKey } = input;
  const ask = async ({ path, headers, ...rest }: Ask, signal?: AbortSignal): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {
        ...rest,
        headers: { authorization: `Bearer ${apiKey}`, ...headers },
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (thrown) {
      throw unanswered(url, thrown);
    }
    return checked({ response, url });
  };
  const read = async (given: Ask): Promise<unknown> =>
    readAnswer({ response: await ask(given, AbortSignal.timeout(600_000)), url });
  return {
    url,
    call: ({ method, path, body, headers }) =>
      read({
        path,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    send: ({ method, path, bytes }) =>
      read({
        path,
        method,
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(bytes),
      }),
    download: async (path) => {
      const { body } = await ask({ path, method: 'GET' });
      if (body === null) throw unanswered(url, 'it answered nothing');
      return body;
    },
  };
};

/** A client of the admin API of the engine at CICLO_URL, else at PUBLIC_URL, else of this data folder. */
export const connectEngine = async (config: Config): Promise<EngineClient> => {
  const apiKey = await loadApiKey(config);
  return engineClient({ url: await whereIs(config), apiKey: apiKey.reveal() });
};
