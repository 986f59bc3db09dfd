import { lookup as dnsLookup } from 'node:dns/promises';
import { Agent, request as exchange } from 'undici';
import { coversPlace, type Place } from '../../domain/egress-hosts.ts';
import { CicloError, messageOf } from '../../domain/errors.ts';
import { checkLiteral, guardedLookup, refusal, type Resolve } from './guarded-lookup.ts';

export type GuardOptions = {
  /** Lets requests reach loopback and private networks, and plain http. For development and tests. */
  readonly allowPrivate?: boolean;
  readonly connectTimeoutMs?: number;
  /** For a whole exchange. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly resolve?: Resolve;
};

export type GuardedRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly maxBytes?: number;
  /** Redirects to follow, for GET and HEAD; each is checked like a first request. */
  readonly maxRedirects?: number;
  readonly signal: AbortSignal;
};

/** `status` is 0 when no complete answer came, and `failure` says why. */
export type GuardedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    /** False when the request certainly did not reach the other side. */
    readonly sent: boolean;
    /** True when the guard refused it. */
    readonly refused: boolean;
  };
};

/** What undici and Node say when a connection was never made. */
const neverConnected =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|.*(?:CERT|TLS|SSL|SIGNATURE).*)$/;

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

const failed = (thrown: unknown, aborted: boolean): GuardedAnswer => {
  const refused = thrown instanceof CicloError && thrown.code === 'forbidden';
  const sent = !refused && !neverConnected.test(codeOf(thrown));
  const code = refused
    ? 'egress-refused'
    : thrown instanceof CicloError
      ? thrown.code
      : aborted
        ? 'timeout'
        : sent
          ? 'connection-lost'
          : 'connect-failed';
  const message = aborted ? 'The exchange was ended before an answer came.' : messageOf(thrown);
  return { status: 0, headers: {}, bytes: new Uint8Array(), failure: { code, message, sent, refused } };
};

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

const placeOf = (url: URL): Place => ({
  host: hostOf(url),
  port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
});

const parsed = (text: string): URL => {
  try {
    return new URL(text);
  } catch {
    throw refusal('The address is not a URL.');
  }
};

/** So many origins are remembered of those that a policy lets through. */
const passedMax = 1_000;

type Policy = {
  readonly hosts: readonly string[];
  /** Origins that were looked at and may be spoken to. */
  readonly passed: Set<string>;
};

const checkUrl = (input: { text: string; policy: Policy; allowPrivate: boolean }): URL => {
  const { hosts, passed } = input.policy;
  const url = parsed(input.text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && input.allowPrivate)) {
    throw refusal(`Only https is spoken here, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') throw refusal('A URL with a password in it is not used.');
  const { origin } = url;
  if (passed.has(origin)) return url;
  if (!hosts.some((entry) => coversPlace(entry, placeOf(url)))) {
    throw refusal(`The host ${url.host} is not one this plugin may speak to.`);
  }
  const host = hostOf(url);
  checkLiteral(host, input.allowPrivate);
  if (passed.size >= passedMax) passed.clear();
  passed.add(origin);
  return url;
};

type Answered = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array> & { readonly arrayBuffer: () => Promise<ArrayBuffer> };
};

/** All bytes of an answer, which has no more than `maxBytes`. What says its length and keeps to that is read at once: nothing more comes. */
const readBody = async ({ headers, body }: Answered, maxBytes: number): Promise<Uint8Array> => {
  if (Number(headers['content-length'] ?? Infinity) <= maxBytes)
    return new Uint8Array(await body.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new CicloError({ code: 'too-large', message: `The answer has more than ${maxBytes} bytes.` });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const flatHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** One request and its answer, without looking where it leads. */
const once = async (input: {
  agent: Agent;
  url: URL;
  request: GuardedRequest;
  signal: AbortSignal;
  maxBytes: number;
}): Promise<GuardedAnswer> => {
  const { agent, url, request, signal, maxBytes } = input;
  const answer = await exchange(url, {
    dispatcher: agent,
    method: request.method,
    // Nothing is decompressed here, so a small answer stays small.
    headers: { 'user-agent': 'Ciclo', 'accept-encoding': 'identity', ...request.headers },
    body: request.body ?? null,
    signal,
  });
  const bytes = await readBody(answer, maxBytes);
  return { status: answer.statusCode, headers: flatHeaders(answer.headers), bytes };
};

/** A signal that is aborted with another one, or when its time is up; nothing of it stays after `end`. `AbortSignal.any` costs ten times as much. */
const deadline = (outer: AbortSignal, ms: number): { signal: AbortSignal; end: () => void } => {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = setTimeout(stop, ms);
  outer.addEventListener('abort', stop, { once: true });
  if (outer.aborted) stop();
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', stop);
    },
  };
};

/**
 * HTTP for plugins: only to the hosts a plugin declared, only to public addresses, each host resolved once per
 * connection and connected to at the address that was checked, no redirects unless asked for, bounded in size
 * and time. An answer that did not come is a value, never an exception.
 */
export const createGuardedHttp = (options: GuardOptions = {}) => {
  const allowPrivate = options.allowPrivate ?? false;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const resolve = options.resolve ?? ((host: string) => dnsLookup(host, { all: true }));
  const agent = new Agent({
    connect: {
      lookup: guardedLookup({ resolve, allowPrivate }),
      timeout: options.connectTimeoutMs ?? 10_000,
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

  const follow = async (input: {
    policy: Policy;
    request: GuardedRequest;
    signal: AbortSignal;
  }): Promise<GuardedAnswer> => {
    const { policy, request, signal } = input;
    const url = checkUrl({ text: request.url, policy, allowPrivate });
    const maxBytes = request.maxBytes ?? options.maxBytes ?? 5_000_000;
    const answer = await once({ agent, url, request, signal, maxBytes });
    const location = answer.headers['location'];
    const left = request.maxRedirects ?? 0;
    const redirected = answer.status >= 300 && answer.status < 400 && location !== undefined;
    if (!redirected || left <= 0 || !['GET', 'HEAD'].includes(request.method)) return answer;
    const next = new URL(location, url);
    // Credentials are for the host they were given for.
    const headers = next.origin === url.origin ? request.headers : {};
    return follow({
      policy,
      signal,
      request: { ...request, url: next.href, headers, maxRedirects: left - 1 },
    });
  };

  return {
    /** The `send` of one plugin instance. */
    forHosts: ({ hosts }: { readonly hosts: readonly string[] }) => {
      const policy: Policy = { hosts, passed: new Set() };
      return async (request: GuardedRequest): Promise<GuardedAnswer> => {
        const { signal, end } = deadline(request.signal, timeoutMs);
        try {
          return await follow({ policy, request, signal });
        } catch (thrown) {
          return failed(thrown, signal.aborted);
        } finally {
          end();
        }
      };
    },
    close: () => agent.destroy(),
  };
};
