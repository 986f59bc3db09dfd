import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CicloError } from '../../domain/errors.ts';
import { bearer, createApi, keys, startOfTests } from '../api-for-tests.ts';

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const auth = basic(`${keys.write}:`);
const call = { event: 'Order Completed', userId: '42', messageId: 'm-1', properties: { order_id: 'o1' } };
const gzip = { 'content-encoding': 'gzip' };

type Api = Awaited<ReturnType<typeof createApi>>;

const post = (api: Api, path: string, body: unknown, headers: Record<string, string> = auth) =>
  api.app.request(path, {
    method: 'POST',
    headers,
    body:
      typeof body === 'string' || body instanceof Uint8Array
        ? new Uint8Array(Buffer.from(body))
        : JSON.stringify(body),
  });

describe('who may send events', () => {
  it.each([
    ['Basic with an empty password', basic(`${keys.write}:`), {}],
    ['Basic without the colon', basic(keys.write), {}],
    ['Bearer', bearer(keys.write), {}],
    ['the body', {}, { writeKey: keys.write }],
    ['the body beside an OAuth token', bearer('an.oauth.token'), { writeKey: keys.write }],
  ])('is told by %s', async (_name, headers, more) => {
    const api = await createApi();
    const answer = await post(api, '/v1/track', { ...call, ...more }, headers);
    expect(answer.status).toBe(200);
    expect(api.probe.events).toMatchObject([{ tenant: 'shop', event: { name: 'Order Completed' } }]);
  });

  it.each([
    ['nothing', {}, {}],
    ['a key that is none', basic('wk_nothing:'), {}],
    ['a key that is none in the body', {}, { writeKey: 'sk_nothing' }],
    ['a number for a key', {}, { writeKey: 1 }],
  ])('is not told by %s: 401 and nothing taken', async (_name, headers, more) => {
    const api = await createApi();
    const answer = await post(api, '/v1/track', { ...call, ...more }, headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Basic');
    expect(api.probe.events).toEqual([]);
  });

  it.each([
    ['as a Bearer token', bearer(keys.admin), {}],
    ['as the user name', basic(`${keys.admin}:`), {}],
    ['in the body', {}, { writeKey: keys.admin }],
  ])('is not told by an API key %s, which learns the kind that is needed', async (_name, headers, more) => {
    const api = await createApi();
    const answer = await post(api, '/v1/track', { ...call, ...more }, headers);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      code: 'forbidden',
      detail: expect.stringMatching(/lacks track:server.*server key .*public key/),
    });
    expect(api.probe.events).toEqual([]);
  });

  it('keeps the events of two tenants apart', async () => {
    const api = await createApi();
    await post(api, '/v1/track', call);
    await post(api, '/v1/track', call, basic(`${keys.otherWrite}:`));
    expect(api.probe.events.map(({ tenant }) => tenant)).toEqual(['shop', 'other']);
  });
});

