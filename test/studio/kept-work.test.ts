import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Person, type Studio } from './open-studio.ts';

let studio: Studio;
let deal: string;

const idSchema = z.object({ id: z.string() });

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files: {} }) });
  const { body } = await studio.api.call('POST', '/api/records/deal', { data: { name: 'Green roof' } });
  deal = idSchema.parse(body).id;
});
afterAll(() => studio.close());

/** Comes back to the tab until the page has read the record again. */
const comeBack = async ({ page }: Person, status: number): Promise<void> => {
  const read = page.waitForResponse(
    (answer) =>
      answer.url().endsWith(`/api/records/deal/${deal}`) &&
      answer.request().method() === 'GET' &&
      answer.status() === status,
  );
  const isRead = read.then(() => true);
  await expect
    .poll(async () => {
      await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
      return Promise.race([isRead, page.evaluate('false')]);
    })
    .toBe(true);
};

const edit = async (eva: Person, next = 'Call on Monday'): Promise<void> => {
  await eva.open(`/records/deal/${deal}`);
  await eva.page.getByRole('button', { name: 'Edit' }).click();
  await eva.page.getByRole('textbox', { name: 'Next step' }).fill(next);
};

it('what is typed stays while the engine does not answer, and the page says that it may be out of date', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await edit(eva);
  await page.route('**/api/records/deal/*', (route) => route.fulfill({ status: 503 }));
  await comeBack(eva, 503);
  await page.getByRole('alert').getByText('This page may be out of date').waitFor();
  expect(await page.getByRole('textbox', { name: 'Next step' }).inputValue()).toBe('Call on Monday');
  await eva.picture('out-of-date');
  await eva.isAccessible();
  await page.unroute('**/api/records/deal/*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await eva.leave();
});

it('what somebody else changes meanwhile does not empty the form, and saving again keeps the changes of both', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await edit(eva);
  const change = { data: { competitor: 'Tiles and Sons' } };
  expect(await studio.api.call('PATCH', `/api/records/deal/${deal}`, change)).toMatchObject({ status: 200 });
  await comeBack(eva, 200);
  expect(await page.getByRole('textbox', { name: 'Next step' }).inputValue()).toBe('Call on Monday');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody changed this record meanwhile').waitFor();
  expect(await page.getByRole('textbox', { name: 'Next step' }).inputValue()).toBe('Call on Monday');
  await eva.picture('changed-meanwhile');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Edit' }).waitFor();
  await page.getByText('Tiles and Sons').waitFor();
  await page.getByText('Call on Monday').waitFor();
  await eva.leave();
});

it('leaving a form with something typed in it asks first, also before the page is loaded again', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await edit(eva, 'Call on Tuesday');
  const asked = page.waitForEvent('dialog');
  const reload = page.evaluate('location.reload()');
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await reload;
  await page.getByRole('link', { name: 'Journeys' }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
  await eva.picture('leave-unsaved');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Stay here' }).click();
  expect(await page.getByRole('textbox', { name: 'Next step' }).inputValue()).toBe('Call on Tuesday');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Edit' }).waitFor();
  await page.getByRole('link', { name: 'Journeys' }).click();
  await page.getByRole('heading', { level: 1, name: 'Journeys' }).waitFor();
  await eva.leave();
});
