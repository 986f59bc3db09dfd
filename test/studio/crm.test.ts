import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

let studio: Studio;

const idSchema = z.object({ id: z.string() });
const make = async (data: object, more: object = {}): Promise<string> => {
  const { body } = await studio.api.call('POST', '/api/records/deal', { data, ...more });
  return idSchema.parse(body).id;
};

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files: {} }) });
  await make({ name: 'Green roof', amount: { minor: 490_000, currency: 'EUR' }, closeOn: '2027-03-01' });
  await make({ name: 'Office plants' });
  await studio.api.call('POST', '/api/records/account', { data: { name: 'Tiles and Sons' } });
});
afterAll(() => studio.close());

it('a deal is made in a form, found in the table, changed, and its history says what changed', async () => {
  const eva = await studio.signedIn();
  await eva.open('/records');
  await eva.picture('records');
  await eva.isAccessible();
  await eva.page.getByRole('link', { name: /^Deals/ }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'Deals' }).waitFor();
  await eva.page.getByRole('link', { name: 'Green roof' }).waitFor();
  await eva.picture('records-table');
  await eva.isAccessible();

  await eva.page.getByRole('link', { name: 'New deal' }).click();
  await eva.page.getByRole('textbox', { name: 'Name' }).fill('Winter garden');
  await eva.page.getByRole('textbox', { name: 'Amount' }).fill('1234.5');
  await eva.page.getByRole('combobox', { name: 'Account' }).fill('tiles');
  await eva.page.getByRole('option', { name: 'Tiles and Sons' }).click();
  await eva.picture('record-form');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Create' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'Winter garden' }).waitFor();
  await eva.page.getByText('€1,234.50').waitFor();
  await eva.page.getByRole('link', { name: 'Tiles and Sons' }).waitFor();

  await eva.page.getByRole('button', { name: 'Edit' }).click();
  await eva.page.getByRole('textbox', { name: 'Next step' }).fill('Call on Monday');
  await eva.page.getByRole('button', { name: 'Save' }).click();
  await eva.page.getByText('Call on Monday').waitFor();
  await eva.page.getByRole('tab', { name: 'History' }).click();
  await eva.page.getByText(/Eva owner: changed/).waitFor();
  await eva.picture('record-history');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a card of the board is moved with the keyboard, and the stage asks for what it requires', async () => {
  const eva = await studio.signedIn();
  await eva.open('/records/deal?view=board');
  const column = (name: string) => eva.page.getByRole('region', { name });
  await column('Open').getByRole('link', { name: 'Office plants' }).waitFor();
  await eva.picture('records-board');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Move “Office plants” to another stage' }).focus();
  await eva.page.keyboard.press('Enter');
  await eva.page.getByRole('menuitem', { name: 'Lost' }).waitFor();
  await eva.page.getByRole('menuitem', { name: 'Lost' }).press('Enter');
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Why it was lost' }).click();
  await eva.page.getByRole('option', { name: 'Price' }).click();
  await dialog.getByRole('button', { name: 'Move to Lost' }).click();
  await column('Lost').getByRole('link', { name: 'Office plants' }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a card is dragged to another stage, also after the reader came back from its page', async () => {
  await make({ name: 'Balcony' });
  const eva = await studio.signedIn();
  await eva.open('/records/deal?view=board');
  const column = (name: string) => eva.page.getByRole('region', { name });
  const card = eva.page.getByRole('link', { name: 'Balcony' });
  await card.click();
  await eva.page.getByRole('heading', { level: 1, name: 'Balcony' }).waitFor();
  await eva.page.goBack();
  await column('Open').getByRole('link', { name: 'Balcony' }).waitFor();
  await card.dragTo(column('Qualified'));
  await column('Qualified').getByRole('link', { name: 'Balcony' }).waitFor();
  await eva.leave();
});

it('the choices of shipped objects are in Spanish for who reads Spanish, and kept as they are', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES' });
  await eva.open('/records/case/new');
  await eva.page.getByRole('textbox', { name: 'Asunto' }).fill('Sin luz');
  await eva.page.getByRole('combobox', { name: 'Prioridad' }).click();
  await eva.page.getByRole('option', { name: 'Alta', exact: true }).click();
  await eva.picture('record-choices-spanish');
  await eva.page.getByRole('button', { name: 'Crear' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'Sin luz' }).waitFor();
  await eva.page.getByText('Alta', { exact: true }).waitFor();
  const { body } = await studio.api.call('GET', '/api/records/case');
  expect(body).toMatchObject({ records: [{ data: { priority: 'high' } }] });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the forecast shows what open deals are expected to bring, in Spanish too', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES' });
  await eva.open('/forecast');
  await eva.page.getByRole('cell', { name: '2027-03' }).waitFor();
  await eva.page.getByRole('cell', { name: /490,00\s€/ }).waitFor();
  await eva.picture('forecast');
  await eva.isAccessible();
  await eva.open('/records/deal?view=board');
  await eva.page.getByRole('heading', { level: 1, name: 'Oportunidades' }).waitFor();
  await eva.page.getByRole('region', { name: 'Cualificada' }).waitFor();
  await eva.leave();
});

it('somebody who may only look is offered nothing to change', async () => {
  const id = await make({ name: 'To be looked at' });
  const eva = await studio.signedIn({ role: 'viewer' });
  await eva.open(`/records/deal/${id}`);
  await eva.page.getByText('Hidden from you').first().waitFor();
  expect(await eva.page.getByRole('button', { name: /^(?:Edit|Delete|Move to)$/ }).count()).toBe(0);
  await eva.leave();
});
