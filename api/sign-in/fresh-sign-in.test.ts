import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAuthenticator } from '../../domain/team/authenticator-for-tests.ts';
import { json, rowsOf, type Shop, startShop, textOf } from '../shop-for-tests.ts';
import { cookieOf, createMembers, ownPage } from './members-for-tests.ts';

let shop: Shop;
let members: ReturnType<typeof createMembers>;
beforeAll(async () => {
  shop = await startShop();
  members = createMembers(shop);
});
afterAll(() => shop.close());

type Member = Awaited<ReturnType<typeof members.signedIn>>;

const page = { ...ownPage, host: 'localhost:3000' };
const auth = (path: string): string => `/auth/${shop.tenant}/${path}`;
const laterBy = (minutes: number) => shop.engine.pause(minutes * 60_000);
const codeOf = async (answer: Promise<Response>) => {
  const { status } = await answer;
  return [status, (await json(answer))['code']];
};

/** The calls that give out a way in that outlasts the session. */
const lasting = (other: string): readonly [method: string, path: string, body?: object][] => [
  ['POST', '/api/keys', { name: 'mine', kind: 'server', scopes: ['read'] }],
  ['GET', '/api/keys/identity-secret'],
  ['POST', '/api/users', { email: 'thief@shop.example', name: 'Thief', role: 'owner' }],
  ['POST', `/api/users/${other}/sign-in-link`, {}],
  ['PATCH', `/api/users/${other}`, { role: 'owner' }],
  ['PATCH', `/api/users/${other}`, { email: 'thief@shop.example' }],
  ['PATCH', `/api/users/${other}`, { active: true }],
  ['POST', auth('passkeys/begin'), {}],
  ['POST', auth('passkeys'), {}],
  ['POST', auth('passkeys/remove'), { id: 'some' }],
];

const refused = [403, 'sign-in-again'];

describe('a session that somebody got hold of', () => {
  it('gives out no way in that lasts: ten minutes after the sign-in that needs another one', async () => {
    const boss = await members.signedIn('boss', 'owner');
    const other = await members.invite('other', 'viewer');
    await laterBy(11);
    for (const [method, path, body] of lasting(other)) {
      expect(await codeOf(boss.call(method, path, body, page)), `${method} ${path}`).toEqual(refused);
    }
    const users = rowsOf(await json(shop.call('GET', '/api/users?role=owner')), 'users');
    expect(users.map(({ id }) => id)).toEqual([boss.id]);
  });

  it('goes on with everything else, and a key is asked for no sign-in', async () => {
    const ana = await members.signedIn('ana', 'owner');
    const other = await members.invite('away', 'viewer');
    const { id } = await json(shop.call('POST', '/api/keys', { name: 'old', kind: 'public' }));
    await laterBy(11);
    expect((await ana.call('PATCH', `/api/users/${other}`, { away: {}, active: false })).status).toBe(200);
    expect((await ana.call('DELETE', `/api/keys/${textOf(id)}`)).status).toBe(200);
    expect((await ana.call('POST', auth('sessions/end'), {})).status).toBe(200);
    expect((await ana.call('GET', auth('passkeys'))).status).toBe(200);
    expect((await shop.call('POST', '/api/keys', { name: 'new', kind: 'public' })).status).toBe(201);
  });

  it('adds no passkey by a challenge from when it was fresh', async () => {
    const kim = await members.signedIn('kim', 'viewer');
    await laterBy(9);
    const { challenge } = await json(kim.call('POST', auth('passkeys/begin'), {}, page));
    const party = { id: 'localhost', origin: 'http://localhost:3000' };
    const made = createAuthenticator({ id: 'of-kim' }).make({ challenge: textOf(challenge), party });
    await laterBy(2);
    const added = kim.call('POST', auth('passkeys'), { ...made, name: 'Laptop' }, page);
    expect(await codeOf(added)).toEqual(refused);
  });
});

describe('signing in again', () => {
  it('opens what needs a fresh sign-in, and ends the session that the browser had before', async () => {
    const max = await members.signedIn('max', 'owner');
    const elsewhere = await members.again(max);
    await laterBy(11);
    const again: Member = await members.again(max, { cookie: max.cookie });
    const made = { name: 'mine', kind: 'public' };
    expect((await again.call('POST', '/api/keys', made)).status).toBe(201);
    expect((await max.call('GET', '/api/journeys')).status, 'a copy of the former').toBe(401);
    expect((await elsewhere.call('GET', '/api/journeys')).status).toBe(200);
    expect((await again.call('GET', '/api/journeys')).status).toBe(200);
  });

  it('with a wrong password ends nothing', async () => {
    const lu = await members.signedIn('lu', 'viewer');
    const wrong = await lu.call('POST', auth('sign-in'), {
      email: 'lu@shop.example',
      password: 'not the password',
    });
    expect([wrong.status, cookieOf(wrong)]).toEqual([401, '']);
    expect((await lu.call('GET', '/api/journeys')).status).toBe(200);
  });
});
