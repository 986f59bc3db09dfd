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
type Authenticator = ReturnType<typeof createAuthenticator>;

const host = 'localhost:3000';
const party = { id: 'localhost', origin: 'http://localhost:3000' };
const page = { ...ownPage, host };
const auth = (path: string): string => `/auth/${shop.tenant}/${path}`;

const begin = async (who: Member): Promise<string> =>
  textOf((await json(who.call('POST', auth('passkeys/begin'), {}, page)))['challenge']);

const add = async (who: Member, authenticator: Authenticator, name = 'Laptop') => {
  const made = authenticator.make({ challenge: await begin(who), party });
  return who.call('POST', auth('passkeys'), { ...made, name }, page);
};

const post = (path: string, body: object, headers: object = page) =>
  shop.request(auth(path), { method: 'POST', headers: { ...headers }, body: JSON.stringify(body) });

const challenge = async (): Promise<string> => textOf((await json(post('passkey/begin', {})))['challenge']);

const use = async (authenticator: Authenticator) =>
  post('passkey', authenticator.use({ challenge: await challenge(), party }));

describe('a passkey', () => {
  it('is added by the signed-in user, signs them in without a password, and does not after it was removed', async () => {
    const eva = await members.signedIn('eva', 'marketer');
    const authenticator = createAuthenticator({ id: 'of-eva' });
    expect((await add(eva, authenticator)).status).toBe(201);
    const answer = await use(authenticator);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ user: { id: eva.id, role: 'marketer', teams: [] } });
    const again = members.callAs(cookieOf(answer));
    const [row] = rowsOf(await json(again('GET', auth('passkeys'))), 'passkeys');
    expect(row).toMatchObject({ name: 'Laptop', isBackedUp: false });
    expect(row).toHaveProperty('usedAt');
    const path = `/api/audit?actor=${eva.id}`;
    const lines = rowsOf(await json(shop.call('GET', path)), 'lines');
    expect(lines.slice(0, 2)).toMatchObject([{ details: { by: 'passkey' } }, { action: 'user.passkey-add' }]);
    expect(await json(again('POST', auth('passkeys/remove'), { id: row?.['id'] }))).toEqual({
      removed: true,
    });
    expect((await use(authenticator)).status).toBe(401);
  });

  it('is of its owner alone: nobody else removes it or adds the same, and no answer to their challenge adds one', async () => {
    const kim = await members.signedIn('kim', 'viewer');
    const max = await members.signedIn('max', 'owner');
    const authenticator = createAuthenticator({ id: 'of-kim' });
    const { id } = await json(add(kim, authenticator));
    expect(await json(max.call('POST', auth('passkeys/remove'), { id }))).toEqual({ removed: false });
    expect((await add(max, authenticator)).status).toBe(409);
    const other = createAuthenticator({ id: 'of-nobody' });
    const made = other.make({ challenge: await begin(kim), party });
    expect((await max.call('POST', auth('passkeys'), { ...made, name: 'x' }, page)).status).toBe(400);
    const forSignIn = other.make({ challenge: await challenge(), party });
    expect((await max.call('POST', auth('passkeys'), { ...forSignIn, name: 'x' }, page)).status).toBe(400);
  });

  it('answers each challenge once, no matter who sends the answer again, and only in its time and tenant', async () => {
    const lu = await members.signedIn('lu', 'viewer');
    const authenticator = createAuthenticator({ id: 'of-lu' });
    await add(lu, authenticator);
    const answer = authenticator.use({ challenge: await challenge(), party });
    const answers = await Promise.all([1, 2, 3].map(() => post('passkey', answer)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    const made = Buffer.from('made up').toString('base64url');
    expect((await post('passkey', authenticator.use({ challenge: made, party }))).status).toBe(401);
    const elsewhere = await shop.request('/auth/another/passkey', {
      method: 'POST',
      headers: page,
      body: JSON.stringify(authenticator.use({ challenge: await challenge(), party })),
    });
    expect(elsewhere.status).toBe(401);
    const late = authenticator.use({ challenge: await challenge(), party });
    await shop.engine.pause(6 * 60_000);
    expect((await post('passkey', late)).status).toBe(401);
  });

  it('signs in nobody who is deactivated, and is taken from no page of others', async () => {
    const ben = await members.signedIn('ben', 'viewer');
    const authenticator = createAuthenticator({ id: 'of-ben' });
    await add(ben, authenticator);
    const evil = { ...page, 'sec-fetch-site': 'cross-site' };
    const answer = authenticator.use({ challenge: await challenge(), party });
    expect((await post('passkey', answer, evil)).status).toBe(403);
    const foreign = { id: 'localhost', origin: 'http://localhost:9999' };
    expect(
      (await post('passkey', authenticator.use({ challenge: await challenge(), party: foreign }))).status,
    ).toBe(401);
    await shop.call('PATCH', `/api/users/${ben.id}`, { active: false });
    expect((await use(authenticator)).status).toBe(401);
  });

  it('is offered where browsers make them: by a name, encrypted or on this machine', async () => {
    const ways = async (name: string) => json(shop.request(auth('ways'), { headers: { host: name } }));
    expect(await ways('localhost:3000')).toEqual({ provider: null, passkeys: true });
    expect(await ways('127.0.0.1:3000')).toMatchObject({ passkeys: false });
    expect(await ways('crm')).toMatchObject({ passkeys: false });
    const ana = await members.signedIn('ana', 'viewer');
    expect(
      (await ana.call('POST', auth('passkeys/begin'), {}, { ...page, host: '127.0.0.1:3000' })).status,
    ).toBe(409);
  });
});
