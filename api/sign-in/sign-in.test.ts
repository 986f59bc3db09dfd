import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Role } from '../../domain/objects/access.ts';
import { json, rowsOf, type Shop, startShop, textOf } from '../shop-for-tests.ts';

const deal = {
  key: 'deal',
  name: 'Deal',
  title: 'name',
  access: {
    read: { agent: 'team', viewer: 'own', marketer: 'all' },
    write: { agent: 'own', marketer: 'all' },
  },
  fields: { name: { type: 'text', required: true, searchable: true, personal: false } },
};

let shop: Shop;
beforeAll(async () => {
  shop = await startShop({ files: { 'objects/deal.json': deal } });
  await shop.call('POST', '/api/teams', { key: 'care', name: 'Care' });
});
afterAll(() => shop.close());

const password = 'correct horse battery';
const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  shop.request(`/auth/${shop.tenant}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .join('; ');

const invite = async (name: string, role: Role, teams: readonly string[] = []) => {
  const body = { email: `${name}@shop.example`, name, role, teams };
  return textOf((await json(shop.call('POST', '/api/users', body)))['id']);
};
const tokenFor = async (id: string): Promise<string> => {
  const { url } = await json(shop.call('POST', `/api/users/${id}/sign-in-link`, {}));
  return new URL(textOf(url)).searchParams.get('token') ?? '';
};

/** Somebody who is signed in, and makes calls as a page of ours does. */
const signedIn = async (name: string, role: Role, teams: readonly string[] = []) => {
  const id = await invite(name, role, teams);
  const cookie = cookieOf(await post('link', { token: await tokenFor(id), password }));
  const call = (method: string, path: string, body?: object, headers: object = own) =>
    shop.request(path, {
      method,
      headers: { cookie, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { id, cookie, call };
};

describe('a link', () => {
  it('signs in once, no matter who else uses it at the same time, and sets a password', async () => {
    const id = await invite('eva', 'agent');
    const token = await tokenFor(id);
    const answers = await Promise.all([1, 2, 3].map(() => post('link', { token, password })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    const answer = await post('sign-in', { email: 'Eva@shop.example', password });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ user: { id, role: 'agent', teams: [] } });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(await json(shop.call('GET', `/api/users/${id}`))).toMatchObject({ state: 'active' });
  });

  it('is used up by its form alone, not by anyone who looks at its page', async () => {
    const token = await tokenFor(await invite('looked-at', 'viewer'));
    const path = `/auth/${shop.tenant}/link`;
    for (let looks = 0; looks < 3; looks += 1) {
      const page = await shop.request(`${path}?token=${token}`);
      expect([page.status, page.headers.getSetCookie()]).toEqual([200, []]);
      expect(await page.text()).toContain(`value="${token}"`);
    }
    const form = new URLSearchParams({ token, password: '' });
    const used = await shop.request(path, {
      method: 'POST',
      body: form,
      headers: { origin: shop.url, host: new URL(shop.url).host },
    });
    expect([used.status, used.headers.getSetCookie().length > 0]).toEqual([200, true]);
  });

  it('is made for nobody whose role may do more', async () => {
    const boss = await invite('boss', 'owner');
    const admin = await signedIn('admin-1', 'admin');
    expect((await admin.call('POST', `/api/users/${boss}/sign-in-link`, {})).status).toBe(403);
  });
});

describe('a wrong password', () => {
  it('is answered as an address that nobody has, and slows its account down', async () => {
    await signedIn('kim', 'viewer');
    const wrong = await post('sign-in', { email: 'kim@shop.example', password: 'wrong password' });
    const nobody = await post('sign-in', { email: 'none@shop.example', password: 'wrong password' });
    const plain = async (answer: Response) => {
      const { requestId: _id, ...rest } = await json(answer);
      return rest;
    };
    expect(await plain(wrong)).toEqual(await plain(nobody));
    expect([wrong.status, wrong.headers.getSetCookie()]).toEqual([401, []]);
    const statuses: number[] = [];
    for (let tries = 0; tries < 10; tries += 1)
      statuses.push(
        (await post('sign-in', { email: 'kim@shop.example', password: 'wrong password' })).status,
      );
    expect(statuses.at(-1)).toBe(429);
    const right = await post('sign-in', { email: 'kim@shop.example', password });
    expect(right.status, 'the account waits, no matter who asks').toBe(429);
  });
});

describe('a session', () => {
  it('opens the API as far as the role goes, under the name of the user', async () => {
    const lu = await signedIn('lu', 'marketer');
    expect((await lu.call('GET', '/api/journeys')).status).toBe(200);
    expect((await lu.call('POST', '/api/keys', { name: 'x', kind: 'public' })).status).toBe(403);
    const made = await json(lu.call('POST', '/api/records/deal', { data: { name: 'One' } }));
    expect(made).toMatchObject({ createdBy: { kind: 'user', id: lu.id } });
    const lines = rowsOf(await json(shop.call('GET', `/api/audit?actor=${lu.id}`)), 'lines');
    expect(lines.map(({ action }) => action)).toEqual(['record.create', 'user.sign-in']);
  });

  it('changes nothing for a page of somebody else, or a program that brings its cookie', async () => {
    const max = await signedIn('max', 'admin');
    const type = { 'content-type': 'application/json' };
    for (const headers of [
      type,
      { ...type, 'sec-fetch-site': 'cross-site' },
      { ...type, 'sec-fetch-site': 'same-site' },
      { ...type, origin: 'https://evil.example' },
      { ...type, origin: 'null' },
    ])
      expect((await max.call('POST', '/api/teams', { key: 'x', name: 'X' }, headers)).status).toBe(403);
    const fromOurs = { ...type, origin: shop.url, host: new URL(shop.url).host };
    expect((await max.call('POST', '/api/teams', { key: 'y', name: 'Y' }, fromOurs)).status).toBe(201);
    const foreign = await post(
      'sign-in',
      { email: 'max@shop.example', password },
      { origin: 'https://evil.example' },
    );
    expect(foreign.status).toBe(403);
  });

  it('ends when the user signs out, is deactivated, or when the cookie was changed', async () => {
    const ana = await signedIn('ana', 'viewer');
    const status = async (): Promise<number> => (await ana.call('GET', '/api/journeys')).status;
    expect(await status()).toBe(200);
    const forged = ana.cookie.replace(/=(.)/, (_all, first: string) => `=${first === 'a' ? 'b' : 'a'}`);
    expect((await shop.request('/api/journeys', { headers: { cookie: forged } })).status).toBe(401);
    await shop.call('PATCH', `/api/users/${ana.id}`, { active: false });
    expect(await status()).toBe(401);
    expect((await post('sign-in', { email: 'ana@shop.example', password })).status).toBe(401);
    const ben = await signedIn('ben', 'viewer');
    expect((await post('sign-out', {}, { cookie: ben.cookie, origin: shop.url, ...own })).status).toBe(204);
    expect((await ben.call('GET', '/api/journeys')).status).toBe(401);
  });

  it('ends in every other browser when the user sets a new password, and goes on where it was set', async () => {
    const mia = await signedIn('mia', 'viewer');
    const again = cookieOf(
      await post('link', { token: await tokenFor(mia.id), password: 'another battery' }),
    );
    expect((await mia.call('GET', '/api/journeys')).status).toBe(401);
    expect((await shop.request('/api/journeys', { headers: { cookie: again } })).status).toBe(200);
  });

  it('takes on another role at once', async () => {
    const joe = await signedIn('joe', 'viewer');
    const write = async () => (await joe.call('POST', '/api/records/deal', { data: { name: 'J' } })).status;
    expect(await write()).toBe(403);
    await shop.call('PATCH', `/api/users/${joe.id}`, { role: 'marketer' });
    expect(await write()).toBe(201);
  });
});

describe('records', () => {
  it('are reached by role, owner and team: read, listed, found, changed and made', async () => {
    const agent = await signedIn('agent', 'agent', ['care']);
    const viewer = await signedIn('viewer', 'viewer', ['care']);
    const make = async (name: string, more: object = {}) =>
      textOf(
        (await json(shop.call('POST', '/api/records/deal', { data: { name: `Zebra ${name}` }, ...more })))[
          'id'
        ],
      );
    const mine = await make('mine', { owner: agent.id });
    const ours = await make('ours', { team: 'care', owner: 'somebody' });
    const theirs = await make('theirs', { owner: 'somebody', team: 'sales' });
    const nobodys = await make('nobodys');

    const read = async (who: typeof agent, id: string) =>
      (await who.call('GET', `/api/records/deal/${id}`)).status;
    expect(await Promise.all([mine, ours, theirs, nobodys].map((id) => read(agent, id)))).toEqual([
      200, 200, 404, 404,
    ]);
    expect(await Promise.all([mine, ours, theirs].map((id) => read(viewer, id)))).toEqual([404, 404, 404]);
    expect((await agent.call('GET', `/api/records/deal/${theirs}/history`)).status).toBe(404);

    const listed = async (who: typeof agent, query = '') =>
      rowsOf(await json(who.call('GET', `/api/records/deal${query}`)), 'records').map(({ id }) => id);
    expect(new Set(await listed(agent))).toEqual(new Set([mine, ours]));
    expect(await listed(viewer)).toEqual([]);
    const filter = encodeURIComponent(
      JSON.stringify({ any: [{ fact: 'record', path: '$.owner', operator: 'equal', value: 'somebody' }] }),
    );
    expect(await listed(agent, `?filter=${filter}`), 'a filter widens nothing').toEqual([ours]);
    const found = rowsOf(await json(agent.call('GET', '/api/search?q=zebra')), 'results');
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set([mine, ours]));

    const link = (id: string) => shop.call('PUT', `/api/records/deal/${mine}/links/deal/${id}`, {});
    await link(ours);
    await link(theirs);
    await shop.call('PUT', `/api/records/deal/${nobodys}/links/deal/${mine}`, {});
    const linked = rowsOf(await json(agent.call('GET', `/api/records/deal/${mine}/links`)), 'links');
    expect(linked.map(({ id }) => id)).toEqual([ours]);
    const first = rowsOf(await json(agent.call('GET', '/api/search?q=zebra&limit=1')), 'results');
    expect(first.map(({ id }) => id === mine || id === ours)).toEqual([true]);

    const change = async (id: string) =>
      (await agent.call('PATCH', `/api/records/deal/${id}`, { data: { name: 'Changed' } })).status;
    expect(await Promise.all([mine, ours, theirs].map(change))).toEqual([200, 403, 404]);
    expect((await agent.call('DELETE', `/api/records/deal/${ours}`)).status).toBe(403);
    const made = await json(agent.call('POST', '/api/records/deal', { data: { name: 'New' } }));
    expect(made).toMatchObject({ owner: agent.id });
    const given = await agent.call('POST', '/api/records/deal', { data: { name: 'New' }, owner: 'somebody' });
    expect(given.status).toBe(403);
    const [line] = rowsOf(await json(shop.call('GET', `/api/records/deal/${mine}/history`)), 'history');
    expect(line).toMatchObject({ by: { kind: 'user', id: agent.id }, act: 'changed' });
  });
});
