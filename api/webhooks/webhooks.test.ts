import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  anySame,
  definePlugin,
  hmacSha256,
  lastOfPath,
  refused,
  secret,
  verified,
} from '../../plugins/contract.ts';
import { createPluginRuntime } from '../../plugins/runtime/runtime.ts';
import { CicloError } from '../../domain/errors.ts';
import { createApi } from '../api-for-tests.ts';

const key = 'whsec-of-the-tests';

/** A connector with a signed webhook, as simple as one can be. */
const plugin = definePlugin({
  id: 'simple',
  version: '1.0.0',
  name: 'Simple',
  config: z.strictObject({ secret: secret() }),
  webhooks: {
    main: {
      title: 'Everything',
      verification: { by: 'signature' },
      maxBytes: 1000,
      verify: (ctx, request) => {
        const sent = request.headers['x-signature'];
        if (sent === undefined) return refused('missing-signature', 'There is no signature.');
        const expected = [hmacSha256({ key: ctx.config.secret, data: request.rawBody, encoding: 'hex' })];
        return anySame({ sent: [sent], expected })
          ? verified
          : refused('bad-signature', 'The signature is wrong.');
      },
      dedupeKey: (request) => request.headers['x-id'] ?? '',
      topic: () => 'orders',
      normalise: () => [],
      handshake: (_ctx, request) =>
        request.method === 'GET' ? { status: 200, body: request.query['challenge'] ?? '' } : undefined,
    },
  },
});

/** One whose vendor signs nothing and puts its secret at the end of the address. */
const tokenPlugin = definePlugin({
  id: 'token',
  version: '1.0.0',
  name: 'Token',
  config: z.strictObject({ secret: secret() }),
  webhooks: {
    main: {
      title: 'Everything',
      verification: { by: 'secret', path: true },
      maxBytes: 1000,
      verify: (ctx, request) =>
        anySame({ sent: [lastOfPath(request)], expected: [ctx.config.secret] })
          ? verified
          : refused('bad-signature', 'The secret is wrong.'),
      dedupeKey: (request) => request.headers['x-id'] ?? '',
      normalise: () => [],
    },
  },
});

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const createWebhookApi = async (over: Parameters<typeof createApi>[0] = {}) => {
  const runtime = createPluginRuntime({
    registry: [plugin, tokenPlugin],
    instances: [
      { tenant: 'shop', instance: 'shopfront', plugin: 'simple', config: { secret: { env: 'KEY' } } },
      { tenant: 'shop', instance: 'token', plugin: 'token', config: { secret: { env: 'KEY' } } },
      { tenant: 'shop', instance: 'off', plugin: 'simple', config: { secret: { env: 'NOT_SET' } } },
    ],
    secrets: (name) => (name === 'KEY' ? key : undefined),
    http: () => () => Promise.reject(new Error('no HTTP here')),
    connect: () => () => Promise.reject(new Error('no connections here')),
    log: silent,
    clock: { now: () => 0 },
  });
  expect(runtime.problems.map(({ code }) => code)).toEqual(['missing-secret']);
  return createApi({ findWebhook: runtime.findWebhook, receive: runtime.receive, ...over });
};

const sign = (body: string | Uint8Array): string => createHmac('sha256', key).update(body).digest('hex');

const deliver = async (
  api: Awaited<ReturnType<typeof createApi>>,
  input: { body: string; headers?: Record<string, string>; path?: string },
): Promise<Response> =>
  api.app.request(input.path ?? '/webhooks/shop/shopfront', {
    method: 'POST',
    headers: { 'x-id': 'd-1', 'x-signature': sign(input.body), ...input.headers },
    body: input.body,
  });

const body = '{"id": 1,  "total": "49.90"}';

describe('a webhook that is what it says', () => {
  it('is stored with its bytes as they came, answered, and only then read', async () => {
    const api = await createWebhookApi();
    const answer = await deliver(api, { body, headers: { authorization: 'Bearer of-the-vendor' } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ received: true, duplicate: false });
    const [stored] = api.probe.deliveries;
    expect(Buffer.from(stored?.request.rawBody ?? []).toString()).toBe(body);
    expect(stored).toMatchObject({
      tenant: 'shop',
      instance: 'shopfront',
      webhook: 'main',
      dedupeKey: 'd-1',
      topic: 'orders',
      request: { method: 'POST', path: '/webhooks/shop/shopfront' },
    });
    expect(stored?.request.headers['x-id']).toBe('d-1');
    expect(stored?.request.headers['authorization']).toBeUndefined();
    expect(api.probe.kicks).toEqual([{ tenant: 'shop', id: stored?.id }]);
  });

  it('is one delivery when it comes a hundred times at once, and 200 each time', async () => {
    const api = await createWebhookApi();
    const answers = await Promise.all(Array.from({ length: 100 }, () => deliver(api, { body })));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(api.probe.deliveries).toHaveLength(1);
    expect(api.probe.kicks).toHaveLength(1);
  });

  it('may name the webhook in its address', async () => {
    const api = await createWebhookApi();
    expect((await deliver(api, { body, path: '/webhooks/shop/shopfront/main' })).status).toBe(200);
    expect((await deliver(api, { body, path: '/webhooks/shop/shopfront/other' })).status).toBe(404);
  });

  it('may have its secret at the end of its address, which is stored without it', async () => {
    const api = await createWebhookApi();
    const at = (end: string) => deliver(api, { body, path: `/webhooks/shop/token/main${end}` });
    expect((await at(`/${key}`)).status).toBe(200);
    expect(api.probe.deliveries.map(({ request }) => request.path)).toEqual(['/webhooks/shop/token/main']);
    expect(JSON.stringify([api.probe.deliveries, api.probe.logged])).not.toContain(key);
    for (const end of ['', '/', '/other', `/${key}x`, `/x/${key}`]) {
      expect([401, 404]).toContain((await at(end)).status);
    }
    // A webhook that is verified otherwise has no such address.
    expect((await deliver(api, { body, path: `/webhooks/shop/shopfront/main/${key}` })).status).toBe(404);
  });

  it('is asked for by some vendors: the plugin answers, nothing is stored', async () => {
    const api = await createWebhookApi();
    const answer = await api.app.request('/webhooks/shop/shopfront?challenge=abc');
    expect([answer.status, await answer.text()]).toEqual([200, 'abc']);
    expect(api.probe.deliveries).toEqual([]);
  });
});

