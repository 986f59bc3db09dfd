import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const start = Date.parse('2026-03-10T12:00:00Z');

let dir: string;
let folder: WarehouseFolder;
let studio: Studio;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-analytics-'));
  folder = createWarehouseFolder({ dir: join(dir, 'warehouse') });
  studio = await openStudio({
    start,
    warehouseFolder: folder,
    files: (tenant) => shopFiles({ tenant, files: {} }),
  });
});
afterAll(async () => {
  await studio.close();
  await folder.close();
  await rm(dir, { recursive: true, force: true });
});

const buy = (userId: string, orderId: string, revenue: number) =>
  studio.engine.track(userId, 'Order Completed', {
    order_id: orderId,
    currency: 'EUR',
    revenue,
    products: [],
  });

it('where the warehouse is off the page of a figure says so, and still says what is counted', async () => {
  const without = await openStudio({ files: (tenant) => shopFiles({ tenant, files: {} }) });
  try {
    const eva = await without.signedIn();
    await eva.open('/analytics/revenue');
    await eva.page.getByRole('heading', { name: 'The warehouse is off' }).waitFor();
    await eva.page.getByText(/^Orders by the local day/).waitFor();
    expect(await eva.page.getByRole('button', { name: 'Download CSV' }).isDisabled()).toBe(true);
    await eva.isAccessible();
    expect(eva.complaints).toEqual([]);
    await eva.leave();
  } finally {
    await without.close();
  }
});

it('an analyst finds a figure, asks for another period, sees what was counted, and takes it away', async () => {
  await studio.engine.customer('ana', { email: 'ana@example.test' });
  await buy('ana', 'o1', 30);
  await studio.engine.days(20);
  await buy('ana', 'o2', 1250.5);
  await studio.api.call('POST', '/api/warehouse/exports', { full: false });
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/analytics');
  await page.getByRole('heading', { name: 'Sales and customers' }).waitFor();
  await eva.picture('analytics');
  await eva.isAccessible();
  await page.getByRole('link', { name: 'Orders and revenue', exact: true }).press('Enter');
  await page.getByRole('cell', { name: '€1,250.50' }).first().waitFor();
  await page
    .getByRole('img', { name: /^Chart of Orders and revenue/ })
    .locator('canvas')
    .first()
    .waitFor();
  await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('month');
  await page.getByLabel('From').fill('2026-03-01');
  await page.getByRole('button', { name: 'Show' }).press('Enter');
  await page.getByRole('cell', { name: '€1,280.50' }).first().waitFor();
  expect(new URL(page.url()).searchParams.get('by')).toBe('month');
  await page.getByRole('button', { name: 'Rows behind it' }).press('Enter');
  await page.getByRole('combobox', { name: 'Of' }).selectOption('2026-03-01');
  await page.getByRole('region', { name: 'Rows behind it' }).getByRole('cell', { name: 'o2' }).waitFor();
  await page.getByRole('img', { name: /^Chart of/ }).hover();
  await eva.isAccessible();
  await eva.picture('figure');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).press('Enter'),
  ]);
  const saved = join(dir, 'revenue.csv');
  await file.saveAs(saved);
  expect(await readFile(saved, 'utf8')).toMatch(/^day,orders.*\r?\n2026-03-01,2,1,1280\.5,/);
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a figure on a phone, in the dark and in Spanish; one that needs a journey asks for it', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  const { page } = eva;
  await eva.on('phone');
  await eva.open('/analytics/rfm-grid');
  await page
    .getByRole('img', { name: /^Gráfico de/ })
    .locator('canvas')
    .first()
    .waitFor();
  await eva.isAccessible();
  await eva.picture('figure-dark');
  await eva.on('phone');
  await eva.open('/analytics/journey-funnel');
  await page.getByRole('heading', { name: 'Elige qué mostrar' }).waitFor();
  await eva.isAccessible();
  await eva.open('/analytics/nothing');
  await page.getByText('Esa cifra no existe').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a marketer has figures mailed every week, sends one at once, and ends it', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/analytics/reports');
  await page.getByRole('heading', { name: 'No reports yet' }).waitFor();
  await page.getByRole('button', { name: 'New report' }).press('Enter');
  const form = page.getByRole('dialog', { name: 'New report' });
  await form.getByLabel('Name').fill('The week in figures');
  await form.getByLabel('Figures').click();
  await page.getByRole('option', { name: 'Orders and revenue' }).click();
  await page.keyboard.press('Escape');
  await eva.isAccessible();
  await eva.picture('report-form');
  await form.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByRole('cell', { name: 'The week in figures', exact: true }).waitFor();
  const before = studio.engine.mail.mails.length;
  await page.getByRole('button', { name: /The week in figures/ }).press('Enter');
  await page.getByRole('menuitem', { name: 'Send now' }).press('Enter');
  await page.getByText(/^Sent to 1 person/).waitFor();
  expect(studio.engine.mail.mails.length).toBe(before + 1);
  expect(studio.engine.mail.mails.at(-1)?.subject).toBe('The week in figures');
  await eva.isAccessible();
  await eva.picture('reports');
  await page.getByRole('button', { name: /The week in figures/ }).press('Enter');
  await page.getByRole('menuitem', { name: 'End', exact: true }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).press('Enter');
  await page.getByRole('heading', { name: 'No reports yet' }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
