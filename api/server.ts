import { createServer, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import { CicloError, messageOf } from '../domain/errors.ts';
import { problemDocument, problemResponse } from './http/problem.ts';

/** A server that listens. */
export type Listening = {
  readonly port: number;
  readonly url: string;
  /** Takes no new requests, ends those under way within `graceMs`, then cuts what is left. */
  readonly close: () => Promise<void>;
};

/** How long a client may take, in milliseconds. */
type Patience = {
  readonly headersMs: number;
  /** For headers and body together. */
  readonly requestMs: number;
  readonly checkEveryMs: number;
};
const defaultPatience: Patience = { headersMs: 10_000, requestMs: 30_000, checkEveryMs: 1_000 };
const keepAliveMs = 65_000;
const defaultGraceMs = 10_000;
const idleEveryMs = 20;
const headerBytes = 16 * 1024;

const isInetAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

const start = async (input: { server: Server; port: number; host: string }): Promise<number> => {
  const { server, port, host } = input;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (thrown) {
    throw new CicloError({
      code: 'unavailable',
      message: `Cannot listen on ${host}:${port}: ${messageOf(thrown)}.`,
      cause: thrown,
    });
  }
  const address = server.address();
  return isInetAddress(address) ? address.port : port;
};

const closeWithin = async (input: { server: Server; graceMs: number }): Promise<void> => {
  const { server, graceMs } = input;
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  // A connection becomes idle when its last answer is out; waiting for its client to hang up would take minutes.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, idleEveryMs);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
};

type Refusal = { readonly status: number; readonly code: string; readonly detail: string };

const malformed: Refusal = {
  status: 400,
  code: 'invalid-input',
  detail: 'This is not a request that HTTP allows.',
};

/** The app answers what it throws itself; this is for what it never could. */
const broken: Refusal = { status: 500, code: 'internal', detail: 'Something went wrong on our side.' };

const refusals: ReadonlyMap<unknown, Refusal> = new Map([
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    {
      status: 408,
      code: 'slow-request',
      detail: 'The request did not come in time; send it at once.',
    },
  ],
  [
    'HPE_HEADER_OVERFLOW',
    { status: 431, code: 'too-large', detail: `The headers may have at most ${headerBytes} bytes.` },
  ],
]);

const respond = (refusal: Refusal): Response => problemResponse({ ...refusal, requestId: undefined });

/** The same as text on the wire. */
const onTheWire = (refusal: Refusal): string => {
  const body = JSON.stringify(problemDocument({ ...refusal, requestId: undefined }));
  return [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
};

/** What the HTTP parser refuses never comes to the app; it is answered in the same form all the same. */
const answerClientErrors = (server: Server): void => {
  const answers = new WeakMap<object, ServerResponse>();
  server.on('request', (request, response) => answers.set(request.socket, response));
  server.on('clientError', (error, socket) => {
    const isBegun = answers.get(socket)?.headersSent === true && answers.get(socket)?.writableEnded !== true;
    if (!socket.writable || isBegun) {
      socket.destroy();
      return;
    }
    const code = 'code' in error ? error.code : undefined;
    socket.end(onTheWire(refusals.get(code) ?? malformed), () => socket.destroy());
  });
};

/**
 * Serves an app over HTTP. Anyone who is slow with headers or body is cut off, so that a thousand idle sockets
 * cannot keep others out; a port of 0 takes a free one.
 */
export const listen = async (input: {
  app: { readonly fetch: (request: Request, env: object) => Response | Promise<Response> };
  port: number;
  host: string;
  graceMs?: number;
  patience?: Patience;
}): Promise<Listening> => {
  const { headersMs, requestMs, checkEveryMs } = input.patience ?? defaultPatience;
  const answer = getRequestListener(input.app.fetch, {
    errorHandler: (thrown) => respond(thrown instanceof RequestError ? malformed : broken),
  });
  const options = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkEveryMs,
    maxHeaderSize: headerBytes,
    // The listener refuses those that have none, in the one form of errors.
    requireHostHeader: false,
  };
  const server = createServer(options, (request, response) => void answer(request, response));
  answerClientErrors(server);
  const port = await start({ server, port: input.port, host: input.host });
  const shown = input.host.includes(':') ? `[${input.host}]` : input.host;
  let closing: Promise<void> | undefined;
  return {
    port,
    url: `http://${shown}:${port}`,
    close: () => {
      closing ??= closeWithin({ server, graceMs: input.graceMs ?? defaultGraceMs });
      return closing;
    },
  };
};
