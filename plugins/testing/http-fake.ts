import { type HttpBindings, serve } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { testNow } from './harness.ts';
import type { RunningProvider, Scenario } from './subject.ts';

export type FakeEnv = { Bindings: HttpBindings };

const seconds = 7;

/** The answers a provider in trouble gives instead of its own. */
const troubles: Partial<Record<Scenario, (c: Context<FakeEnv>) => Response | Promise<Response>>> = {
  'throttled-seconds': (c) => c.json({ error: 'slow down' }, 429, { 'retry-after': String(seconds) }),
  'throttled-date': (c) =>
    c.json({ error: 'slow down' }, 429, {
      'retry-after': new Date(testNow + seconds * 1_000).toUTCString(),
      date: new Date(testNow).toUTCString(),
    }),
  throttled: (c) => c.json({ error: 'slow down' }, 429),
  'server-error': (c) => c.html('<h1>Internal error</h1>', 500),
  unavailable: (c) => c.text('', 503),
  unauthorized: (c) => c.json({ error: 'who are you?' }, 401),
  refused: (c) => c.json({ error: 'no such field' }, 422),
  huge: (c) => c.text('x'.repeat(6_000_000)),
  garbage: (c) => c.html('<!doctype html><p>Welcome to the captive portal'),
};

/** The answer begins, and the line goes dead before all of it came; an empty one does not come at all. */
const cut = async ({ env: { outgoing }, res }: Context<FakeEnv>): Promise<Response> => {
  const body = Buffer.from(await res.clone().arrayBuffer());
  if (body.byteLength > 0) {
    const type = res.headers.get('content-type') ?? 'text/plain';
    outgoing.writeHead(res.status, { 'content-type': type, 'content-length': body.byteLength });
    const half = body.subarray(0, body.byteLength >> 1);
    await new Promise<void>((resolve) => {
      outgoing.write(half, () => resolve());
    });
  }
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
};

/**
 * A provider's stand-in over HTTP: its routes are the connector author's, the trouble is already there.
 * `happened(key)` counts an effect once per key, as a provider with idempotency keys would.
 */
export const createHttpFake = async (
  routes: (input: { app: Hono<FakeEnv>; happened: (key: string) => void }) => void,
): Promise<RunningProvider> => {
  let scenario: Scenario = 'ok';
  let coming: { left: number; readonly next: Scenario } | undefined;
  const keys = new Set<string>();
  const listeners: (() => void)[] = [];
  const app = new Hono<FakeEnv>();
  app.use(async (c, next) => {
    if (coming !== undefined) {
      if (coming.left === 0) ({ next: scenario } = coming);
      coming.left -= 1;
    }
    if (scenario === 'hang') {
      await c.req.arrayBuffer();
      for (const hear of listeners.splice(0)) hear();
      return new Promise<Response>(() => undefined);
    }
    const trouble = troubles[scenario]?.(c);
    if (trouble !== undefined) return trouble;
    await next();
    if (scenario === 'lost') c.env.outgoing.destroy();
    if (scenario === 'cut') {
      const sent = await cut(c);
      // Otherwise it is made one with the answer there was.
      c.res = undefined;
      c.res = sent;
    }
    return undefined;
  });
  routes({ app, happened: (key) => keys.add(key) });

  const listening = await new Promise<{ port: number; server: ReturnType<typeof serve> }>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ port, server }),
    );
  });
  const { port, server } = listening;
  return {
    url: `http://127.0.0.1:${port}`,
    play: (next) => {
      coming = undefined;
      scenario = next;
    },
    playAfter: (requests, next) => {
      coming = { left: requests, next };
    },
    silence: () =>
      new Promise((resolve) => {
        listeners.push(resolve);
      }),
    effects: () => keys.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
