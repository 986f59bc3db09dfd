import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { z } from 'zod';

import type { Role } from '../../domain/objects/access.ts';
import { createOpenStudio } from '../../platform/studio/build-studio.ts';
import { adminClient } from '../harness/admin-client.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';

/** A laptop and a phone. */
export const screens = { laptop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export type Screen = keyof typeof screens;

/** How long something may take to appear: a busy machine is no fault of the studio. */
const patienceMs = 90_000;

const pictures = join(import.meta.dirname, '..', '..', 'reports', 'studio');

const userSchema = z.object({ id: z.string() });
const linkSchema = z.object({ url: z.string() });
const violationSchema = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullable(),
    nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string().optional() })),
  }),
);

/** Somebody of the team in front of a browser of their own. */
export type Person = {
  readonly page: Page;
  /** Opens a page of the studio, and waits until it stands. */
  readonly open: (path: string) => Promise<void>;
  /** Everything that the browser complained about: errors, and what the policy refused. */
  readonly complaints: readonly string[];
  /** Changes the screen. */
  readonly on: (screen: Screen) => Promise<void>;
  /** No serious finding of axe, and nothing wider than the screen. */
  readonly isAccessible: () => Promise<void>;
  /** Keeps pictures of the page on both screens, below `reports/studio`. */
  readonly picture: (name: string) => Promise<void>;
  readonly leave: () => Promise<void>;
};

/** What nobody can do anything about while they look: a call that was refused is told by the page. */
const isExpected = (text: string): boolean => /the server responded with a status of 4\d\d/i.test(text);

const listen = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isExpected(message.text()))
      complaints.push(message.text());
  });
  return complaints;
};

// What frames show is not ours: mails, in which axe may not run.
const createIsAccessible = (page: Page) => async (): Promise<void> => {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], iframes: false }).then(({ violations }) => violations)`,
  );
  const serious = violationSchema
    .parse(found)
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ target, failureSummary }) => [target, failureSummary]),
    }));
  expect(serious).toEqual([]);
  const wider = (): Promise<unknown> =>
    page.evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`);
  // After a change of the size, what is measured by scripts is laid out again.
  await expect.poll(wider, { timeout: 30_000 }).toBe(0);
};

const createPicture = (page: Page, on: Person['on']) => async (name: string) => {
  await mkdir(pictures, { recursive: true });
  for (const screen of ['phone', 'laptop'] as const) {
    await on(screen);
    // What sticks to the screen stands at its place in the picture only where nothing is scrolled.
    await page.evaluate('window.scrollTo(0, 0)');
    const file = join(pictures, `${name}-${screens[screen].width}.png`);
    // Right after a change of the size the browser may have no frame to take yet.
    const take = (): Promise<boolean> =>
      page.screenshot({ path: file, fullPage: true }).then(
        () => true,
        () => false,
      );
    await expect.poll(take, { timeout: 30_000 }).toBe(true);
  }
};

const personOf = async (input: { context: BrowserContext; url: string }): Promise<Person> => {
  const { context, url } = input;
  const page = await context.newPage();
  const complaints = listen(page);
  const on: Person['on'] = (screen) => page.setViewportSize(screens[screen]);
  return {
    page,
    complaints,
    on,
    open: async (path) => {
      await page.goto(`${url}/studio${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
    },
    isAccessible: createIsAccessible(page),
    picture: createPicture(page, on),
    leave: () => context.close(),
  };
};

type Input = {
  files: (tenant: string) => Promise<Readonly<Record<string, string>>>;
} & Omit<Parameters<typeof startMemoryEngine>[0], 'openStudio' | 'files'>;

/** The studio of a shop, on the production engine with its stores in memory. */
export type Studio = {
  readonly engine: TestedEngine;
  readonly api: ReturnType<typeof adminClient>;
  /** A browser that nobody is signed in with. */
  readonly visitor: (options?: { locale?: string; dark?: boolean }) => Promise<Person>;
  /** Somebody who signed in by a link, as people of the team do the first time. */
  readonly signedIn: (options?: { role?: Role; locale?: string; dark?: boolean }) => Promise<Person>;
  /** The address of a link for one sign-in, of somebody new. */
  readonly link: (role?: Role) => Promise<string>;
  readonly close: () => Promise<void>;
};

/** Opens the studio for the tests of a file. Nothing is waited for by time: only for what can be seen. */
export const openStudio = async (input: Input): Promise<Studio> => {
  const open = createOpenStudio({ toolsDir: inject('studioTools') });
  const engine = await startMemoryEngine({ ...input, openStudio: open });
  const browser: Browser = await chromium.connect(inject('browser'));
  const api = adminClient(engine);
  let members = 0;

  const link: Studio['link'] = async (role = 'owner') => {
    members += 1;
    const { body } = await api.call('POST', '/api/users', {
      email: `${role}-${members}@shop.example`,
      name: `Eva ${role}`,
      role,
    });
    const made = await api.call('POST', `/api/users/${userSchema.parse(body).id}/sign-in-link`, {});
    const token = new URL(linkSchema.parse(made.body).url).searchParams.get('token') ?? '';
    return `/sign-in?tenant=${engine.tenant}#token=${token}`;
  };

  const visitor: Studio['visitor'] = async ({ locale = 'en-GB', dark = false } = {}) => {
    const context = await browser.newContext({
      locale,
      viewport: screens.laptop,
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Madrid',
    });
    context.setDefaultTimeout(patienceMs);
    return personOf({ context, url: engine.url });
  };

  return {
    engine,
    api,
    link,
    visitor,
    signedIn: async ({ role, ...options } = {}) => {
      const person = await visitor(options);
      await person.open(await link(role));
      await person.page.getByRole('button', { name: /^(?:Sign in|Iniciar sesión)$/ }).click();
      await person.page.getByRole('navigation').waitFor({ state: 'attached' });
      return person;
    },
    close: async () => {
      await browser.close();
      await engine.close();
    },
  };
};
