import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { json, oneByOne, rowsOf, type Shop, startOfShop, startShop, textOf } from '../shop-for-tests.ts';

const day = 86_400_000;

let shop: Shop;
let ana: string;
const get = (path: string) => shop.call('GET', path);
const post = (path: string, body: unknown) => shop.call('POST', path, body);

beforeAll(async () => {
  shop = await startShop();
  await shop.entered('ana', { value: 49.9, currency: 'EUR' });
  ana = await shop.profileId('ana');
  await shop.identify('ana', { loyal: true });
  await shop.days(0.5);
});
afterAll(() => shop.close());

describe('people', () => {
  it.each(['email=ANA@example.com', 'userId=ana'])('are found by %s', async (query) => {
    const body = await json(get(`/api/profiles?${query}`));
    expect(body['profiles']).toMatchObject([{ id: ana, traits: { firstName: 'Ana' } }]);
  });

  it('are found by their id', async () => {
    expect(await json(get(`/api/profiles?id=${ana}`))).toMatchObject({ profiles: [{ id: ana }] });
  });

  it('who are not there are an empty list', async () => {
    expect(await json(get('/api/profiles?email=nobody@example.com'))).toEqual({ profiles: [] });
  });

  it('are listed and shown', async () => {
    expect(await json(get('/api/profiles?limit=10'))).toMatchObject({ profiles: [{ id: ana }] });
    expect(await json(get(`/api/profiles/${ana}`))).toMatchObject({
      profile: { consents: { email: { '*': { state: 'granted', at: '2026-03-29T12:00:01.001Z' } } } },
    });
    expect((await get('/api/profiles/p-nobody')).status).toBe(404);
  });
});

describe('a timeline', () => {
  const items = async (query = '') =>
    rowsOf(await json(get(`/api/profiles/${ana}/timeline${query}`)), 'items');

  it('tells events, decisions and messages in one order, newest first, in plain words', async () => {
    const told = (await items()).map((item) => `${textOf(item['kind'])}: ${textOf(item['text'])}`);
    expect(told).toEqual([
      'message: email: “Welcome to Casa Verde, Ana” was handed over.',
      'decision: Came to the end of the journey “Win back a cart”.',
      'decision: Sent the message “welcome” by email.',
      'decision: The wait at “think” is over.',
      'event: Segment Joined: loyal.',
      'event: Told us about themselves: loyal.',
      'decision: Waits at “think” until 29 Mar 2026, 13:00 UTC.',
      'decision: Entered the journey “Win back a cart”.',
      'event: Checkout Started: 49.9 EUR, #ana-1.',
      'event: Consent Granted: *.',
      'event: Told us about themselves: email, firstName.',
    ]);
  });

  it('is the same when it is read one by one', async () => {
    expect(await oneByOne(shop, `/api/profiles/${ana}/timeline`, 'items')).toEqual(await items());
  });

  it('speaks the language and the zone of the reader', async () => {
    const told = (await items('?locale=es&zone=Europe/Madrid')).map((item) => item['text']);
    expect(told).toContain('Espera en «think» hasta el 29 mar 2026, 15:00 (Europe/Madrid).');
    expect((await get(`/api/profiles/${ana}/timeline?zone=Nowhere`)).status).toBe(400);
  });
});

describe('events', () => {
  it('that got stuck are found, and can be tried again', async () => {
    const fine = await shop.track('tom', 'Fine');
    const dead = await shop.stuckEvent('Odd');
    expect(await json(get('/api/events?state=dead'))).toMatchObject({
      events: [{ messageId: dead, state: 'dead', error: 'It could not be processed.' }],
    });
    expect((await post(`/api/events/${dead}/retry`, '')).status).toBe(202);
    expect(await json(get('/api/events?name=Odd'))).toMatchObject({ events: [{ state: 'done' }] });
    expect((await post(`/api/events/${fine}/retry`, '')).status).toBe(409);
    expect((await post('/api/events/e9/retry', '')).status).toBe(404);
  });
});

describe('messages and segments', () => {
  it('are listed', async () => {
    expect(await json(get('/api/messages?status=accepted'))).toMatchObject({
      messages: [{ subject: expect.any(String), message: 'welcome' }],
    });
    expect(await json(get('/api/messages?status=rejected'))).toEqual({ messages: [] });
    expect(await json(get('/api/segments'))).toEqual({
      segments: [{ key: 'loyal', name: 'Loyal', kind: 'rule', members: 1 }],
      countedAt: expect.any(String),
    });
  });
});

describe('suppressions', () => {
  it('are added, found by the address, listed without it, and removed', async () => {
    const address = 'stop@example.com';
    expect((await post('/api/suppressions', { address, reason: 'asked by post' })).status).toBe(200);
    const text = await (await get('/api/suppressions')).text();
    expect(text).toContain('asked by post');
    expect(text).not.toContain(address);
    expect(await json(get(`/api/suppressions?address=${address}`))).toMatchObject({
      suppressions: [{ channel: 'email', reason: 'asked by post' }],
    });
    const remove = () => shop.call('DELETE', `/api/suppressions?address=${address}`);
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
  });
});

describe('the clock', () => {
  it('is shown, and moved on where there is a development clock', async () => {
    const before = await json(get('/api/clock'));
    const moved = await json(post('/api/clock/advance', { by: '3 days' }));
    expect(Date.parse(textOf(moved['now'])) - Date.parse(textOf(before['now']))).toBeGreaterThanOrEqual(
      3 * day,
    );
    expect(Number(moved['aheadMs']) - Number(before['aheadMs'])).toBe(3 * day);
    expect(Date.parse(textOf(before['now']))).toBeGreaterThan(startOfShop);
    expect((await post('/api/clock/advance', { by: 'soon' })).status).toBe(400);
    expect((await post('/api/clock/advance', { by: '-3 days' })).status).toBe(400);
  });

  it('cannot be moved where there is none', async () => {
    const call = shop.callWith(() => ({ advance: undefined }));
    expect((await call('POST', '/api/clock/advance', { by: '3 days' })).status).toBe(404);
  });
});