describe('a webhook that is not', () => {
  it.each([
    ['has no signature', { body, headers: { 'x-signature': '' } }, 401],
    ['has a wrong signature', { body, headers: { 'x-signature': sign('other') } }, 401],
    ['is signed and no JSON', { body: 'nonsense' }, 400],
    ['is signed and nests a thousand deep', { body: `${'['.repeat(1000)}${']'.repeat(1000)}` }, 413],
    ['is signed and nests too deep', { body: `${'['.repeat(91)}${']'.repeat(91)}` }, 400],
    ['is signed and reaches for a prototype', { body: '{"__proto__":{"a":1}}' }, 400],
    ['has no id', { body, headers: { 'x-id': '' } }, 400],
    ['is larger than the plugin takes', { body: `"${'x'.repeat(2000)}"` }, 413],
    ['is for an instance that is not there', { body, path: '/webhooks/shop/nothing' }, 404],
    ['is for a tenant that is not there', { body, path: '/webhooks/nobody/shopfront' }, 404],
    ['is for a name that cannot be', { body, path: '/webhooks/shop/$where' }, 404],
  ])('%s: it is refused and leaves nothing behind', async (_name, input, status) => {
    const api = await createWebhookApi();
    const answer = await deliver(api, input);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(api.probe.deliveries).toEqual([]);
    expect(api.probe.kicks).toEqual([]);
  });

  it.each([
    ['a tenant that is not there', '/webhooks/nobody/shopfront', 404],
    ['an instance that is not there', '/webhooks/shop/nothing', 404],
    ['a webhook that is not there', '/webhooks/shop/shopfront/other', 404],
    ['a name that cannot be', '/webhooks/shop/$where', 404],
    ['an instance that is off', '/webhooks/shop/off', 503],
  ])('for %s is refused before its body is read', async (_name, path, status) => {
    const api = await createWebhookApi();
    let isRead = false;
    const pull = (controller: ReadableStreamDefaultController): void => {
      isRead = true;
      controller.close();
    };
    const stream = new ReadableStream({ pull }, { highWaterMark: 0 });
    const request = new Request(`http://x${path}`, { method: 'POST', body: stream, duplex: 'half' });
    const answer = await api.app.request(request);
    expect([answer.status, isRead]).toEqual([status, false]);
    expect(await answer.json()).toMatchObject({ status, code: expect.any(String) });
  });

  it('comes often from one address: that address waits, and no other', async () => {
    const api = await createWebhookApi({
      trustProxy: true,
      rateLimits: { attempts: { perSecond: 1, burst: 2 } },
    });
    const from = (address: string, signature?: string) => ({
      body,
      headers: {
        'x-forwarded-for': address,
        ...(signature === undefined ? {} : { 'x-signature': signature }),
      },
    });
    const forged = sign('other');
    expect((await deliver(api, from('203.0.113.7', forged))).status).toBe(401);
    expect((await deliver(api, { ...from('203.0.113.7'), path: '/webhooks/shop/none' })).status).toBe(404);
    const waits = await deliver(api, from('203.0.113.7', forged));
    expect([waits.status, waits.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await deliver(api, from('203.0.113.8'))).status).toBe(200);
    api.pass(1000);
    expect((await deliver(api, from('203.0.113.7'))).status).toBe(200);
  });

  it('does not use up the limit of the genuine ones, which holds for the webhook', async () => {
    const api = await createWebhookApi({ rateLimits: { webhook: { perSecond: 1, burst: 2 } } });
    const of = (id: string, signature = sign(body)) =>
      deliver(api, { body, headers: { 'x-id': id, 'x-signature': signature } });
    for (let n = 0; n < 5; n += 1) expect((await of('d', sign('other'))).status).toBe(401);
    expect([(await of('d-1')).status, (await of('d-2')).status, (await of('d-3')).status]).toEqual([
      200, 200, 429,
    ]);
  });

  it('is larger than anybody sends: it is not even read to its end', async () => {
    const api = await createWebhookApi();
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const request = new Request('http://x/webhooks/shop/shopfront', {
      method: 'POST',
      body: stream,
      duplex: 'half',
    });
    expect((await api.app.request(request)).status).toBe(413);
    expect(pulled).toBeLessThan(4);
  });

  it('answers 503 when it cannot be stored, so that the vendor sends it again', async () => {
    const store = async () => {
      throw new CicloError({ code: 'unavailable', message: 'The store is away.' });
    };
    const api = await createWebhookApi({ inbox: { store, kick: () => undefined } });
    expect((await deliver(api, { body })).status).toBe(503);
  });
});
