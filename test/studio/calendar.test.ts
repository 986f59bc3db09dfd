import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

let studio: Studio;

const files = {
  'journeys/call.json': {
    key: 'call',
    name: 'Call',
    stage: 'service',
    entry: { on: 'Call Asked', key: '$.properties.id' },
    steps: [{ id: 'call', type: 'task', title: 'Call Ana back', due: '2 days' }],
  },
};
const make = async (kind: string, data: object): Promise<void> => {
  const { status, body } = await studio.api.call('POST', `/api/records/${kind}`, { data });
  expect(status, JSON.stringify(body)).toBe(201);
  z.object({ id: z.string() }).parse(body);
};

beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-06-10T08:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files, settings: { timezone: 'Europe/Madrid' } }),
  });
  const { engine } = studio;
  await engine.customer('ana', { firstName: 'Ana' });
  const contact = await engine.profileId('ana');
  await make('appointment', { subject: 'Visit of the garden', contact, startsAt: '2026-06-11T07:30:00Z' });
  await make('event', {
    name: 'Garden fair',
    startsAt: '2026-06-16T08:00:00Z',
    endsAt: '2026-06-18T16:00:00Z',
  });
  await make('deal', { name: 'Green roof', closeOn: '2026-06-11' });
  await make('quote', { number: 'Q-7', validUntil: '2026-06-11' });
  for (const name of ['Winter garden', 'Balcony', 'Pond', 'Hedge', 'Lawn'])
    await make('deal', { name, closeOn: '2026-06-25' });
  await make('deal', { name: 'Terrace', closeOn: '2026-07-02' });
  await engine.track('ana', 'Call Asked', { id: 'c1' });
});
afterAll(() => studio.close());

it('a month shows appointments, events, tasks and days to keep; keys lead through it and open a day', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/calendar');
  const grid = page.getByRole('table', { name: 'June 2026' });
  await grid.getByRole('link', { name: '09:30 Visit of the garden' }).waitFor();
  await grid.getByRole('link', { name: 'Garden fair' }).nth(2).waitFor();
  await grid.getByRole('link', { name: /Call Ana back/ }).waitFor();
  await eva.picture('calendar');
  await eva.isAccessible();

  await page.getByRole('button', { name: /^Wednesday,? 10 June 2026/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('button[data-day="2026-06-11"]:focus').waitFor();
  await page.keyboard.press('Enter');
  const day = page.getByRole('dialog', { name: /11 June 2026/ });
  await day.getByRole('link', { name: 'Q-7' }).waitFor();
  await eva.picture('calendar-day');
  await eva.isAccessible();
  await page.keyboard.press('Escape');
  await day.waitFor({ state: 'detached' });
  await grid.getByRole('button', { name: '2 more' }).click();
  const full = page.getByRole('dialog', { name: /25 June 2026/ });
  await full.getByRole('link', { name: 'Winter garden' }).waitFor();
  await full.getByRole('button', { name: 'Close' }).click();
  await full.waitFor({ state: 'detached' });

  await page.getByRole('checkbox', { name: 'Deals' }).press('Space');
  await grid.getByRole('link', { name: 'Green roof' }).waitFor({ state: 'detached' });
  expect(page.url()).toContain('deal');
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByRole('heading', { level: 2, name: 'July 2026' }).waitFor();
  await page.getByRole('button', { name: 'Today' }).click();
  await page.getByText('Week', { exact: true }).click();
  await page.getByRole('table', { name: /8 Jun/ }).getByRole('link', { name: /Visit/ }).waitFor();
  await eva.picture('calendar-week');
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a phone has a list of the days, in Spanish and in the dark too', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  const { page } = eva;
  await eva.on('phone');
  await eva.open('/calendar');
  await page.getByRole('heading', { level: 3, name: /11 de junio/ }).waitFor();
  await page.getByRole('link', { name: 'Visit of the garden' }).waitFor();
  await eva.picture('calendar-es');
  await eva.isAccessible();
  await eva.on('phone');
  await page.getByRole('link', { name: 'Visit of the garden' }).click();
  await page.getByRole('heading', { level: 1, name: 'Visit of the garden' }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
