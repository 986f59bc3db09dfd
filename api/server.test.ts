import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, keys } from './api-for-tests.ts';
import { listen, type Listening } from './server.ts';

const api = await createApi({ rateLimits: { server: { perSecond: 100_000, burst: 100_000 } } });
let server: Listening;

beforeAll(async () => {
  server = await listen({ app: api.app, port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
});

const openSocket = async (): Promise<Socket> => {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
};

/** How the server ends a request that is written by hand. */
const rawAnswer = async (socket: Socket): Promise<string> => {
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => pieces.push(piece));
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(pieces).toString();
};

describe("Segment's own client", () => {
  it('works with nothing but another host: every call arrives as it was made', async () => {
    const analytics = new Analytics({ writeKey: keys.write, host: server.url, flushAt: 20 });
    const failures: unknown[] = [];
    analytics.on('error', (error) => failures.push(error));
    analytics.identify({ userId: '42', traits: { email: 'ana@example.com', plan: 'pro' } });
    analytics.track({
      userId: '42',
      event: 'Order Completed',
      properties: { revenue: 49.9, products: [{ sku: 'a' }] },
    });
    analytics.track({ anonymousId: 'anon-1', event: 'History', properties: {}, context: { backfill: true } });
    analytics.page({
      anonymousId: 'anon-1',
      name: 'Home',
      category: 'Shop',
      properties: { url: 'https://shop.example/' },
    });
    analytics.screen({ userId: '42', name: 'Cart' });
    analytics.group({ userId: '42', groupId: 'g-1', traits: { name: 'Acme' } });
    analytics.alias({ userId: '42', previousId: 'anon-1' });
    await analytics.closeAndFlush();
    expect(failures).toEqual([]);
    const events = api.probe.events.splice(0).map(({ event }) => event);
    expect(events.map((event) => event.type)).toEqual([
      'identify',
      'track',
      'track',
      'page',
      'screen',
      'group',
      'alias',
    ]);
    expect(events[1]).toMatchObject({
      name: 'Order Completed',
      userId: '42',
      messageId: expect.stringMatching(/^node-next-/),
      properties: { revenue: 49.9, products: [{ sku: 'a' }] },
      context: { library: { name: '@segment/analytics-node' } },
    });
    expect(events[2]?.backfill).toBe(true);
    expect(events[3]?.properties).toMatchObject({ name: 'Home', category: 'Shop' });
    for (const event of events) expect(Math.abs(event.timestamp - api.systemTime())).toBeLessThan(60_000);
  });

  it('sends again what could not be stored, and it is stored once', async () => {
    let calls = 0;
    const flaky = await createApi({
      pressure: () => {
        calls += 1;
        return { overloaded: calls === 1, retryAfterMs: 100 };
      },
    });
    const other = await listen({ app: flaky.app, port: 0, host: '127.0.0.1' });
    const analytics = new Analytics({ writeKey: keys.write, host: other.url, flushAt: 1 });
    analytics.track({ userId: '42', event: 'Order Completed' });
    await analytics.closeAndFlush();
    expect(calls).toBeGreaterThan(1);
    expect(flaky.probe.events).toHaveLength(1);
    await other.close();
  });
});

describe('bodies on the wire', () => {
  it('of 10 MB in chunks are refused, and memory stays where it was', async () => {
    const before = process.memoryUsage().rss;
    const status = await new Promise<number | undefined>((resolve) => {
      const request = httpRequest(
        {
          port: server.port,
          method: 'POST',
          path: '/v1/batch',
          headers: { authorization: `Bearer ${keys.write}`, 'transfer-encoding': 'chunked' },
        },
        (response) => {
          resolve(response.statusCode);
          response.resume();
          request.destroy();
        },
      );
      request.on('error', () => undefined);
      const piece = randomBytes(64 * 1024);
      for (let count = 0; count < 160; count += 1) request.write(piece);
      request.end();
    });
    expect(status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024);
  });

  it('are read whole when they come in chunks and are small', async () => {
    const socket = await openSocket();
    const answer = rawAnswer(socket);
    const body = JSON.stringify({ event: 'Chunked', userId: '1', writeKey: keys.write });
    socket.write(
      'POST /v1/track HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    for (const letter of body) socket.write(`1\r\n${letter}\r\n`);
    socket.write('0\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1.1 200/);
    expect(api.probe.events.splice(0)).toMatchObject([{ event: { name: 'Chunked' } }]);
  });

  it('for a webhook that is not there are refused while they are still on their way', async () => {
    const socket = await openSocket();
    const answer = rawAnswer(socket);
    socket.write('POST /webhooks/shop/none HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n');
    // Nothing of the body ever comes; the answer does, and then the end.
    expect(await answer).toMatch(/^HTTP\/1.1 404[^]*"code":"not-found"/);
  });

  it('of an admin call without a key are refused while they are still on their way', async () => {
    const socket = await openSocket();
    const answer = rawAnswer(socket);
    socket.write('POST /api/jobs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1.1 401[^]*"code":"unauthorized"/);
  });

  it('that end before their stated length are no failure of ours', async () => {
    const socket = await openSocket();
    const before = api.probe.requests.length;
    const head = `POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${keys.write}\r\nContent-Length: 100\r\n\r\n`;
    socket.end(`${head}{"event"`);
    await expect.poll(() => api.probe.requests.slice(before)).toMatchObject([{ status: 400 }]);
    expect(api.probe.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('that never end are cut off with the reason', async () => {
    const patience = { headersMs: 100, requestMs: 200, checkEveryMs: 50 };
    const hasty = await listen({ app: api.app, port: 0, host: '127.0.0.1', patience });
    const cutOff = async (body: string): Promise<string> => {
      const socket = connect(hasty.port, '127.0.0.1');
      const answer = rawAnswer(socket);
      const head = `POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${keys.write}\r\n`;
      socket.write(`${head}${body}`);
      return answer;
    };
    const slow = /^HTTP\/1.1 408[^]*problem\+json[^]*"code":"slow-request"/;
    expect(await cutOff('Content-Length: 100\r\n\r\n{"event"')).toMatch(slow);
    expect(await cutOff('Transfer-Encoding: chunked\r\n\r\n3\r\n{"e\r\n')).toMatch(slow);
    expect(await cutOff('X-Slow: ')).toMatch(slow);
    await hasty.close();
  });

  it.each([
    [
      'headers that are too large',
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(40_000)}\r\n\r\n`,
      /431/,
    ],
    ['no HTTP at all', 'hello\r\n\r\n', /400/],
    [
      'two lengths',
      'POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      /400/,
    ],
    [
      'a length and chunks',
      'POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /400/,
    ],
    ['a length that is none', 'POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', /400/],
    [
      'chunks that are none',
      'POST /v1/track HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
      /400/,
    ],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', /400/],
    ['a host that is none', 'GET /healthz HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', /400/],
  ])('with %s are refused in the one form of errors', async (_name, text, expected) => {
    const socket = await openSocket();
    const answer = rawAnswer(socket);
    socket.write(text);
    const said = await answer;
    expect(said).toMatch(expected);
    expect(said).toMatch(/application\/problem\+json[^]*"type":"urn:ciclo:problem:/);
  });
});

describe('clients that are slow', () => {
  it('and never end their headers are cut off, while 300 idle ones keep nobody waiting', async () => {
    const idle = await Promise.all(Array.from({ length: 300 }, openSocket));
    const slow = await openSocket();
    const cut = rawAnswer(slow);
    slow.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    for (let count = 0; count < 20; count += 1) {
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    }
    // None of those who wait was sent away to make room for the others.
    expect(idle.filter(({ destroyed }) => destroyed)).toEqual([]);
    expect(await cut).toMatch(/408/);
    for (const socket of idle) socket.destroy();
  }, 25_000);
});

describe('closing', () => {
  it('ends what is under way, takes nothing new, and does not wait for idle clients', async () => {
    let isBegun = false;
    const slow = await createApi({
      accept: async () => {
        isBegun = true;
        await sleep(300);
        return { duplicates: new Set() };
      },
    });
    // An hour: had it to wait for the idle connection of the first call, this test would not end.
    const other = await listen({ app: slow.app, port: 0, host: '127.0.0.1', graceMs: 3_600_000 });
    await fetch(`${other.url}/healthz`);
    const answer = fetch(`${other.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.write}` },
      body: JSON.stringify({ event: 'Last', userId: '1' }),
    });
    while (!isBegun) await sleep(5);
    await Promise.all([other.close(), other.close()]);
    expect((await answer).status).toBe(200);
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow();
  });

  it('cuts what does not end within its time', async () => {
    const stuck = await createApi({ accept: () => new Promise(() => undefined) });
    const other = await listen({ app: stuck.app, port: 0, host: '127.0.0.1', graceMs: 200 });
    const answer = fetch(`${other.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.write}` },
      body: JSON.stringify({ event: 'Stuck', userId: '1' }),
    }).catch(() => 'cut');
    await sleep(100);
    await other.close();
    expect(await answer).toBe('cut');
  });

  it('says which port is taken', async () => {
    await expect(listen({ app: api.app, port: server.port, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(String(server.port)),
    });
  });
});
