import { describe, expect, it } from 'vitest';

import { bearer, createApi, keys, startOfTests } from '../api-for-tests.ts';
import type { StudioFile } from '../ports/studio.ts';

const fileOf = (text: string, type: string): StudioFile => ({
  bytes: new TextEncoder().encode(text),
  gzip: new TextEncoder().encode(`small ${text}`),
  type,
  etag: `"${text.length}"`,
});

const files = new Map([
  ['index.html', fileOf('<meta content="__CICLO_NONCE__"><meta content="__CICLO_TENANT__">', 'text/html')],
  ['assets/index-abc.js', fileOf('let a;', 'text/javascript')],
  ['icon.svg', fileOf('<svg/>', 'image/svg+xml')],
]);

const open = async () => ({ read: async (path: string) => files.get(path) });
const { app } = await createApi({ studio: { open, tenant: 'shop' } });

const nonceIn = (policy: string | null): string => /'nonce-([^']+)'/.exec(policy ?? '')?.[1] ?? '';

describe('/studio', () => {
  it.each(['/studio', '/studio/', '/studio/people/42', '/studio/index.html'])(
    'is the page at %s',
    async (path) => {
      const answer = await app.request(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.text()).toContain('content="shop"');
    },
  );

  it('has a policy that allows no script or style of the page itself, and a nonce of its own in each answer', async () => {
    const [first, second] = await Promise.all([app.request('/studio'), app.request('/studio')]);
    const policy = first.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    const nonces = [first, second].map((answer) => nonceIn(answer.headers.get('content-security-policy')));
    expect(new Set(nonces).size).toBe(2);
    expect(await first.text()).toContain(`content="${nonces[0]}"`);
  });

  it('lets browsers keep what has a digest in its name, and ask again for the rest', async () => {
    const asset = await app.request('/studio/assets/index-abc.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await asset.text()).toBe('let a;');
    const icon = await app.request('/studio/icon.svg');
    expect(icon.headers.get('cache-control')).toBe('no-cache');
    const etag = icon.headers.get('etag') ?? '';
    const again = await app.request('/studio/icon.svg', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('sends files compressed to those who take it', async () => {
    const headers = { 'accept-encoding': 'br, gzip' };
    const asset = await app.request('/studio/assets/index-abc.js', { headers });
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect(asset.headers.get('vary')).toBe('accept-encoding');
    expect(await asset.text()).toBe('small let a;');
  });

  it.each(['/studio/assets/gone-123.js', '/studio/assets/..%2f..%2fpackage.json'])(
    'has nothing at %s',
    async (path) => {
      const answer = await app.request(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  it('says that the studio cannot be built, and tries again for the next', async () => {
    let tries = 0;
    const broken = async () => {
      tries += 1;
      if (tries === 1) throw new Error('no space left');
      return open();
    };
    const { app: other, probe } = await createApi({ studio: { open: broken, tenant: 'shop' } });
    const answer = await other.request('/studio');
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('no space left');
    expect(JSON.stringify(probe.logged)).toContain('no space left');
    expect((await other.request('/studio')).status).toBe(200);
  });
});

describe('GET /api/me', () => {
  it('names the caller, what they may do, and the workspace', async () => {
    const answer = await app.request('/api/me', { headers: bearer(keys.reader) });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      tenant: 'shop',
      now: new Date(startOfTests).toISOString(),
      scopes: ['read', 'records:read', 'personal-data'],
      workspace: { zone: 'Europe/Madrid', currency: 'EUR' },
    });
  });
});
