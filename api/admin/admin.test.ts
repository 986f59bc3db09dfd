import { describe, expect, it } from 'vitest';
import { isObject } from '../../domain/json.ts';
import { bearer, createTestApi, keys, startOfTests } from '../api-for-tests.ts';

type Api = ReturnType<typeof createTestApi>;

const get = (api: Api, path: string, key: string = keys.admin) =>
  api.app.request(path, { headers: bearer(key) });

const post = (api: Api, path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.app.request(path, {
    method: 'POST',
    headers: { ...bearer(keys.admin), 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const json = async (answer: Response | Promise<Response>): Promise<Record<string, unknown>> => {
  const body: unknown = await (await answer).json();
  return isObject(body) ? body : {};
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

describe('journeys', () => {
  it('are listed, and each is shown with its definition', async () => {
    const api = createTestApi();
    expect(await json(get(api, '/api/journeys'))).toMatchObject({
      journeys: [
        { key: 'cart', version: 2, mode: 'live', entered: 3, publishedAt: '2026-03-01T00:00:00.000Z' },
      ],
    });
    expect(await json(get(api, '/api/journeys/cart'))).toMatchObject({
      key: 'cart',
      definition: { steps: [{ id: 'think' }, { id: 'remind' }] },
      versions: [{ version: 2 }],
    });
    expect((await get(api, '/api/journeys/nothing')).status).toBe(404);
  });

  it('have a funnel in the order of their steps, with reasons, and steps of the past last', async () => {
    const api = createTestApi();
    const funnel = await json(get(api, '/api/journeys/cart/funnel?version=2'));
    expect(funnel).toMatchObject({
      journey: 'cart',
      version: 2,
      entered: 3,
      people: 1,
      converted: 1,
      revenue: [{ currency: 'EUR', minor: 4990, amount: 49.9 }],
    });
    expect(funnel['steps']).toEqual([
      expect.objectContaining({
        step: 'think',
        type: 'wait',
        entered: { people: 1, runs: 3, total: 3 },
        waiting: 1,
        passed: { people: 1, runs: 2, total: 2 },
        converted: 0,
      }),
      expect.objectContaining({
        step: 'remind',
        type: 'send',
        passed: { people: 1, runs: 1, total: 1 },
        skipped: [{ reason: 'no-consent', people: 1, runs: 1, total: 1 }],
        converted: 1,
        revenue: [{ currency: 'EUR', minor: 4990, amount: 49.9 }],
      }),
      expect.objectContaining({ step: 'gone', type: 'removed', passed: { people: 1, runs: 1, total: 1 } }),
    ]);
    expect((await get(api, '/api/journeys/cart/funnel')).status).toBe(200);
    expect((await get(api, '/api/journeys/cart/funnel?version=9')).status).toBe(404);
    expect((await get(api, '/api/journeys/cart/funnel?version=x')).status).toBe(400);
  });
});

describe('results', () => {
  it('show each experiment with its figures, what may be said, and the same in the words of the reader', async () => {
    const api = createTestApi();
    const body = await json(get(api, '/api/journeys/cart/experiments'));
    expect(body['experiments']).toMatchObject([
      {
        kind: 'experiment',
        step: 'discount',
        verdict: { kind: 'winner', arm: 'code', by: 'conversion' },
        arms: [
          {
            arm: 'plain',
            isControl: true,
            people: 600,
            converted: 60,
            rate: { value: 0.1 },
            revenue: 120_000,
          },
          { arm: 'code', people: 600, converted: 120, revenuePerPerson: { value: 400 } },
        ],
        comparisons: [{ arm: 'code', against: 'plain', conversionRatio: { value: 2 } }],
        sampleRatio: { isMismatch: false },
        currency: 'EUR',
        rest: 3,
      },
    ]);
    expect(await (await get(api, '/api/journeys/cart/experiments?locale=es')).text()).toContain(
      'Ganó «code» por conversión.',
    );
    expect(await json(get(api, '/api/journeys/cart/lift'))).toEqual({ holdouts: [] });
    expect((await get(api, '/api/journeys/none/lift')).status).toBe(404);
  });
});

describe('runs', () => {
  it('are read page by page, newest first, each exactly once', async () => {
    const api = createTestApi();
    const ids: unknown[] = [];
    let cursor = '';
    for (let page = 0; page < 5; page += 1) {
      const body = await json(get(api, `/api/runs?limit=1${cursor}`));
      const [run] = Array.isArray(body['runs']) ? body['runs'].filter(isObject) : [];
      ids.push(run?.['id']);
      if (body['next'] === undefined) break;
      cursor = `&cursor=${textOf(body['next'])}`;
    }
    expect(ids).toEqual(['run-3', 'run-2', 'run-1']);
  });

  it('can be filtered', async () => {
    const body = await json(get(createTestApi(), '/api/runs?status=ended&journey=cart&profile=p-ana'));
    expect(body['runs']).toMatchObject([{ id: 'run-2' }, { id: 'run-1' }]);
  });

  it('are shown with their story in plain words, oldest first', async () => {
    const body = await json(get(createTestApi(), '/api/runs/run-3'));
    expect(body).toMatchObject({ run: { id: 'run-3', status: 'active', step: 'think' } });
    const texts = Array.isArray(body['decisions'])
      ? body['decisions'].filter(isObject).map((one) => one['text'])
      : [];
    expect(texts).toEqual([
      'Entered the journey “Win back a cart”.',
      'Waits at “think” until 3 Mar 2026, 11:00 UTC.',
      'The wait at “think” is over.',
      'Sent the message “cart-reminder” by email.',
    ]);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'status=odd',
    'cursor=nonsense',
    'cursor=WzFd',
    'journey=a&journey=b',
    'version[$gt]=1&limit=-1',
  ])('refuse the query %s', async (query) => {
    const answer = await get(createTestApi(), `/api/runs?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid-input', problems: [expect.anything()] });
  });
});

describe('entering a person', () => {
  const body = { journey: 'cart', profile: { email: 'Ana@Example.com' } };

  it('answers 201 with the run', async () => {
    const answer = await post(createTestApi(), '/api/runs', body);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ entered: true, run: 'run-made-1' });
  });

  it('answers 200 and why, when the rules of the journey forbid it', async () => {
    const answer = await post(createTestApi(), '/api/runs', { ...body, journey: 'other' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      entered: false,
      reason: 'not-live',
      text: 'the journey takes nobody in',
    });
  });

  it('gives the first answer again to the same Idempotency-Key, and does nothing', async () => {
    const api = createTestApi();
    const headers = { 'idempotency-key': 'k-1' };
    const first = await post(api, '/api/runs', body, headers);
    const second = await post(api, '/api/runs', body, headers);
    expect([second.status, await second.text()]).toEqual([201, await first.text()]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const third = await post(api, '/api/runs', body, { 'idempotency-key': 'k-2' });
    expect(await third.json()).toMatchObject({ run: 'run-made-2' });
  });

  it('answers 422 to another request under the same key, and 409 while the first is under way', async () => {
    const api = createTestApi({
      enrol: async () => {
        await new Promise((resolve) => {
          setTimeout(resolve, 100);
        });
        return { kind: 'entered', run: 'slow' };
      },
    });
    const headers = { 'idempotency-key': 'k-1' };
    const [first, second] = await Promise.all([
      post(api, '/api/runs', body, headers),
      post(api, '/api/runs', body, headers),
    ]);
    expect(new Set([first.status, second.status])).toEqual(new Set([201, 409]));
    expect((await post(api, '/api/runs', { ...body, key: 'x' }, headers)).status).toBe(422);
  });

  it('keeps no answer to a request that was not right, or that failed on our side', async () => {
    let isBroken = true;
    const api = createTestApi({
      enrol: async () => {
        if (isBroken) throw new Error('broken');
        return { kind: 'entered', run: 'mended' };
      },
    });
    const headers = { 'idempotency-key': 'k-1' };
    expect((await post(api, '/api/runs', { journey: 'cart' }, headers)).status).toBe(400);
    expect((await post(api, '/api/runs', body, headers)).status).toBe(500);
    isBroken = false;
    expect((await post(api, '/api/runs', body, headers)).status).toBe(201);
  });

  it('keeps the keys of two tenants apart', async () => {
    const api = createTestApi();
    const headers = { 'idempotency-key': 'k-1' };
    expect((await post(api, '/api/runs', body, headers)).status).toBe(201);
    const other = await post(api, '/api/runs', body, { ...headers, ...bearer(keys.other) });
    expect(other.status).toBe(404);
  });

  it.each([
    ['nobody named', { journey: 'cart', profile: {} }, 400],
    ['a person named twice', { journey: 'cart', profile: { id: 'p-ana', email: 'ana@example.com' } }, 400],
    ['an operator for an id', { journey: 'cart', profile: { id: { $ne: '' } } }, 400],
    ['somebody unknown', { journey: 'cart', profile: { userId: 'nobody' } }, 404],
    ['a field we do not know', { ...body, jurney: 'cart' }, 400],
    ['properties that cannot be kept', { ...body, properties: { 'a.b': 1 } }, 400],
    ['a prototype', '{"journey":"cart","profile":{"id":"p-ana"},"__proto__":{"a":1}}', 400],
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['too much', { ...body, properties: { text: 'x'.repeat(300 * 1024) } }, 413],
    ['an Idempotency-Key that is too long', body, 400, { 'idempotency-key': 'x'.repeat(256) }],
    ['another type of body', 'a=b', 400, { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('is refused for %s', async (_name, request, status, headers: Record<string, string> = {}) => {
    const answer = await post(createTestApi(), '/api/runs', request, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('commands', () => {
  it('are taken for a run that is there, and refused when they are none', async () => {
    const api = createTestApi();
    const answer = await post(api, '/api/runs/run-3/commands', { kind: 'exit', reason: 'asked by phone' });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ command: expect.any(String) });
    expect((await post(api, '/api/runs/nothing/commands', { kind: 'skip' })).status).toBe(404);
    expect((await post(api, '/api/runs/run-3/commands', { kind: 'explode' })).status).toBe(400);
  });
});

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
      events: [{ messageId: 'e2', state: 'dead', error: 'It could not be worked off.' }],
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
      clock: { now: () => startOfTests + ahead, wall: () => startOfTests },
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