describe('what is answered', () => {
  it('takes every call under its long and its short address', async () => {
    const api = await createApi();
    const body = { userId: '1', event: 'X', previousId: '2', groupId: '3' };
    const types = ['identify', 'track', 'page', 'screen', 'group', 'alias'];
    for (const path of [...types, 'i', 't', 'p', 's', 'g', 'a']) {
      const answer = await post(api, `/v1/${path}`, body);
      expect(await answer.json()).toEqual({ success: true, accepted: 1, duplicates: 0, rejected: [] });
    }
    expect(api.probe.events.map(({ event }) => event.type)).toEqual([...types, ...types]);
  });

  it('takes what is right in a batch, and says of each other call what is wrong and how to fix it', async () => {
    const api = await createApi();
    const batch = [
      { type: 'track', ...call },
      { type: 'track', userId: '42' },
      { type: 'track', ...call },
      { type: 'identify', userId: '42', traits: JSON.parse('{"__proto__":{"polluted":true},"a":1}') },
    ];
    const answer = await post(api, '/v1/batch', { batch, context: { app: 'x' } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      success: true,
      accepted: 3,
      duplicates: 1,
      ignored: [
        {
          index: 3,
          path: 'batch[3].traits.__proto__',
          message: expect.stringContaining('left out'),
        },
      ],
      rejected: [
        {
          index: 1,
          code: 'missing-event',
          message: expect.stringContaining('`event`'),
          path: 'batch[1].event',
          hint: expect.stringContaining('Order Completed'),
        },
      ],
    });
    expect(api.probe.events).toHaveLength(2);
    expect(api.probe.events[0]?.event.context).toEqual({ app: 'x' });
    expect(api.probe.events[1]?.event).toMatchObject({ traits: { a: 1 } });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('keeps ids beyond 2^53 exact: two orders stay two, and two people', async () => {
    const api = await createApi();
    for (const id of ['576461413038785752', '576461413038785753']) {
      const text = `{"event":"Keyed","userId":${id},"properties":{"order_id":${id},"total":49.9}}`;
      expect(await (await post(api, '/v1/track', text)).json()).toMatchObject({ accepted: 1, duplicates: 0 });
    }
    expect(api.probe.events.map(({ event }) => event)).toMatchObject([
      { userId: '576461413038785752', properties: { order_id: '576461413038785752', total: 49.9 } },
      { userId: '576461413038785753', properties: { order_id: '576461413038785753' } },
    ]);
  });

  it('says once what it left out of the batch, and notes it with each event', async () => {
    const api = await createApi();
    const batch = ['m-1', 'm-2'].map((messageId) => ({
      type: 'track',
      ...call,
      messageId,
      timestamp: 'soon',
    }));
    const answer = await post(api, '/v1/batch', { batch, context: 'x', sentAt: 'later' });
    expect(await answer.json()).toMatchObject({
      accepted: 2,
      ignored: [
        { index: 0, path: 'context' },
        { index: 0, path: 'sentAt' },
        { index: 0, path: 'batch[0].timestamp' },
        { index: 1, path: 'batch[1].timestamp' },
      ],
    });
    for (const { event } of api.probe.events) {
      expect(event.timestamp).toBe(startOfTests);
      expect(event.ignored?.map(({ path }) => path)).toEqual(['context', 'sentAt', 'timestamp']);
    }
  });

  it('tells of what was taken and may mean something else: no zone, a time far ahead, an order without an id', async () => {
    const api = await createApi();
    const batch = [
      { ...call, type: 'track', messageId: 'm-2', timestamp: '2026-03-28 23:00' },
      { ...call, type: 'track', messageId: 'm-3', timestamp: '2027-01-01T00:00:00Z' },
      { type: 'track', event: 'Order Completed', userId: '42', properties: { revenue: 'x' } },
    ];
    const answer = await post(api, '/v1/batch', { batch });
    expect(await answer.json()).toMatchObject({
      accepted: 3,
      ignored: [
        { index: 0, path: 'batch[0].timestamp', message: expect.stringContaining('has no zone') },
        { index: 1, path: 'batch[1].timestamp', message: expect.stringContaining('24 hours ahead') },
        { index: 2, path: 'batch[2].properties.revenue' },
        { index: 2, path: 'batch[2].properties.order_id' },
      ],
    });
    expect(api.probe.events.map(({ event }) => event.ignored?.length)).toEqual([1, 1, 2]);
  });

  it('says so when nothing of it was right', async () => {
    const answer = await post(await createApi(), '/v1/track', {});
    expect(await answer.json()).toMatchObject({ success: false, accepted: 0 });
  });

  it('with strict=1 takes nothing and answers 400 when one call is not valid', async () => {
    const api = await createApi();
    const batch = [{ type: 'track', ...call }, { type: 'tracc' }];
    const answer = await post(api, '/v1/batch?strict=1', { batch });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'invalid-input',
      problems: [{ code: 'unknown-type', path: 'batch[1].type' }],
    });
    expect(api.probe.events).toEqual([]);
  });

  it('takes an event that was there before for taken, once', async () => {
    const api = await createApi();
    await post(api, '/v1/track', call);
    const again = await post(api, '/v1/track', call);
    expect(await again.json()).toMatchObject({ success: true, accepted: 1, duplicates: 1 });
    expect(api.probe.events).toHaveLength(1);
  });

  it('makes the same request with the same Idempotency-Key the same events, another body others', async () => {
    const api = await createApi();
    const headers = { ...auth, 'idempotency-key': 'k-1' };
    const body = {
      batch: [
        { type: 'track', event: 'A', userId: '1' },
        { type: 'track', event: 'B', userId: '1' },
      ],
    };
    await post(api, '/v1/batch', body, headers);
    await post(api, '/v1/batch', body, headers);
    expect(api.probe.events).toHaveLength(2);
    await post(api, '/v1/batch', { batch: [{ type: 'track', event: 'C', userId: '1' }] }, headers);
    expect(api.probe.events).toHaveLength(3);
  });

  it('marks everything as history with backfill=1, and refuses a flag it cannot read', async () => {
    const api = await createApi();
    await post(api, '/v1/track?backfill=1', call);
    expect(api.probe.events[0]?.event.backfill).toBe(true);
    expect((await post(api, '/v1/track?backfill=yes', call)).status).toBe(400);
    expect((await post(api, '/v1/batch', { batch: [], backfill: 'yes' })).status).toBe(400);
  });
});

