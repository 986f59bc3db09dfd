import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { createLinks } from '../../domain/messages/links/links.ts';
import { adminClient, type AdminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { createSelfServiceVisitor } from '../harness/self-service-visitor.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'programs/club.json': {
    key: 'club',
    name: 'Club',
    earn: [{ key: 'purchase', on: 'Order Completed', points: 1, perAmount: 1 }],
    expiry: { after: '6 months' },
    tiers: {
      period: 'calendar-year',
      levels: [
        { key: 'leaf', name: 'Leaf', from: 100 },
        { key: 'tree', name: 'Tree', from: 1000 },
      ],
    },
    memberships: [{ key: 'friend', name: 'Friend of the house' }],
  },
};

describe('the self-service pages', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) =>
        shopFiles({ tenant, files, settings: { referral: { invitations: { mails: true } } } }),
    });
    call = adminClient(engine).call;
  });
  afterAll(() => engine.close());

  const { seconds, links, pathOf, linkOf, mails, post, look, cookieOf, entryIn, open } =
    createSelfServiceVisitor(() => engine);
  const buy = (user: string, order: string) =>
    engine.track(user, 'Order Completed', {
      order_id: order,
      revenue: 100,
      total: 121,
      currency: 'EUR',
      products: [
        { product_id: 'CUP', name: 'Cup <blue>', quantity: 2, price: 20 },
        { product_id: 'POT', name: 'Pot', quantity: 1, price: 60 },
      ],
    });
  const recordsOf = async (kind: string, user: string): Promise<readonly Record<string, unknown>[]> => {
    const person = await engine.profileId(user);
    const filter = JSON.stringify({
      all: [{ fact: 'record', path: '$.person', operator: 'equal', value: person }],
    });
    const { status, body } = await call('GET', `/api/records/${kind}?filter=${encodeURIComponent(filter)}`);
    expect(status, JSON.stringify(body)).toBe(200);
    const rows = isObject(body) && Array.isArray(body['records']) ? body['records'] : [];
    return rows.flatMap((row: unknown) => (isObject(row) ? [row] : []));
  };
  const onceIn = (page: string): string => /name="once" value="([^"]+)"/.exec(page)?.[1] ?? '';

  it('show nothing to anyone who has the link of a message, and open by a fresh mail to the address of the person', async () => {
    await engine.customer('ana', { lastName: 'Villanueva' });
    await buy('ana', 'ana-1');
    const link = await linkOf('ana');
    for (const page of ['', '/data', '/orders', '/cases', '/quotes', '/points', '/referrals', '/cases/x']) {
      const { status, page: text } = await look(`${link}${page}`);
      expect([page, status]).toEqual([page, 200]);
      expect(text).toContain('Send me a link');
      expect(text).not.toMatch(/Villanueva|ana-1|ana@example/);
    }
    expect((await post(link, { do: 'ask' })).page).toContain('We sent a mail');
    const entry = entryIn(mails('ana').at(-1));
    const seen = await look(entry);
    expect(seen.page).not.toContain('Villanueva');
    expect(seen.headers.get('set-cookie')).toBeNull();
    const entered = await post(entry, {});
    expect(entered.headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect(entered.headers.get('set-cookie')).toMatch(/SameSite=Lax/);
    const base = entered.headers.get('location') ?? '';
    const data = await look(`${base}/data`, cookieOf(entered.headers));
    expect(data.page).toContain('Villanueva');
    expect(data.headers.get('cache-control')).toBe('no-store');
    // The mail was used: forwarded, it opens nothing.
    expect((await post(entry, {})).headers.get('set-cookie')).toBeNull();
    expect((await post(entry, {})).page).toContain('used before');
  });

  it('are those of one person: no session, link or id of somebody else opens them', async () => {
    await engine.customer('bob', { lastName: 'Bobson' });
    await engine.customer('eve');
    await buy('bob', 'bob-1');
    const bob = await open('bob');
    await post(
      `${bob.base}/cases`,
      { do: 'open', subject: 'Secret', text: 'Of Bob', once: 'b' },
      { cookie: bob.cookie },
    );
    const [theirs] = await recordsOf('case', 'bob');
    const id = String(theirs?.['id']);
    const eve = await open('eve');
    for (const page of ['/data', '/orders', '/cases', `/cases/${id}`, '/points'])
      expect((await look(`${bob.base}${page}`, eve.cookie)).page).not.toMatch(/Bobson|bob-1|Secret|Of Bob/);
    expect((await look(`${eve.base}/cases/${id}`, eve.cookie)).status).toBe(404);
    const cookie = { cookie: eve.cookie };
    await post(`${eve.base}/cases/${id}`, { do: 'answer', text: 'I am Bob', once: 'e' }, cookie);
    const asked = { do: 'return', order: 'bob-1', 'line:CUP': '1' };
    expect((await post(`${eve.base}/orders`, asked, cookie)).status).toBe(400);
    expect((await post(`${bob.base}/orders`, asked, cookie)).page).toContain('Send me a link');
    expect(await recordsOf('return', 'bob')).toEqual([]);
    expect((await look(`${bob.base}/cases/${id}`, bob.cookie)).page).not.toContain('I am Bob');
  });

  it('take no session that is forged, over, of another business or of another kind', async () => {
    await engine.customer('cleo', { lastName: 'Cleoson' });
    const { base, cookie } = await open('cleo');
    const profileId = await engine.profileId('cleo');
    const owner = { tenant: engine.tenant, messageId: 'm', profileId, at: seconds() };
    const name = cookie.split('=')[0] ?? '';
    const other = createLinks({ keys: { mac: () => 'A'.repeat(43) }, publicUrl: engine.url });
    const wrong = [
      `${cookie.slice(0, -2)}AA`,
      `${name}=${other.selfServiceSession(owner)}`,
      `${name}=${links().selfServiceSession({ ...owner, tenant: 'another' })}`,
      `${name}=${links().selfServiceSession({ ...owner, at: owner.at - 1_801 })}`,
      `${name}=${links().selfService(owner).split('/').at(-1)}`,
      `${name}=${links().selfServiceEntry(owner).split('/').at(-1)}`,
      `${name}=`,
    ];
    for (const one of wrong) expect((await look(`${base}/data`, one)).page).not.toContain('Cleoson');
    expect((await look(`${base}/data`, cookie)).page).toContain('Cleoson');
    const old = pathOf(links().selfServiceEntry({ ...owner, at: owner.at - 3_601 }));
    expect((await post(old, {})).status).toBe(404);
    const strange = pathOf(links().selfService({ ...owner, tenant: 'another' }));
    expect((await look(strange, cookie)).status).toBe(404);
    // A page of somebody else makes nobody act.
    const foreign = { cookie, 'sec-fetch-site': 'cross-site' };
    expect((await post(`${base}/data`, { do: 'erase', sure: 'yes' }, foreign)).status).toBe(404);
    expect((await look(`${base}/data`, cookie)).page).toContain('Cleoson');
  });

  it('are ended by the team in every browser, with every link in, and opened again by a new mail', async () => {
    await engine.customer('eli', { lastName: 'Elison' });
    await engine.customer('gil', { lastName: 'Gilson' });
    const [eli, gil] = [await open('eli'), await open('gil')];
    const thief = await open('eli');
    await post(await linkOf('eli'), { do: 'ask' });
    const stolen = entryIn(mails('eli').at(-1));
    const id = await engine.profileId('eli');
    const byShop = await call('POST', `/api/profiles/${id}/self-service`, {});
    const ended = await call('POST', `/api/profiles/${id}/self-service/end`, {});
    expect(ended).toMatchObject({ status: 200, body: { endedAt: expect.any(String) } });
    for (const { base, cookie } of [eli, thief]) {
      expect((await look(`${base}/data`, cookie)).page).not.toContain('Elison');
      expect((await post(`${base}/data`, { do: 'erase', sure: 'yes' }, { cookie })).status).toBe(200);
    }
    const entry = isObject(byShop.body) ? pathOf(String(byShop.body['url'])) : '';
    for (const link of [stolen, entry]) {
      expect([(await look(link)).status, (await post(link, {})).status]).toEqual([404, 404]);
    }
    expect((await look(`${gil.base}/data`, gil.cookie)).page).toContain('Gilson');
    await engine.engine.pause(1_000);
    const again = await open('eli');
    expect((await look(`${again.base}/data`, again.cookie)).page).toContain('Elison');
    const audit = JSON.stringify((await call('GET', `/api/audit?subject=${id}`)).body);
    expect(audit).toContain('profile.self-service-end');
    expect((await call('POST', '/api/profiles/nobody/self-service/end', {})).status).toBe(404);
  });

  it('that were ended stay so when the person turns out to be another one as well', async () => {
    await engine.customer('ina', { lastName: 'Inason' });
    const { tenant } = engine;
    await engine.send({
      name: 'identify',
      type: 'identify',
      anonymousId: 'ina-browser-1',
      traits: { lastName: 'Idason' },
    });
    await engine.comeToRest(engine.tenant);
    const [found] = await engine.opened.stores.profiles.withIds({ tenant, ids: ['anon:ina-browser-1'] });
    const [from, to] = [found?.id ?? '', await engine.profileId('ina')];
    const { status, body } = await call('POST', `/api/profiles/${from}/self-service`, {});
    expect(status, JSON.stringify({ body, from, to })).toBe(200);
    const entered = await post(isObject(body) ? pathOf(String(body['url'])) : '', {});
    const cookie = cookieOf(entered.headers);
    const base = entered.headers.get('location') ?? '';
    expect((await look(`${base}/data`, cookie)).page).toContain('Idason');
    await call('POST', `/api/profiles/${from}/self-service/end`, {});
    const merged = await call('POST', `/api/profiles/${to}/merge`, { from });
    expect(merged.status, JSON.stringify(merged.body)).toBe(200);
    await engine.comeToRest(engine.tenant);
    expect((await look(`${base}/data`, cookie)).page).not.toMatch(/Idason|Inason/);
  });

  it('send at most eight mails a day, which leave room for a request of privacy', async () => {
    await engine.customer('dora');
    const link = await linkOf('dora');
    for (let times = 0; times < 10; times += 1) await post(link, { do: 'ask' });
    expect(mails('dora')).toHaveLength(8);
    const profileId = await engine.profileId('dora');
    const owner = { tenant: engine.tenant, messageId: 'm1', profileId, at: seconds() };
    const centre = links().preferences({ ...owner, topic: '*', channel: 'email' });
    await post(pathOf(centre), { do: 'data' });
    expect(mails('dora')).toHaveLength(9);
  });

  it('correct what is theirs, and neither address nor anything that was made up', async () => {
    await engine.customer('fay', { lastName: 'Old' });
    const { base, cookie } = await open('fay');
    const given = { do: 'save', lastName: 'New <b>', email: 'thief@example.com', stage: 'vip' };
    const { page } = await post(`${base}/data`, given, { cookie });
    expect(page).toContain('New &lt;b&gt;');
    await engine.comeToRest(engine.tenant);
    const { body } = await call('GET', `/api/profiles/${await engine.profileId('fay')}`);
    const profile = isObject(body) ? body['profile'] : undefined;
    expect(profile).toMatchObject({ traits: { lastName: 'New <b>', email: 'fay@example.com' } });
    expect(isObject(profile) && isObject(profile['traits']) && profile['traits']['stage']).toBeUndefined();
    expect((await post(`${base}/data`, { do: 'file' }, { cookie })).page).toContain('"fay@example.com"');
    expect((await post(`${base}/data`, { do: 'export' }, { cookie })).page).toContain('everything');
  });

  it('take a return of what was bought, once, and within the window of the shop', async () => {
    await engine.customer('gus');
    await buy('gus', 'gus-1');
    const { base, cookie } = await open('gus');
    expect((await look(`${base}/orders`, cookie)).page).toContain('Cup &lt;blue&gt;');
    const ask = (fields: Record<string, string>) =>
      post(`${base}/orders`, { do: 'return', order: 'gus-1', ...fields }, { cookie });
    expect((await ask({ 'line:CUP': '3' })).status).toBe(400);
    expect((await ask({ 'line:HAT': '1' })).status).toBe(400);
    expect((await ask({})).status).toBe(400);
    const done = await ask({ 'line:CUP': '1', reason: 'damaged', wish: 'refund' });
    expect(done.page).toContain('We have your return');
    expect((await ask({ 'line:CUP': '1' })).status).toBe(400);
    const [made, ...more] = await recordsOf('return', 'gus');
    expect(more).toEqual([]);
    expect(made).toMatchObject({
      stage: 'requested',
      data: { order: 'gus-1', reason: 'damaged', wish: 'refund', lines: [{ product: 'CUP', quantity: 1 }] },
    });
    await call('PATCH', `/api/records/return/${String(made?.['id'])}`, {
      stage: 'refused',
      data: { refusalReason: 'Used' },
    });
    expect((await ask({ 'line:CUP': '2' })).page).toContain('We have your return');
    await engine.days(15);
    await buy('gus', 'gus-2');
    const later = await open('gus');
    expect((await look(`${later.base}/orders`, later.cookie)).page).toContain('Order gus-2');
    const late = { do: 'return', order: 'gus-1', 'line:POT': '1' };
    expect((await post(`${later.base}/orders`, late, { cookie: later.cookie })).status).toBe(400);
  });

  it('open a case, follow it without the notes of the team, and answer in the same conversation', async () => {
    await engine.customer('hal');
    const { base, cookie } = await open('hal');
    const once = onceIn((await look(`${base}/cases`, cookie)).page);
    const form = { do: 'open', type: 'complaint', subject: 'Broken cup', text: 'It broke.', once };
    expect((await post(`${base}/cases`, form, { cookie })).page).toContain('We have your message');
    await post(`${base}/cases`, form, { cookie });
    const [made, ...more] = await recordsOf('case', 'hal');
    expect(more).toEqual([]);
    expect(made).toMatchObject({ stage: 'new', data: { subject: 'Broken cup', type: 'complaint' } });
    const id = String(made?.['id']);
    const person = await engine.profileId('hal');
    const conversations = async () => {
      const { body } = await call('GET', `/api/conversations?profile=${person}`);
      const rows = isObject(body) && Array.isArray(body['conversations']) ? body['conversations'] : [];
      return rows.flatMap((row: unknown) => (isObject(row) ? [row] : []));
    };
    const [conversation] = await conversations();
    expect(conversation).toMatchObject({
      profileId: person,
      channel: 'email',
      records: [{ kind: 'case', id }],
    });
    const write = async (kind: string, text: string) => {
      const path = `/api/conversations/${String(conversation?.['id'])}/messages`;
      const { status, body } = await call('POST', path, { kind, text });
      expect(status, JSON.stringify(body)).toBeLessThan(300);
    };
    await write('note', 'He always complains');
    await write('answer', 'Please send a photo.');
    await call('PATCH', `/api/records/case/${id}`, { stage: 'waiting' });
    const page = (await look(`${base}/cases/${id}`, cookie)).page;
    expect(page).toContain('It broke.');
    expect(page).toContain('Please send a photo.');
    expect(page).not.toContain('He always complains');
    const reply = { do: 'answer', text: 'Here it is.', once: onceIn(page) };
    expect((await post(`${base}/cases/${id}`, reply, { cookie })).page).toContain('Here it is.');
    expect(await conversations()).toHaveLength(1);
    expect((await recordsOf('case', 'hal'))[0]).toMatchObject({ stage: 'open' });
  });

  it('show quotes with their pages, and every posting of points with its balance and what expires', async () => {
    await engine.customer('ivy', { locale: 'es' });
    const ivy = await engine.profileId('ivy');
    const quote = async (number: string) => {
      const lines = [{ description: 'Tiles', quantity: 2, price: { minor: 5000, currency: 'EUR' } }];
      const data = { number, contact: ivy, validUntil: '2099-01-01', lines };
      const { body } = await call('POST', '/api/records/quote', { data });
      return isObject(body) ? String(body['id']) : '';
    };
    const sent = await quote('Q-SENT');
    await quote('Q-DRAFT');
    await call('POST', `/api/records/quote/${sent}/send`);
    await buy('ivy', 'ivy-1');
    await buy('ivy', 'ivy-2');
    const { base, cookie } = await open('ivy');
    const home = await look(base, cookie);
    expect(home.page).toContain('Mis pedidos y devoluciones');
    const quotes = (await look(`${base}/quotes`, cookie)).page;
    expect(quotes).toContain('Q-SENT');
    expect(quotes).not.toContain('Q-DRAFT');
    const url = /href="([^"]+\/q\/[\w-]+)"/.exec(quotes)?.[1] ?? '';
    expect((await look(pathOf(url))).page).toContain('Tiles');
    const { page } = await look(`${base}/points`, cookie);
    expect(page).toContain('Tienes 200 puntos.');
    expect(page).toMatch(/Ganados: order:ivy-2.*200.*Ganados: order:ivy-1.*100/s);
    expect(page).toMatch(/200 puntos caducan el/);
  });

  it('show tier, membership and store credit with its statement', async () => {
    await engine.customer('lena');
    await buy('lena', 'lena-1');
    const person = { userId: 'lena' };
    await call('POST', '/api/memberships', { person, program: 'club', membership: 'friend' });
    const credit = { person, currency: 'EUR', ref: 'return:R-7' };
    await call('POST', '/api/store-credit', {
      ...credit,
      action: 'issue',
      amount: 2550,
      expiresAt: '2099-12-31T23:00:00Z',
    });
    await call('POST', '/api/store-credit', { ...credit, action: 'redeem', amount: 1000 });
    const { base, cookie } = await open('lena');
    const { page } = await look(`${base}/points`, cookie);
    expect(page).toMatch(/Your tier: Leaf, until .* at least\. .*900 points to Tree\./s);
    expect(page).toContain('You are a member: Friend of the house.');
    expect(page).toContain('You have €15.50 of store credit.');
    expect(page).toMatch(/€15\.50 expires on /);
    expect(page).toMatch(/Spent.*-€10\.00.*€15\.50.*Earned.*\+€25\.50.*€25\.50/s);
  });

  it('offer the link to recommend the shop, and a mail to a friend where that is on', async () => {
    await engine.customer('mia', { firstName: 'Mia' });
    const { base, cookie } = await open('mia');
    expect((await look(base, cookie)).page).toContain('Recommend us');
    const { page } = await look(`${base}/referrals`, cookie);
    expect(page).toMatch(/href="[^"]*\/r\/[\w-]+"/);
    expect(page).toContain('https://wa.me/?text=');
    const ask = (email: string) => post(`${base}/referrals`, { do: 'invite', email }, { cookie });
    expect((await ask('mia@example.com')).status).toBe(400);
    expect((await ask('nora@example.com')).page).toContain('the invitation is on its way');
    await engine.comeToRest(engine.tenant);
    expect((await look(`${base}/referrals`, cookie)).page).toContain('Invited: 1');
  });

  it('open by a link of the shop for somebody who signed in there, and close again', async () => {
    await engine.customer('joe', { lastName: 'Joeson' });
    const { status, body } = await call(
      'POST',
      `/api/profiles/${await engine.profileId('joe')}/self-service`,
    );
    expect(status).toBe(200);
    const entry = pathOf(isObject(body) ? String(body['url']) : '');
    const entered = await post(entry, {});
    const [base, cookie] = [entered.headers.get('location') ?? '', cookieOf(entered.headers)];
    expect((await look(`${base}/data`, cookie)).page).toContain('Joeson');
    const left = await post(base, { do: 'leave' }, { cookie });
    expect(left.headers.get('set-cookie')).toMatch(/Max-Age=0/);
    expect((await look(`${base}/data`, cookie)).page, 'nor does a copy of the session').not.toContain(
      'Joeson',
    );
    expect((await call('POST', '/api/profiles/nobody/self-service')).status).toBe(404);
  });

  it('erase everything of the person after a word that is meant, and lead nowhere then', async () => {
    await engine.customer('kim', { lastName: 'Kimson' });
    const { base, cookie } = await open('kim');
    await post(`${base}/data`, { do: 'erase' }, { cookie });
    expect((await look(`${base}/data`, cookie)).page).toContain('Kimson');
    expect((await post(`${base}/data`, { do: 'erase', sure: 'yes' }, { cookie })).page).toContain('erased');
    await engine.comeToRest(engine.tenant);
    expect((await look(`${base}/data`, cookie)).status).toBe(404);
  });
});
