import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { CicloError, messageOf } from '../domain/errors.ts';

/** A server that listens. */
export type Listening = {
  readonly port: number;
  readonly url: string;
  /** Takes no new requests, ends those under way within `graceMs`, then cuts what is left. */
  readonly close: () => Promise<void>;
};

const headersMs = 10_000;
const requestMs = 30_000;
const keepAliveMs = 65_000;
const checkEveryMs = 1_000;
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

/**
 * Serves an app over HTTP. Whoever is slow with headers or body is cut off, so that a thousand idle sockets
 * cannot keep others out; a port of 0 takes a free one.
 */
export const listen = async (input: {
  app: { readonly fetch: (request: Request, env: object) => Response | Promise<Response> };
  port: number;
  host: string;
  graceMs?: number;
}): Promise<Listening> => {
  const server = createAdaptorServer({
    fetch: input.app.fetch,
    serverOptions: {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: checkEveryMs,
      maxHeaderSize: headerBytes,
    },
  });
  if (!(server instanceof Server)) throw new TypeError('Not an HTTP/1.1 server.');
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
