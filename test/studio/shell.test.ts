import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files: {} }) });
});
afterAll(() => studio.close());

const address = 'eva@shop.example';
const password = 'correct horse battery';

/** Somebody with a password. */
const member = async (): Promise<void> => {
  const { body } = await studio.api.call('POST', '/api/users', {
    email: address,
    name: 'Eva',
    role: 'marketer',
  });
  const { id } = z.object({ id: z.string() }).parse(body);
  const made = await studio.api.call('POST', `/api/users/${id}/sign-in-link`, {});
  const { url } = z.object({ url: z.string() }).parse(made.body);
  const token = new URL(url).searchParams.get('token');
  const answer = await studio.engine.request(`/auth/${studio.engine.tenant}/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, password }),
  });
  expect(answer.status).toBe(200);
};

describe('the way in', () => {
  it('is a link that works once; its token does not stay in the address', async () => {
    const link = await studio.link();
    const eva = await studio.visitor();
    await eva.open(link);
    expect(eva.page.url()).not.toContain('token');
    await eva.isAccessible();
    await eva.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await eva.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    expect(eva.complaints).toEqual([]);
    const other = await studio.visitor();
    await other.open(link);
    await other.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.page.getByRole('alert').getByText('This link was used').waitFor();
    await Promise.all([eva.leave(), other.leave()]);
  });

  it('is a password, typed without a mouse, and leads to the page that was asked for', async () => {
    await member();
    const eva = await studio.visitor();
    await eva.open('/?from=bookmark');
    await eva.picture('sign-in');
    await eva.isAccessible();
    await eva.page.getByLabel('E-mail address').focus();
    await eva.page.keyboard.type(address);
    await eva.page.keyboard.press('Tab');
    await eva.page.keyboard.type('not her password');
    await eva.page.keyboard.press('Enter');
    await eva.page.getByRole('alert').getByText('do not belong together').waitFor();
    await eva.isAccessible();
    await eva.page.getByRole('textbox', { name: 'Password' }).fill(password);
    await eva.page.keyboard.press('Enter');
    await eva.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    expect(eva.page.url()).toContain('from=bookmark');
    await eva.leave();
  });

  it('is shut after signing out', async () => {
    const eva = await studio.signedIn();
    await eva.page.getByRole('button', { name: 'Account' }).click();
    await eva.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await eva.page.getByRole('heading', { name: 'Sign in to Ciclo' }).waitFor();
    await eva.open('/');
    await eva.page.getByRole('heading', { name: 'Sign in to Ciclo' }).waitFor();
    expect(eva.complaints).toEqual([]);
    await eva.leave();
  });
});

describe('the frame of all pages', () => {
  it('begins with a link to the content, and says where one is', async () => {
    const eva = await studio.signedIn();
    await eva.open('/');
    await eva.page.keyboard.press('Tab');
    expect(await eva.page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await eva.page.keyboard.press('Enter');
    expect(await eva.page.evaluate('document.activeElement.id')).toBe('main');
    const home = eva.page.getByRole('navigation').getByRole('link', { name: 'Home' });
    expect(await home.getAttribute('aria-current')).toBe('page');
    expect(eva.complaints).toEqual([]);
    await eva.leave();
  });

  it('names a page that cannot be read, in its head and in the tab', async () => {
    const eva = await studio.signedIn();
    await eva.open('/team');
    expect(await eva.page.title()).toMatch(/^Team – /);
    await eva.open('/journeys/nowhere');
    await eva.page.getByRole('heading', { level: 1, name: 'Journey', exact: true }).waitFor();
    await eva.page.getByRole('alert').waitFor();
    expect(await eva.page.title()).toMatch(/^Journey – /);
    await eva.isAccessible();
    await eva.leave();
  });

  it('has the tabs of a page in one row on a phone, with the one where one is in view', async () => {
    const eva = await studio.signedIn();
    await studio.engine.identify('ana', { email: 'ana@shop.example' });
    await eva.on('phone');
    await eva.open(`/people/${await studio.engine.profileId('ana')}?tab=related`);
    const tabs = await eva.page.getByRole('tab').all();
    const boxes = await Promise.all(tabs.map((tab) => tab.boundingBox()));
    expect(new Set(boxes.map((one) => one?.y)).size).toBe(1);
    const chosen = await eva.page.getByRole('tab', { selected: true }).boundingBox();
    expect(chosen?.x).toBeGreaterThanOrEqual(0);
    expect((chosen?.x ?? 0) + (chosen?.width ?? 0)).toBeLessThanOrEqual(390);
    await eva.picture('tab-row');
    await eva.isAccessible();
    await eva.leave();
  });

  it('folds its navigation on a phone and opens it with one key', async () => {
    const eva = await studio.signedIn();
    await eva.on('phone');
    // Loaded again: a page that the sign-in leads to takes the focus when it stands.
    await eva.open('/');
    const burger = eva.page.getByRole('button', { name: 'Open the navigation' });
    await burger.press('Enter');
    await eva.page.getByRole('navigation').getByRole('link', { name: 'Home' }).click();
    await burger.waitFor();
    await eva.isAccessible();
    await eva.leave();
  });

  it('speaks Spanish to a browser that does, and the language that was chosen from then on', async () => {
    const eva = await studio.signedIn({ locale: 'es-ES' });
    await eva.page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
    await eva.page.getByRole('button', { name: 'Cuenta' }).click();
    await eva.page.getByText('English', { exact: true }).click();
    await eva.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    await eva.page.reload();
    await eva.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    expect(await eva.page.evaluate('document.documentElement.lang')).toBe('en');
    await eva.leave();
  });

  it('is readable in the dark', async () => {
    const eva = await studio.signedIn({ dark: true });
    await eva.open('/');
    expect(await eva.page.evaluate('document.documentElement.dataset.mantineColorScheme')).toBe('dark');
    await eva.isAccessible();
    await eva.leave();
  });

  it('says that there is no page where there is none', async () => {
    const eva = await studio.signedIn();
    await eva.page.goto(`${studio.engine.url}/studio/no/such/page`);
    await eva.page.getByText('There is no such page').waitFor();
    await eva.isAccessible();
    await eva.leave();
  });
});

describe('what the browser loads first', () => {
  it('has less than 250 kB compressed: the page, and what it names with everything they import at once', async () => {
    const get = async (path: string) => {
      const answer = await studio.engine.request(`/studio/${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      return answer.text();
    };
    const page = await get('');
    const named = [...page.matchAll(/(?:src|href)="\/studio\/([^"]+)"/g)].map(([, path]) => path ?? '');
    const seen = new Map<string, number>();
    const load = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      const text = await get(path);
      seen.set(path, gzipSync(text).length);
      const imported = path.endsWith('.js') ? [...text.matchAll(/from\s*"\.\/([^"]+\.js)"/g)] : [];
      for (const [, file] of imported) await load(`assets/${file ?? ''}`);
    };
    for (const path of named) await load(path);
    expect([...seen.keys()].some((path) => path.endsWith('.css'))).toBe(true);
    const total = [...seen.values()].reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(250_000);
  });

  it('comes from this engine alone', async () => {
    const eva = await studio.visitor();
    const asked: string[] = [];
    eva.page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await eva.open('/sign-in');
    expect([...new Set(asked)]).toEqual([studio.engine.url]);
    await eva.leave();
  });
});
