import { describe, expect, it } from 'vitest';
import { isObject } from '../../domain/json.ts';
import { bearer, createTestApi, keys } from '../api-for-tests.ts';
import { get, json, post, textOf } from './requests-for-tests.ts';

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
        return { kind: 'entered', run: 'corrected' };
      },
    });
    const headers = { 'idempotency-key': 'k-1' };
    expect((await post(api, '/api/runs', { journey: 'cart' }, headers)).status).toBe(400);
    expect((await post(api, '/api/runs', body, headers)).status).toBe(500);
    isBroken = false;
    expect((await post(api, '/api/runs', body, headers)).status).toBe(201);
  });

  it('hands ids beyond 2^53 on exactly', async () => {
    const enrolled: unknown[] = [];
    const api = createTestApi({
      enrol: async ({ properties }) => {
        enrolled.push(properties);
        return { kind: 'entered', run: 'exact' };
      },
    });
    const text = JSON.stringify({ ...body, properties: { order_id: 0 } }).replace(
      ':0',
      ':576461413038785753',
    );
    expect((await post(api, '/api/runs', text)).status).toBe(201);
    expect(enrolled).toEqual([{ order_id: '576461413038785753' }]);
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
