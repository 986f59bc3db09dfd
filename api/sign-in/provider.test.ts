import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { agreeAt, oauthClient, startAuthorizationServer } from '../../test/harness/authorization-server.ts';
import { json, rowsOf, type Shop, startShop } from '../shop-for-tests.ts';
import { cookieOf, createMembers } from './members-for-tests.ts';

let shop: Shop;
let members: ReturnType<typeof createMembers>;
let provider: Awaited<ReturnType<typeof startAuthorizationServer>>;

beforeAll(async () => {
  const port = await freePort();
  provider = await startAuthorizationServer({ redirectUri: `http://127.0.0.1:${port}/auth/callback` });
  shop = await startShop({
    port,
    oidcProvider: {
      name: 'Shop accounts',
      issuer: provider.url,
      clientId: oauthClient.id,
      clientSecret: () => oauthClient.secret,
      domains: ['shop.example'],
    },
  });
  members = createMembers(shop);
});
afterAll(async () => {
  await shop.close();
  await provider.close();
});

const begin = async (back = '/people') => {
  const path = `/auth/${shop.tenant}/provider?back=${encodeURIComponent(back)}`;
  const answer = await shop.request(path);
  expect(answer.status).toBe(302);
  return { to: answer.headers.get('location') ?? '', cookie: cookieOf(answer) };
};

/** Signs in at the provider with an account of it; answers the address at which the browser comes back. */
const agree = async (account: string, to: string): Promise<string> => {
  provider.comes.who = account;
  const url = await agreeAt({ url: to, until: `${shop.url}/auth/callback` });
  return url.slice(shop.url.length);
};

const comeBack = (path: string, cookie: string) => shop.request(path, { headers: { cookie } });

const enter = async (account: string, back?: string) => {
  const { to, cookie } = await begin(back);
  return comeBack(await agree(account, to), cookie);
};

const person = (account: string, email: string, isVerified = true) =>
  provider.people.set(account, { email, email_verified: isVerified });

const refusal = async (answer: Response): Promise<string> => {
  expect(answer.status).toBe(403);
  expect(answer.headers.getSetCookie().some((one) => one.includes('session_token'))).toBe(false);
  return /role="alert">([^<]*)</.exec(await answer.text())?.[1] ?? '';
};

describe('a provider of the organisation', () => {
  it('signs in anyone who was invited and has an address that it vouches for, at the page they wanted', async () => {
    const id = await members.invite('eva', 'viewer');
    person('sub-eva', 'Eva@Shop.example');
    const answer = await enter('sub-eva');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/studio/people']);
    const eva = members.callAs(cookieOf(answer));
    expect(await json(eva('GET', '/api/me'))).toMatchObject({ user: { id, role: 'viewer' } });
    const [line] = rowsOf(await json(shop.call('GET', `/api/audit?actor=${id}`)), 'lines');
    expect(line).toMatchObject({ action: 'user.sign-in', details: { by: 'provider' } });
    expect(await json(shop.request(`/auth/${shop.tenant}/ways`))).toMatchObject({
      provider: 'Shop accounts',
    });
  });

  it('signs in nobody who was not invited, is deactivated, or whose address is of others or not verified', async () => {
    person('sub-none', 'none@shop.example');
    expect(await refusal(await enter('sub-none'))).toContain('Nobody with this address');
    const gone = await members.invite('gone', 'viewer');
    await shop.call('PATCH', `/api/users/${gone}`, { active: false });
    person('sub-gone', 'gone@shop.example');
    expect(await refusal(await enter('sub-gone'))).toContain('Nobody with this address');
    await members.invite('max', 'owner');
    person('sub-max', 'max@shop.example', false);
    expect(await refusal(await enter('sub-max'))).toContain('verified');
    await shop.call('POST', '/api/users', { email: 'lu@other.example', name: 'Lu', role: 'owner' });
    person('sub-lu', 'lu@other.example');
    expect(await refusal(await enter('sub-lu'))).toContain('domain');
  });

  it('takes an answer from the browser that asked, once, and no code of another sign-in', async () => {
    await members.invite('kim', 'viewer');
    person('sub-kim', 'kim@shop.example');
    const { to, cookie } = await begin();
    const path = await agree('sub-kim', to);
    expect(await refusal(await comeBack(path, ''))).toContain('another browser');
    const other = await begin();
    expect(await refusal(await comeBack(path, other.cookie))).toContain('another browser');
    const stolen = new URL(await agree('sub-kim', other.to), shop.url);
    stolen.searchParams.set('state', new URL(to).searchParams.get('state') ?? '');
    expect(await refusal(await comeBack(stolen.pathname + stolen.search, cookie))).toContain('did not sign');
    expect((await comeBack(path, cookie)).status).toBe(303);
    expect(await refusal(await comeBack(path, cookie))).toContain('did not sign');
  });

  it('is asked with PKCE, state and nonce, and leads to no page of others', async () => {
    const { searchParams } = new URL((await begin()).to);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)).toMatch(/.{20}/);
    await members.invite('ben', 'viewer');
    person('sub-ben', 'ben@shop.example');
    for (const back of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\r\nx: y'])
      expect((await enter('sub-ben', back)).headers.get('location')).toBe('/studio/');
  });

  it('knows people by their account: an address that somebody else gets later opens nothing', async () => {
    const id = await members.invite('ana', 'marketer');
    person('sub-ana', 'ana@shop.example');
    expect((await enter('sub-ana')).status).toBe(303);
    person('sub-ana', 'ana.new@shop.example');
    person('sub-later', 'ana@shop.example');
    expect(await refusal(await enter('sub-later'))).toContain('another account');
    const moved = members.callAs(cookieOf(await enter('sub-ana')));
    expect(await json(moved('GET', '/api/me'))).toMatchObject({ user: { id } });
    await members.again({ id });
    expect((await enter('sub-later')).status).toBe(303);
  });

  it('that does not answer is said so', async () => {
    provider.away.is = true;
    const { to, cookie } = await begin();
    const state = new URL(to).searchParams.get('state') ?? '';
    const answer = await comeBack(`/auth/callback?code=x&state=${state}&iss=${provider.url}`, cookie);
    expect(await refusal(answer)).toContain('did not sign you in');
    provider.away.is = false;
  });
});
