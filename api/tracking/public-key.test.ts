import { createHmac } from 'node:crypto';
import { sign } from 'hono/jwt';
import { describe, expect, it } from 'vitest';
import { createApi, keys } from '../api-for-tests.ts';

type Api = Awaited<ReturnType<typeof createApi>>;
const basic = (text: string) => ({
  authorization: `Basic ${Buffer.from(`${text}:`).toString('base64')}`,
  'content-type': 'application/json',
});
const post = (api: Api, path: string, body: object, key: string = keys.public) =>
  api.app.request(path, { method: 'POST', headers: basic(key), body: JSON.stringify(body) });
const proofSecrets = (await createApi()).deps.proofSecrets;
const [current, former] = proofSecrets('shop');
const [secretOfOther] = proofSecrets('other');
const hash = (userId: string, secret = current) => createHmac('sha256', secret).update(userId).digest('hex');
const codes = async (answer: Response): Promise<unknown> => {
  const body: unknown = await answer.json();
  return body;
};

describe('a public key', () => {
  it('brings page views and listed events, marked as public, and says what it left out', async () => {
    const api = await createApi();
    const answer = await post(api, '/v1/batch', {
      batch: [
        { type: 'page', anonymousId: 'a1', name: 'Home' },
        { type: 'track', event: 'Product Viewed', anonymousId: 'a1', userId: 'ana' },
        { type: 'track', event: 'Order Completed', anonymousId: 'a1', properties: { order_id: '1' } },
        { type: 'track', event: 'Consent Granted', anonymousId: 'a1', properties: { channel: '__proto__' } },
        { type: 'alias', previousId: 'ben', userId: 'ana' },
      ],
    });
    expect(await codes(answer)).toMatchObject({
      accepted: 2,
      ignored: [{ index: 1, path: 'batch[1].userId' }],
      rejected: [
        { index: 2, code: 'reserved-name' },
        { index: 3, code: 'reserved-name' },
        { index: 4, code: 'not-public' },
      ],
    });
    expect(
      api.probe.events.map(({ event }) => [event.name, event.trust, event.source, event.userId]),
    ).toEqual([
      ['page', 'public', 'public', undefined],
      ['Product Viewed', 'public', 'public', undefined],
    ]);
  });

  it.each([
    ['its hash', { userHash: hash('ana') }, 'ana'],
    [
      'its hash in the context, as the browser client can send it',
      { context: { userHash: hash('ana') } },
      'ana',
    ],
    ['a hash of the secret before', { userHash: hash('ana', former) }, 'ana'],
    ['the hash of somebody else', { userHash: hash('ben') }, 'bad-proof'],
    ['a hash of another tenant', { userHash: hash('ana', secretOfOther) }, 'bad-proof'],
    ['no hash', { userHash: true }, 'bad-proof'],
    ['no proof', {}, undefined],
  ])('names a customer by %s', async (_name, proof, expected) => {
    const api = await createApi();
    const call = { anonymousId: 'a1', userId: 'ana', traits: { firstName: 'Ana', email: 'evil@evil.test' } };
    const answer = await post(api, '/v1/identify', { ...call, ...proof });
    const [taken] = api.probe.events;
    if (expected === 'bad-proof') {
      expect(await codes(answer)).toMatchObject({ rejected: [{ code: 'bad-proof' }] });
      expect(taken).toBeUndefined();
      return;
    }
    expect(taken?.event.userId).toBe(expected);
    expect(taken?.event.traits['email']).toBeUndefined();
    expect(JSON.stringify(taken?.event)).not.toContain('userHash');
  });

  it('names a customer, and their address, by a token that the shop signed for a while', async () => {
    const secret = current;
    const exp = Math.floor(Date.now() / 1000) + 600;
    const tokens: [token: string, userId: string | undefined][] = [
      [await sign({ sub: 'ana', exp, email: 'ana@example.com' }, secret), 'ana'],
      [await sign({ sub: 'ana' }, secret), undefined],
      [await sign({ sub: 'ana', exp: exp - 6000 }, secret), undefined],
      [await sign({ sub: 'ana', exp }, 'another secret'), undefined],
      [await sign({ sub: 'ben', exp }, secret), undefined],
      [`${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.e30.`, undefined],
    ];
    for (const [userToken, userId] of tokens) {
      const api = await createApi();
      await post(api, '/v1/identify', { anonymousId: 'a1', userId: 'ana', userToken });
      expect(api.probe.events[0]?.event.userId).toBe(userId);
      if (userId !== undefined) {
        expect(api.probe.events[0]?.event.traits).toEqual({ email: 'ana@example.com' });
      }
    }
  });

  it('opens nothing of the admin API', async () => {
    const answer = await (
      await createApi()
    ).app.request('/api/profiles', {
      headers: { authorization: `Bearer ${keys.public}` },
    });
    expect(answer.status).toBe(403);
  });
});

describe('limits', () => {
  const page = { type: 'page', anonymousId: 'a1' };

  it('count the events of a batch: it is taken once, and paid for by the wait after it', async () => {
    const api = await createApi({ rateLimits: { public: { perSecond: 1, burst: 10 } } });
    const batch = Array.from({ length: 30 }, () => page);
    expect((await post(api, '/v1/batch', { batch })).status).toBe(200);
    const second = await post(api, '/v1/page', page);
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('21');
    api.pass(21_000);
    expect((await post(api, '/v1/page', page)).status).toBe(200);
  });

  it('hold for an address of visitors, and not for the servers of a shop', async () => {
    const api = await createApi({ rateLimits: { address: { perSecond: 1, burst: 2 } } });
    const statuses = async (key: string) => {
      const answers = [];
      for (let n = 0; n < 3; n += 1) answers.push((await post(api, '/v1/page', page, key)).status);
      return answers;
    };
    expect(await statuses(keys.public)).toEqual([200, 200, 429]);
    expect(await statuses(keys.write)).toEqual([200, 200, 200]);
  });

  it('hold for a network of IPv6, which one client has to itself', async () => {
    const api = await createApi({ trustProxy: true, rateLimits: { address: { perSecond: 1, burst: 2 } } });
    const from = async (address: string) => {
      const headers = { ...basic(keys.public), 'x-forwarded-for': address };
      const body = JSON.stringify(page);
      return (await api.app.request('/v1/page', { method: 'POST', headers, body })).status;
    };
    expect(await from('2001:db8:1:2::1')).toBe(200);
    expect(await from('2001:db8:1:2:ffff::2')).toBe(200);
    expect(await from('2001:db8:1:2:3:4:5:6')).toBe(429);
    expect(await from('2001:db8:1:3::1')).toBe(200);
    expect(await from('203.0.113.7')).toBe(200);
  });

  it('hold for who tries keys', async () => {
    const api = await createApi({ rateLimits: { address: { perSecond: 1, burst: 2 } } });
    const tries = [];
    for (let n = 0; n < 3; n += 1) tries.push((await post(api, '/v1/page', page, `sk_guess_${n}`)).status);
    expect(tries).toEqual([401, 401, 429]);
  });

  it('are looked at before the body is read where a header names the key', async () => {
    const api = await createApi({ rateLimits: { server: { perSecond: 1, burst: 1 } } });
    await post(api, '/v1/page', page, keys.write);
    let isRead = false;
    const body = new ReadableStream(
      {
        pull: (controller) => {
          isRead = true;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const request = new Request('http://ciclo.test/v1/page', {
      method: 'POST',
      headers: basic(keys.write),
      body,
      duplex: 'half',
    });
    expect((await api.app.request(request)).status).toBe(429);
    expect(isRead).toBe(false);
  });
});
