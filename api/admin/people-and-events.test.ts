import { describe, expect, it } from 'vitest';
import { isObject } from '../../domain/json.ts';
import { bearer, createTestApi, keys, startOfTests } from '../api-for-tests.ts';
import { get, json, post, textOf } from './requests-for-tests.ts';

describe('people', () => {
  it.each(['email=ANA@example.com', 'userId=42', 'id=p-ana'])('are found by %s', async (query) => {
    const body = await json(get(createTestApi(), `/api/profiles?${query}`));
    expect(body['profiles']).toMatchObject([{ id: 'p-ana', traits: { firstName: 'Ana' } }]);
  });

  it('who are not there are an empty list', async () => {
    expect(await json(get(createTestApi(), '/api/profiles?email=nobody@example.com'))).toEqual({
      profiles: [],
    });
  });

  it('are listed and shown', async () => {
    const api = createTestApi();
    expect(await json(get(api, '/api/profiles?limit=10'))).toMatchObject({ profiles: [{ id: 'p-ana' }] });
    expect(await json(get(api, '/api/profiles/p-ana'))).toMatchObject({
      profile: { consents: { email: { offers: { state: 'granted', at: '2026-03-02T00:00:00.000Z' } } } },
    });
    expect((await get(api, '/api/profiles/p-nobody')).status).toBe(404);
  });
});

describe('a timeline', () => {
  it('tells events, decisions and messages in one order, newest first, in plain words', async () => {
    const body = await json(get(createTestApi(), '/api/profiles/p-ana/timeline'));
    const items = Array.isArray(body['items']) ? body['items'].filter(isObject) : [];
    expect(items.map((item) => `${textOf(item['kind'])}: ${textOf(item['text'])}`)).toEqual([
      'message: email: “Your cart is waiting” was handed over.',
      'decision: Sent the message “cart-reminder” by email.',
      'decision: The wait at “think” is over.',
      'decision: Waits at “think” until 3 Mar 2026, 11:00 UTC.',
      'decision: Entered the journey “Win back a cart”.',
      'event: Checkout Started: 49.9 EUR (shopify).',
    ]);
    expect(body['next']).toBeUndefined();
  });

  it('is the same when it is read one by one', async () => {
    const api = createTestApi();
    const whole = await json(get(api, '/api/profiles/p-ana/timeline'));
    const items: unknown[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const body = await json(get(api, `/api/profiles/p-ana/timeline?limit=1${cursor}`));
      items.push(...(Array.isArray(body['items']) ? body['items'] : []));
      if (body['next'] === undefined) break;
      cursor = `&cursor=${textOf(body['next'])}`;
    }
    expect(items).toEqual(whole['items']);
  });

  it('speaks the language and the zone of the reader', async () => {
    const answer = await get(createTestApi(), '/api/profiles/p-ana/timeline?locale=es&zone=Europe/Madrid');
    expect(await answer.text()).toContain('Espera en «think» hasta el 3 mar 2026, 12:00 (Europe/Madrid).');
    expect((await get(createTestApi(), '/api/profiles/p-ana/timeline?zone=Nowhere')).status).toBe(400);
  });
});

describe('events', () => {
  it('that got stuck are found, and can be tried again', async () => {
    const api = createTestApi();
    expect(await json(get(api, '/api/events?state=dead'))).toMatchObject({
      events: [{ messageId: 'e2', state: 'dead', error: 'It could not be processed.' }],
    });
    expect((await post(api, '/api/events/e2/retry', '')).status).toBe(202);
    expect((await post(api, '/api/events/e1/retry', '')).status).toBe(409);
    expect((await post(api, '/api/events/e9/retry', '')).status).toBe(404);
  });
});

describe('messages and segments', () => {
  it('are listed', async () => {
    const api = createTestApi();
    expect(await json(get(api, '/api/messages?status=accepted'))).toMatchObject({
      messages: [{ id: 'm1', subject: 'Your cart is waiting' }],
    });
    expect(await json(get(api, '/api/messages?status=rejected'))).toEqual({ messages: [] });
    expect(await json(get(api, '/api/segments'))).toEqual({
      segments: [{ key: 'loyal', name: 'Loyal', kind: 'rule', members: 7 }],
    });
  });
});

describe('suppressions', () => {
  it('are added, found by the address, listed without it, and removed', async () => {
    const api = createTestApi();
    const address = 'stop@example.com';
    expect((await post(api, '/api/suppressions', { address, reason: 'asked by post' })).status).toBe(200);
    const listed = await get(api, '/api/suppressions');
    const text = await listed.text();
    expect(text).toContain('asked by post');
    expect(text).not.toContain(address);
    expect(await json(get(api, `/api/suppressions?address=${address}`))).toMatchObject({
      suppressions: [{ channel: 'email', reason: 'asked by post' }],
    });
    const remove = () =>
      api.app.request(`/api/suppressions?address=${address}`, {
        method: 'DELETE',
        headers: bearer(keys.admin),
      });
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
  });
});

describe('the clock', () => {
  it('is shown, and moved on where there is a development clock', async () => {
    let ahead = 0;
    const api = createTestApi({
      advance: async ({ byMs }) => {
        ahead += byMs;
        return { now: startOfTests + ahead };
      },
      clock: { now: () => startOfTests + ahead, systemTime: () => startOfTests },
    });
    expect(await json(get(api, '/api/clock'))).toEqual({ now: '2026-03-29T12:00:00.000Z', aheadMs: 0 });
    expect(await json(post(api, '/api/clock/advance', { by: '3 days' }))).toEqual({
      now: '2026-04-01T12:00:00.000Z',
      aheadMs: 3 * 86_400_000,
    });
    expect((await post(api, '/api/clock/advance', { by: 'soon' })).status).toBe(400);
    expect((await post(api, '/api/clock/advance', { by: '-3 days' })).status).toBe(400);
  });

  it('cannot be moved where there is none', async () => {
    expect((await post(createTestApi(), '/api/clock/advance', { by: '3 days' })).status).toBe(404);
  });
});
