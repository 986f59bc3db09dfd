import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { allBut, json, oneByOne, rowsOf, type Shop, startShop, textOf } from '../shop-for-tests.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());

const eva = { email: 'Eva.Lopez@Shop.example', name: 'Eva', role: 'agent' };
const office = { zone: 'Europe/Madrid', hours: [{ days: ['mon-fri'], from: '09:00', to: '17:00' }] };

const invite = async (body: object = {}, more: Parameters<Shop['call']>[3] = {}) =>
  json(shop.call('POST', '/api/users', { ...eva, ...body }, more));

describe('users', () => {
  it('are invited once with one Idempotency-Key, found by handle, and changed on their revision', async () => {
    const headers = { 'idempotency-key': 'invite-eva' };
    const made = await invite({}, { headers });
    expect(made).toMatchObject({ email: 'eva.lopez@shop.example', handle: 'eva.lopez', state: 'invited' });
    expect(await invite({}, { headers })).toEqual(made);
    expect(await invite({ handle: 'other' })).toMatchObject({ status: 409, problems: [{ path: 'email' }] });
    const taken = await invite({ email: 'other@shop.example', handle: 'eva.lopez' });
    expect(taken).toMatchObject({ status: 409, problems: [{ path: 'handle' }] });
    const path = `/api/users/${textOf(made['id'])}`;
    const answer = await shop.call('PATCH', path, { handle: 'eva' }, { headers: { 'if-match': '"1"' } });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    const stale = await shop.call('PATCH', path, { name: 'E' }, { headers: { 'if-match': '"1"' } });
    expect(stale.status).toBe(412);
    const found = rowsOf(await json(shop.call('GET', '/api/users?handle=eva')), 'users');
    expect(found).toMatchObject([{ id: made['id'], handle: 'eva', revision: 2 }]);
  });

  it('are refused with the place and a hint when something is not valid', async () => {
    expect(await invite({ email: 'nobody' })).toMatchObject({ status: 400, problems: [{ path: 'email' }] });
    expect(await invite({ handle: 'No Spaces' })).toMatchObject({ problems: [{ path: 'handle' }] });
    expect(await invite({ email: 'x@y.example', teams: ['none'] })).toMatchObject({
      status: 400,
      problems: [{ code: 'unknown-team', path: 'teams' }],
    });
    const hours = { hours: [{ days: ['mon'], from: '9' }] };
    expect(await invite({ email: 'x@y.example', hours })).toMatchObject({
      status: 400,
      problems: [{ path: 'hours.hours.0.from' }],
    });
    expect((await shop.call('GET', '/api/users/usr_none')).status).toBe(404);
  });

  it('have addresses for those alone who may see personal data', async () => {
    const key = await shop.keyWith(allBut('personal-data'));
    const [user] = rowsOf(await json(shop.call('GET', '/api/users', undefined, { key })), 'users');
    expect(user).toHaveProperty('handle');
    expect(user).not.toHaveProperty('email');
    const found = await shop.call('GET', '/api/users?email=eva.lopez@shop.example', undefined, { key });
    expect(found.status).toBe(403);
    expect(
      rowsOf(await json(shop.call('GET', '/api/users?email=Eva.Lopez@shop.example')), 'users'),
    ).toHaveLength(1);
  });

  it('are made with no role that may do more than the key behind the call', async () => {
    const key = await shop.keyWith(allBut('publish'));
    const asked = { email: 'boss@shop.example', role: 'owner' };
    expect(await invite(asked, { key })).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('say whether they are available: by absence, own hours, and those of their teams', async () => {
    await shop.call('POST', '/api/teams', { key: 'care', name: 'Care', hours: office });
    const user = await invite({ email: 'kim@shop.example', teams: ['care'] });
    const path = `/api/users/${textOf(user['id'])}`;
    // It is a Sunday, noon in UTC, and summer time has just begun.
    expect(user['availability']).toEqual({
      available: false,
      because: 'hours',
      from: '2026-03-30T07:00:00.000Z',
    });
    const change = async (body: object) => (await json(shop.call('PATCH', path, body)))['availability'];
    expect(await change({ hours: { zone: 'UTC', hours: [{ days: ['sun'] }] } })).toEqual({ available: true });
    const until = '2026-03-29T15:00:00+02:00';
    expect(await change({ away: { until, note: 'Lunch' } })).toEqual({
      available: false,
      because: 'away',
      from: '2026-03-29T13:00:00.000Z',
    });
    expect(await change({ away: null })).toEqual({ available: true });
    expect(await change({ active: false })).toEqual({ available: false, because: 'deactivated' });
  });
});

describe('teams', () => {
  it('have a key that names one, and nobody joins one that is deactivated', async () => {
    const made = await shop.call('POST', '/api/teams', { key: 'crm', name: 'CRM' });
    expect(made.status).toBe(201);
    expect((await shop.call('POST', '/api/teams', { key: 'crm', name: 'Again' })).status).toBe(409);
    const member = await invite({ email: 'lu@shop.example', teams: ['crm'] });
    const ended = await json(shop.call('PATCH', '/api/teams/crm', { active: false }));
    expect(ended).toMatchObject({ revision: 2, deactivatedAt: expect.any(String) });
    expect(await invite({ email: 'max@shop.example', teams: ['crm'] })).toMatchObject({ status: 400 });
    const path = `/api/users/${textOf(member['id'])}`;
    expect((await shop.call('PATCH', path, { teams: ['crm'], name: 'Lu' })).status, 'who is in it').toBe(200);
  });

  it('and users are listed page by page', async () => {
    const keys = (await oneByOne(shop, '/api/teams', 'teams')).map(({ key }) => key);
    expect(keys).toEqual(['crm', 'care']);
    const handles = (await oneByOne(shop, '/api/users?team=crm', 'users')).map(({ handle }) => handle);
    expect(handles).toEqual(['lu']);
  });
});

describe('the audit trail', () => {
  it('has every change of users and teams, without personal data', async () => {
    const lines = rowsOf(await json(shop.call('GET', '/api/audit?limit=200')), 'lines');
    const acts = new Set(lines.map(({ action }) => action));
    for (const act of ['user.invite', 'user.change', 'team.create', 'team.change'])
      expect(acts).toContain(act);
    const change = lines.find(({ action }) => action === 'user.change');
    expect(change).toMatchObject({
      subject: expect.stringMatching(/^usr_/),
      details: { changed: 'name teams' },
    });
    expect(JSON.stringify(lines)).not.toMatch(/@|Eva|Lunch/);
  });

  it('says which role somebody had before', async () => {
    const path = `/api/users/${textOf((await invite({ email: 'rosa@shop.example', role: 'viewer' }))['id'])}`;
    await shop.call('PATCH', path, { role: 'agent' });
    const lines = rowsOf(await json(shop.call('GET', '/api/audit?action=user.change&limit=1')), 'lines');
    expect(lines).toMatchObject([{ details: { changed: 'role', role: 'agent', formerRole: 'viewer' } }]);
  });
});
