import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { json, rowsOf, type Shop, startShop, textOf } from '../shop-for-tests.ts';
import { createMembers } from './members-for-tests.ts';

let shop: Shop;
let members: ReturnType<typeof createMembers>;
beforeAll(async () => {
  shop = await startShop();
  members = createMembers(shop);
});
afterAll(() => shop.close());

type Member = Awaited<ReturnType<typeof members.signedIn>>;

const auth = (path: string): string => `/auth/${shop.tenant}/${path}`;
const status = async (who: Member): Promise<number> => (await who.call('GET', '/api/journeys')).status;
const sessionsOf = async (who: Member) => rowsOf(await json(who.call('GET', auth('sessions'))), 'sessions');

describe('sessions', () => {
  it('are shown to the user who has them, without what opens them, and say which one is looked from', async () => {
    const ana = await members.signedIn('ana', 'viewer');
    const phone = await members.again(ana, { 'user-agent': 'A phone' });
    const rows = await sessionsOf(phone);
    expect(rows.map(({ browser, isCurrent }) => [browser, isCurrent]).toSorted()).toEqual([
      ['', false],
      ['A phone', true],
    ]);
    for (const cookie of [ana.cookie, phone.cookie])
      expect(JSON.stringify(rows)).not.toContain(
        decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0],
      );
  });

  it('are ended by the user who has them: one, or all others', async () => {
    const ben = await members.signedIn('ben', 'viewer');
    const second = await members.again(ben);
    const third = await members.again(ben);
    const [one] = (await sessionsOf(ben)).filter(({ isCurrent }) => isCurrent === true);
    const ended = await json(second.call('POST', auth('sessions/end'), { id: textOf(one?.['id']) }));
    expect([ended, await status(ben), await status(second)]).toEqual([{ ended: 1 }, 401, 200]);
    expect(await json(second.call('POST', auth('sessions/end'), {}))).toEqual({ ended: 1 });
    expect([await status(second), await status(third)]).toEqual([200, 401]);
    const lines = rowsOf(await json(shop.call('GET', `/api/audit?actor=${ben.id}`)), 'lines');
    expect(lines.filter(({ action }) => action === 'user.sessions-end')).toHaveLength(2);
  });

  it('of somebody else are ended by nobody but those who manage the team', async () => {
    const max = await members.signedIn('max', 'marketer');
    const eva = await members.signedIn('eva', 'viewer');
    const [row] = await sessionsOf(eva);
    expect(await json(max.call('POST', auth('sessions/end'), { id: textOf(row?.['id']) }))).toEqual({
      ended: 0,
    });
    expect((await max.call('GET', `/api/users/${eva.id}/sessions`)).status).toBe(403);
    const boss = await members.signedIn('boss', 'owner');
    const admin = await members.signedIn('admin', 'admin');
    expect((await admin.call('DELETE', `/api/users/${boss.id}/sessions`)).status).toBe(403);
    const shown = rowsOf(await json(admin.call('GET', `/api/users/${eva.id}/sessions`)), 'sessions');
    expect(shown.map(({ id }) => id)).toEqual([row?.['id']]);
    expect(await status(eva)).toBe(200);
    const path = `/api/users/${eva.id}/sessions/${textOf(row?.['id'])}`;
    expect(await json(admin.call('DELETE', path))).toEqual({ ended: 1 });
    expect([await status(eva), (await admin.call('DELETE', path)).status]).toEqual([401, 404]);
    expect(await json(boss.call('DELETE', `/api/users/${max.id}/sessions`))).toEqual({ ended: 1 });
    expect(await status(max)).toBe(401);
  });

  it('change nothing for a page of somebody else', async () => {
    const kim = await members.signedIn('kim', 'viewer');
    const foreign = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' };
    expect((await kim.call('POST', auth('sessions/end'), {}, foreign)).status).toBe(403);
    const unknown = { 'content-type': 'application/json' };
    expect((await kim.call('POST', auth('sessions/end'), {}, unknown)).status).toBe(403);
  });

  it('stay ended when somebody who was deactivated is made active again', async () => {
    const lu = await members.signedIn('lu', 'viewer');
    await shop.call('PATCH', `/api/users/${lu.id}`, { active: false });
    expect(await status(lu)).toBe(401);
    await shop.call('PATCH', `/api/users/${lu.id}`, { active: true });
    expect(await status(lu)).toBe(401);
  });
});