describe('what is too much', () => {
  it('refuses 2,501 events and takes 2,500', async () => {
    const api = await createApi();
    const many = (count: number) => ({
      batch: Array.from({ length: count }, (_, index) => ({ type: 'page', userId: `p${index}` })),
    });
    const refused = await post(api, '/v1/batch', many(2501));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ problems: [{ code: 'too-many-events' }] });
    expect(await (await post(api, '/v1/batch', many(2500))).json()).toMatchObject({ accepted: 2500 });
  });

  it('answers 413 to more than 500 KB, plain, chunked or as a gzip bomb, and takes honest gzip', async () => {
    const api = await createApi();
    const big = JSON.stringify({ ...call, properties: { text: 'x'.repeat(600 * 1024) } });
    expect(
      (await post(api, '/v1/track', big, { ...auth, 'content-length': String(big.length) })).status,
    ).toBe(413);
    expect((await post(api, '/v1/track', big)).status).toBe(413);
    const packed = { ...auth, ...gzip };
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    expect((await post(api, '/v1/track', bomb, packed)).status).toBe(413);
    expect((await post(api, '/v1/track', gzipSync(JSON.stringify(call)), packed)).status).toBe(200);
    expect(api.probe.events).toHaveLength(1);
  });

  it.each([
    ['that ends early', '{"event": "a"', {}, 'line 1, column 14'],
    ['with a comma too many', '{\n  "event": "a",\n}', {}, 'line 3, column 1'],
    ['whose text hides how deep it nests', `"\n${'['.repeat(100_000)}`, {}, 'not JSON'],
    ['that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 'not UTF-8'],
    ['of gzip that was cut off', gzipSync(JSON.stringify(call)).subarray(0, 30), gzip, 'cut off'],
    ['that says it is gzip', '{}', gzip, 'not gzip'],
  ])('says what is wrong with a body %s', async (_what, body, more, why) => {
    const answer = await post(await createApi(), '/v1/track', body, { ...auth, ...more });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(why) });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['a batch that is none', '{"batch":{}}'],
  ])('answers 400 to %s', async (_name, body) => {
    const answer = await post(await createApi(), '/v1/batch', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid-input', status: 400 });
  });

  it('answers 400 to what says it is gzip and is not, and to other packings', async () => {
    const api = await createApi();
    expect((await post(api, '/v1/track', call, { ...auth, 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await post(api, '/v1/track', call, { ...auth, 'content-encoding': 'br' })).status).toBe(400);
  });

  it('answers 429 with the time to wait when a key sends too much, and only to that key', async () => {
    const api = await createApi({ rateLimits: { server: { perSecond: 1, burst: 2 } } });
    const first = await post(api, '/v1/track', call);
    expect(first.headers.get('ratelimit-remaining')).toBe('1');
    await post(api, '/v1/track', call);
    const third = await post(api, '/v1/track', call);
    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toBe('1');
    expect(third.headers.get('ratelimit-limit')).toBe('2');
    expect((await post(api, '/v1/track', call, basic(`${keys.otherWrite}:`))).status).toBe(200);
    api.pass(1000);
    expect((await post(api, '/v1/track', call)).status).toBe(200);
  });

  it('answers 429 before it reads anything when the engine cannot follow', async () => {
    const api = await createApi({ pressure: () => ({ overloaded: true, retryAfterMs: 2500 }) });
    const answer = await post(api, '/v1/track', call);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(api.probe.events).toEqual([]);
  });
});

describe('when it cannot be stored', () => {
  it('answers 503 and not 200, so that the client keeps the event', async () => {
    const accept = async () => {
      throw new CicloError({ code: 'unavailable', message: 'The store is away.' });
    };
    const answer = await post(await createApi({ accept }), '/v1/track', call);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  it('answers 500 without a word of what broke, and logs that', async () => {
    const accept = async () => {
      throw new Error('password=hunter2 at 10.0.0.1');
    };
    const api = await createApi({ accept });
    const answer = await post(api, '/v1/track', call);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('hunter2');
    expect(JSON.stringify(api.probe.logged)).toContain('hunter2');
  });
});

describe('browsers', () => {
  it('may call from every origin, without credentials', async () => {
    const api = await createApi();
    const asked = await api.app.request('/v1/t', {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await post(
      api,
      '/v1/t',
      { ...call, writeKey: keys.write },
      { origin: 'https://shop.example', 'content-type': 'text/plain' },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('may not call the admin API from another origin', async () => {
    const answer = await (
      await createApi()
    ).app.request('/api/journeys', {
      headers: { ...bearer(keys.admin), origin: 'https://evil.example' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
