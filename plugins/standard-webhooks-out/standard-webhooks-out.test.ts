import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at, createHarness, type Harness, testNow } from '../testing/harness.ts';
import { conformance, createHttpFake } from '../testing.ts';
import { standardWebhooksOutPlugin } from './standard-webhooks-out.ts';

const secret = `whsec_${Buffer.from('canary-outbound-secret-1').toString('base64')}`;
const next = `whsec_${Buffer.from('canary-outbound-secret-2').toString('base64')}`;
const example = { type: 'cart.abandoned', data: { order_id: '7', total: 12.5 } };

type Received = { readonly headers: Record<string, string>; readonly body: string };

/** An endpoint that keeps what it gets and takes each webhook-id once. */
const createEndpoint = async (answer?: (path: string) => Response | undefined) => {
  const received: Received[] = [];
  const fake = await createHttpFake(({ app, happened }) => {
    app.post('/*', async (c) => {
      const headers = c.req.header();
      received.push({ headers, body: await c.req.text() });
      happened(headers['webhook-id'] ?? '');
      return answer?.(c.req.path) ?? c.body(null, 204);
    });
  });
  return { ...fake, received };
};

conformance({
  plugin: standardWebhooksOutPlugin,
  secrets: { OUT_SECRET: secret },
  config: (url) => ({ url, secrets: { env: 'OUT_SECRET' } }),
  provider: {
    start: () => createEndpoint(),
    // What the endpoint says beside 2xx does not matter, so its garbage is no failure.
    plays: [
      'ok',
      'throttled-seconds',
      'throttled-date',
      'throttled',
      'server-error',
      'unavailable',
      'unauthorized',
      'refused',
      'lost',
      'hang',
      'huge',
    ],
  },
  actions: {
    post: {
      input: example,
      junk: [
        { ...example, type: '' },
        { ...example, data: 'text' },
        { ...example, url: 'javascript:alert(1)' },
        { ...example, url: 'file:///etc/passwd' },
        { ...example, timestamp: 'yesterday' },
        { ...example, extra: 1 },
      ],
    },
  },
});

describe('what is posted', () => {
  let endpoint: Awaited<ReturnType<typeof createEndpoint>>;
  let harness: Harness;
  const post = (input: object, key = 'step-1') =>
    harness.runtime.perform({ ...at, action: 'post', input, idempotencyKey: key, now: testNow });

  beforeEach(async () => {
    endpoint = await createEndpoint((path) =>
      path.startsWith('/status/')
        ? new Response('', { status: Number(path.slice(8)), headers: { location: '/elsewhere' } })
        : undefined,
    );
    harness = createHarness({
      plugin: standardWebhooksOutPlugin,
      config: { url: endpoint.url, secrets: [{ env: 'A' }, { env: 'B' }] },
      secrets: { A: secret, B: next },
      systemTime: Date.now(),
    });
  });
  afterEach(async () => {
    await harness.close();
    await endpoint.close();
  });

  test('is verified by the reference implementation, with either secret while rotating', async () => {
    expect(await post({ ...example, data: { name: 'Ñandú', deep: [{ a: null }] } })).toMatchObject({
      kind: 'done',
      output: { status: 204 },
    });
    const [{ headers, body } = { headers: {}, body: '' }] = endpoint.received;
    for (const one of [secret, next]) {
      expect(new Webhook(one).verify(body, headers)).toEqual({
        type: 'cart.abandoned',
        timestamp: '2026-03-01T12:00:00.000Z',
        data: { name: 'Ñandú', deep: [{ a: null }] },
      });
    }
    expect(headers['webhook-id']).toBe('step-1');
    expect(headers['content-type']).toBe('application/json');
  });

  test('is signed with the real time, whatever the clock of the tenant says', async () => {
    await post(example);
    const sent = Number(endpoint.received[0]?.headers['webhook-timestamp']) * 1000;
    expect(Math.abs(sent - Date.now())).toBeLessThan(60_000);
    expect(Math.abs(sent - testNow)).toBeGreaterThan(60_000);
  });

  test('keeps its id over attempts', async () => {
    endpoint.play('lost');
    expect((await post(example)).kind).toBe('retry');
    endpoint.play('ok');
    expect((await post(example)).kind).toBe('done');
    expect(endpoint.received.map(({ headers }) => headers['webhook-id'])).toEqual(['step-1', 'step-1']);
  });

  test.each([
    [200, 'done'],
    [202, 'done'],
    [301, 'retry'],
    [302, 'retry'],
    [400, 'retry'],
    [404, 'retry'],
    [410, 'rejected'],
    [429, 'retry'],
    [500, 'retry'],
    [502, 'retry'],
  ])('%i is %s, and no redirect is followed', async (status, kind) => {
    expect((await post({ ...example, url: `${endpoint.url}/status/${status}` })).kind).toBe(kind);
    expect(endpoint.received.length).toBe(1);
  });

  test('goes to no host that is not configured', async () => {
    const other = endpoint.url.replace('127.0.0.1', 'localhost');
    expect(await post({ ...example, url: other })).toMatchObject({
      kind: 'rejected',
      code: 'egress-refused',
    });
    expect(endpoint.received).toEqual([]);
  });

  test('needs an address', async () => {
    await harness.close();
    harness = createHarness({
      plugin: standardWebhooksOutPlugin,
      config: { secrets: { env: 'A' } },
      secrets: { A: secret },
    });
    expect(await post(example)).toMatchObject({ kind: 'rejected', code: 'no-endpoint' });
  });
});
