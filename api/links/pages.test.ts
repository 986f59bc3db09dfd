import { describe, expect, it } from 'vitest';
import { publicUrl } from '../api-for-tests.ts';
import { startVisits, links, owner, topic, visit, human } from './visits-for-tests.ts';

describe('a message in the browser', () => {
  it('is shown as it was sent, without the power to run or load scripts', async () => {
    const answer = await visit(await startVisits(), links.view(owner));
    expect(await answer.text()).toContain('Welcome');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox');
    expect(policy).not.toContain('allow-scripts');
  });
});

describe('a referral link', () => {
  it('notes the visit under an anonymous id and leads to the shop with code and id', async () => {
    const api = await startVisits();
    const answer = await visit(api, `${publicUrl}/r/ana-1234`);
    expect(answer.status).toBe(302);
    const [seen] = api.probe.events;
    const anonymousId = seen?.event.anonymousId ?? '';
    expect(seen).toMatchObject({
      tenant: 'shop',
      event: { name: 'Referral Link Visited', properties: { referral_code: 'ANA-1234' } },
    });
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.origin).toBe('https://shop.example');
    expect(Object.fromEntries(location.searchParams)).toEqual({
      utm_source: 'friend',
      ref: 'ANA-1234',
      ajs_aid: anonymousId,
    });
    const cookies = answer.headers.getSetCookie().join('\n');
    expect(cookies).toContain(`ciclo_anon=${anonymousId}`);
    expect(cookies).toMatch(/HttpOnly; Secure; SameSite=Lax/);
  });

  it('keeps the anonymous id of who was here before, and takes no made-up one', async () => {
    const api = await startVisits();
    const known = '0e8fe8d2-7e2a-4d3a-9df0-111111111111';
    const asWho = (cookie: string) =>
      visit(api, `${publicUrl}/r/ANA-1234`, { headers: { ...human, cookie } });
    await asWho(`ciclo_anon=${known}`);
    await asWho('ciclo_anon=<script>');
    expect(api.probe.events.map(({ event }) => event.anonymousId === known)).toEqual([true, false]);
  });

  it('leads previewers on and notes nothing of them', async () => {
    const api = await startVisits();
    const headers = { 'user-agent': 'facebookexternalhit/1.1' };
    expect((await visit(api, `${publicUrl}/r/ANA-1234`, { headers })).status).toBe(302);
    expect(api.probe.events).toEqual([]);
  });

  it('notes a few visits of one address and leads on all, so that nobody fills the store', async () => {
    const api = await startVisits();
    for (let count = 0; count < 30; count += 1) {
      expect((await visit(api, `${publicUrl}/r/ANA-1234`)).status).toBe(302);
    }
    expect(api.probe.events.length).toBeLessThanOrEqual(10);
  });

  it('counts the network of an IPv6 address as one', async () => {
    const api = await startVisits({ trustProxy: true });
    for (let n = 1; n <= 30; n += 1) {
      const headers = { ...human, 'x-forwarded-for': `2001:db8:1:2::${n.toString(16)}` };
      expect((await visit(api, `${publicUrl}/r/ANA-1234`, { headers })).status).toBe(302);
    }
    expect(api.probe.events.length).toBeLessThanOrEqual(10);
  });

  it.each(['NOBODY-1', 'x', '..%2Fevil', '$where', 'a'.repeat(100)])(
    'of nobody, %s, leads nowhere',
    async (code) => {
      const answer = await visit(await startVisits(), `${publicUrl}/r/${code}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
    },
  );
});

describe('every public page', () => {
  it('runs no script, is in no frame, and says nothing about the person', async () => {
    const api = await startVisits();
    for (const url of [links.unsubscribe(topic), links.preferences(topic), `${publicUrl}/c/broken`]) {
      const answer = await visit(api, url);
      const page = await answer.text();
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('script-src');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(page).toMatch(/^<!DOCTYPE html>/);
      expect(page).not.toMatch(/<script|ana@example|\bana\b/i);
      expect(page).toMatch(/<html lang="en">/);
      expect(page).toContain('name="viewport"');
    }
  });
});
