import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cart, json, oneByOne, rowsOf, type Shop, startShop } from '../shop-for-tests.ts';

let shop: Shop;
let ana: string;
/** The runs of Ana, the newest first: the first one waits. */
let runs: readonly string[] = [];
const get = (path: string) => shop.call('GET', path);
const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  shop.call('POST', path, body, { headers });

beforeAll(async () => {
  shop = await startShop({ files: { 'journeys/other.json': { ...cart, key: 'other' } } });
  await shop.call('POST', '/api/journeys/other/pause', {});
  await shop.entered('ana', { checkout_id: 'c-1' });
  await shop.entered('ana', { checkout_id: 'c-2' });
  await shop.days(0.5);
  await shop.entered('ana', { checkout_id: 'c-3' });
  ana = await shop.profileId('ana');
  const found = await shop.opened.stores.runReads.runs({ tenant: shop.tenant, profileId: ana, limit: 10 });
  runs = found.map(({ id }) => id);
});
afterAll(() => shop.close());

describe('runs', () => {
  it('are read page by page, newest first, each exactly once', async () => {
    const read = await oneByOne(shop, '/api/runs', 'runs');
    expect(read.map(({ entryKey }) => entryKey)).toEqual(['c-3', 'c-2', 'c-1']);
  });

  it('can be filtered', async () => {
    const body = await json(get(`/api/runs?status=ended&journey=cart&profile=${ana}`));
    expect(rowsOf(body, 'runs').map(({ id }) => id)).toEqual(runs.slice(1));
    expect(await json(get('/api/runs?profile=nobody'))).toEqual({ runs: [] });
  });

  it('are shown with their story in plain words, oldest first', async () => {
    const [waiting, ended] = runs;
    expect(await json(get(`/api/runs/${waiting}`))).toMatchObject({
      run: { id: waiting, status: 'active', step: 'think' },
    });
    const body = await json(get(`/api/runs/${ended}`));
    expect(rowsOf(body, 'decisions').map(({ text }) => text)).toEqual([
      'Entered the journey “Win back a cart”.',
      'Waits at “think” until 29 Mar 2026, 13:00 UTC.',
      'The wait at “think” is over.',
      'Sent the message “welcome” by email.',
      'Came to the end of the journey “Win back a cart”.',
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
    'version[$gt]=1',
    'limit=-1',
    'stat=waiting',
  ])('refuse the query %s', async (query) => {
    const answer = await get(`/api/runs?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid-input', problems: [expect.anything()] });
  });
});

it('tells which parameter a list does not know, and which one was meant', async () => {
  const answer = await get('/api/profiles?emial=ana@example.com');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: 'invalid-input',
    problems: [{ path: 'emial', message: expect.stringContaining('Did you mean `email`?') }],
  });
});

describe('entering a person', () => {
  const body = { journey: 'cart', profile: { email: 'Ana@Example.com' } };
  const entering = (key: string) => ({ ...body, key });

  it('answers 201 with the run', async () => {
    const answer = await post('/api/runs', entering('by-hand'));
    expect(answer.status).toBe(201);
    const { entered, run } = await json(answer);
    expect(entered).toBe(true);
    expect(await json(get(`/api/runs/${String(run)}`))).toMatchObject({
      run: { profileId: ana, entryKey: 'by-hand', status: 'active' },
    });
  });

  it('answers 200 and why, when the rules of the journey forbid it, and 404 when there is no such journey', async () => {
    const answer = await post('/api/runs', { ...body, journey: 'other' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      entered: false,
      reason: 'not-live',
      text: 'the journey takes nobody in',
    });
    expect((await post('/api/runs', { ...body, journey: 'none' })).status).toBe(404);
  });

  it('gives the first answer again to the same Idempotency-Key, and does nothing', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const first = await post('/api/runs', entering('same'), headers);
    const before = (await oneByOne(shop, '/api/runs', 'runs')).length;
    const second = await post('/api/runs', entering('same'), headers);
    const text = await first.text();
    expect([second.status, await second.text()]).toEqual([201, text]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await oneByOne(shop, '/api/runs', 'runs')).toHaveLength(before);
    const third = await json(post('/api/runs', entering('third'), { 'idempotency-key': 'k-2' }));
    expect(text).not.toContain(third['run']);
  });

  it('answers 422 to another request under the same key, and 409 while the first is under way', async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const call = shop.callWith(({ enrol }) => ({
      enrol: async (input) => {
        await held;
        return enrol(input);
      },
    }));
    const headers = { 'idempotency-key': 'k-slow' };
    const first = call('POST', '/api/runs', entering('slow'), { headers });
    const second = call('POST', '/api/runs', entering('slow'), { headers });
    expect((await Promise.race([first, second])).status).toBe(409);
    goOn();
    const statuses = (await Promise.all([first, second])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 409]);
    expect((await post('/api/runs', entering('x'), headers)).status).toBe(422);
  });

  it('takes a dry run for another request than the one that follows under the same key', async () => {
    const job = { do: { kind: 'exit', outcome: 'over' }, who: { journey: 'other' } };
    const headers = { 'idempotency-key': 'k-dry' };
    const dry = await post('/api/jobs?dryRun=1', job, headers);
    expect([dry.status, (await post('/api/jobs', job, headers)).status]).toEqual([200, 422]);
  });

  it('keeps no answer to a request that was not right, or that failed on our side', async () => {
    const broken = shop.callWith(() => ({ enrol: () => Promise.reject(new Error('broken')) }));
    const headers = { 'idempotency-key': 'k-broken' };
    expect((await post('/api/runs', { journey: 'cart' }, headers)).status).toBe(400);
    expect((await broken('POST', '/api/runs', entering('late'), { headers })).status).toBe(500);
    expect((await post('/api/runs', entering('late'), headers)).status).toBe(201);
  });

  it('hands ids beyond 2^53 on exactly', async () => {
    const text = JSON.stringify({ ...entering('exact'), properties: { order_id: 0 } }).replace(
      ':0',
      ':576461413038785753',
    );
    expect((await post('/api/runs', text)).status).toBe(201);
    const [event] = rowsOf(await json(get('/api/events?limit=1')), 'events');
    expect(event).toMatchObject({ properties: { key: 'exact', order_id: '576461413038785753' } });
  });

  it('keeps the keys of two tenants apart', async () => {
    const headers = { 'idempotency-key': 'k-apart' };
    expect((await post('/api/runs', entering('apart'), headers)).status).toBe(201);
    const key = await shop.keyWith(['write', 'personal-data'], 'another');
    const other = await shop.call('POST', '/api/runs', entering('apart'), { key, headers });
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
    const answer = await post('/api/runs', request, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('commands', () => {
  it('are taken for a run that is there, and refused when they are none', async () => {
    const [waiting] = runs;
    const answer = await post(`/api/runs/${waiting}/commands`, { kind: 'exit', reason: 'asked by phone' });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ command: expect.any(String) });
    expect(await json(get(`/api/runs/${waiting}`))).toMatchObject({ run: { status: 'ended' } });
    expect((await post('/api/runs/nothing/commands', { kind: 'skip' })).status).toBe(404);
    expect((await post(`/api/runs/${waiting}/commands`, { kind: 'explode' })).status).toBe(400);
  });
});
