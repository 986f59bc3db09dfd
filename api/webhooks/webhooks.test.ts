import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anySame, definePlugin, hmacSha256, refused, secret, verified } from '../../plugins/contract.ts';
import { createPluginRuntime } from '../../plugins/runtime/runtime.ts';
import { CicloError } from '../../domain/errors.ts';
import { createTestApi } from '../api-for-tests.ts';

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

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const createWebhookApi = (over: Parameters<typeof createTestApi>[0] = {}) => {
  const runtime = createPluginRuntime({
    registry: [plugin],
    instances: [
      { tenant: 'shop', instance: 'shopfront', plugin: 'simple', config: { secret: { env: 'KEY' } } },
    ],
    secrets: (name) => (name === 'KEY' ? key : undefined),
    http: () => () => Promise.reject(new Error('no HTTP here')),
    log: silent,
    clock: { now: () => 0 },
  });
  expect(runtime.problems).toEqual([]);
  return createTestApi({ receive: runtime.receive, ...over });
};

const sign = (body: string | Uint8Array): string => createHmac('sha256', key).update(body).digest('hex');

const deliver = async (
  api: ReturnType<typeof createTestApi>,
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
    const api = createWebhookApi();
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
    const api = createWebhookApi();
    const answers = await Promise.all(Array.from({ length: 100 }, () => deliver(api, { body })));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(api.probe.deliveries).toHaveLength(1);
    expect(api.probe.kicks).toHaveLength(1);
  });

  it('may name the webhook in its address', async () => {
    const api = createWebhookApi();
    expect((await deliver(api, { body, path: '/webhooks/shop/shopfront/main' })).status).toBe(200);
    expect((await deliver(api, { body, path: '/webhooks/shop/shopfront/other' })).status).toBe(404);
  });

  it('is asked for by some vendors: the plugin answers, nothing is stored', async () => {
    const api = createWebhookApi();
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
    ['is signed and reaches for a prototype', { body: '{"__proto__":{"a":1}}' }, 400],
    ['has no id', { body, headers: { 'x-id': '' } }, 400],
    ['is larger than the plugin takes', { body: `"${'x'.repeat(2000)}"` }, 413],
    ['is for an instance that is not there', { body, path: '/webhooks/shop/nothing' }, 404],
    ['is for a tenant that is not there', { body, path: '/webhooks/nobody/shopfront' }, 404],
    ['is for a name that cannot be', { body, path: '/webhooks/shop/$where' }, 404],
  ])('%s: it is refused and leaves nothing behind', async (_name, input, status) => {
    const api = createWebhookApi();
    const answer = await deliver(api, input);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(api.probe.deliveries).toEqual([]);
    expect(api.probe.kicks).toEqual([]);
  });

  it('is larger than anybody sends: it is not even read to its end', async () => {
    const api = createWebhookApi();
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
    expect(pulled).toBeLessThan(10);
  });

  it('answers 503 when it cannot be stored, so that the vendor sends it again', async () => {
    const store = async () => {
      throw new CicloError({ code: 'unavailable', message: 'The store is away.' });
    };
    const api = createWebhookApi({ inbox: { store, kick: () => undefined } });
    expect((await deliver(api, { body })).status).toBe(503);
  });
});
