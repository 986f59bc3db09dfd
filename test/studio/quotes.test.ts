import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

let studio: Studio;

const idSchema = z.object({ id: z.string() });
const make = async (kind: string, data: object): Promise<string> =>
  idSchema.parse((await studio.api.call('POST', `/api/records/${kind}`, { data })).body).id;
const euro = (minor: number) => ({ minor, currency: 'EUR' });
let deal = '';

beforeAll(async () => {
  studio = await openStudio({
    // Monday, 8 in the morning in Madrid: an hour before work begins.
    start: Date.parse('2026-06-01T06:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files: {}, settings: { timezone: 'Europe/Madrid' } }),
  });
  await studio.engine.customer('ana', { firstName: 'Ana', locale: 'en' });
  const contact = await studio.engine.profileId('ana');
  await make('product', { name: 'Roof tiles', price: euro(2500), taxPercent: 21 });
  deal = await make('deal', { name: 'Green roof', contact });
  await make('case', { subject: 'Broken pot', contact, priority: 'urgent' });
});
afterAll(() => studio.close());

it('a quote is written with totals as they come, sent, followed by a version, and accepted by its customer', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open(`/records/deal/${deal}`);
  await page.getByRole('link', { name: 'New quote' }).click();
  await page.getByRole('heading', { level: 1, name: 'New quote' }).waitFor();
  await page.getByRole('textbox', { name: 'Number' }).fill('Q-1');
  await page.getByRole('textbox', { name: 'Valid until' }).fill('2026-12-31');
  await page.getByRole('button', { name: 'Add a row' }).click();
  const line = page.getByRole('group', { name: 'Row 1' });
  await line.getByRole('textbox', { name: 'Quantity' }).fill('3');
  await line.getByRole('combobox', { name: 'Product' }).fill('roof');
  await page.getByRole('option', { name: 'Roof tiles' }).click();
  await line.getByRole('textbox', { name: 'Discount percent' }).fill('10');
  // 3 x 25.00, less a tenth, with 21 percent of tax.
  await page.getByRole('status', { name: 'Worked out' }).getByText('€81.68').waitFor();
  await eva.picture('quote-form');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name: 'Q-1' }).waitFor();
  await page.getByRole('link', { name: 'Green roof' }).waitFor();

  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await page.getByText(/^Waits for an answer until/).waitFor();
  const link = await page.getByRole('textbox', { name: /^Page of the quote/ }).inputValue();
  await eva.picture('quote-sent');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'New version' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'New version' }).click();
  await page.getByRole('heading', { level: 1, name: 'Q-1 v2' }).waitFor();
  const versions = page.getByRole('region', { name: 'Versions' });
  await versions.getByText('Q-1 v2').waitFor();
  await eva.picture('quote-version');

  const customer = await page.context().newPage();
  await customer.goto(link);
  await customer.getByRole('textbox').first().fill('Ana Prado');
  await customer.getByRole('button', { name: /^Accept/ }).click();
  await customer.getByText('This quote was accepted. Thank you.').waitFor();
  await customer.close();
  await versions.getByRole('link', { name: 'Q-1', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Q-1', exact: true }).waitFor();
  await page.reload();
  await page.getByText('Accepted by Ana Prado').waitFor();
  await page.getByRole('button', { name: 'New version' }).waitFor({ state: 'detached' });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the clocks of a case say how much working time is left, in list, board and page, and stand still while it waits', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/records/case');
  await page.getByText('First reply: 1 h left').waitFor();
  await eva.picture('cases');
  await eva.isAccessible();
  await eva.open('/records/case?view=board');
  await page.getByText('First reply: 1 h left').waitFor();
  await page.getByRole('link', { name: 'Broken pot' }).click();
  const clocks = page.getByRole('group', { name: 'Service level' });
  await clocks.getByText('Resolution: 8 h left').waitFor();
  await page.getByRole('button', { name: 'Move to' }).click();
  await page.getByRole('menuitem', { name: 'Waiting for the customer' }).click();
  await clocks.getByText('Resolution: paused, 8 h left').waitFor();
  await eva.picture('case');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
