import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const forms = {
  newsletter: {
    title: { en: 'News and tips', es: 'Novedades y consejos' },
    topic: 'news',
    fields: [
      { name: 'firstName', label: { en: 'First name', es: 'Nombre' } },
      { name: 'plants', label: 'Plants', type: 'choice', choices: ['few', 'many'] },
    ],
  },
};

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({
    files: (tenant) => shopFiles({ tenant, files: {}, settings: { forms } }),
  });
  const { body } = await studio.api.call('GET', '/api/forms/newsletter');
  const { pathname } = new URL(String(Object(body).address));
  const send = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    await studio.engine.request(pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  };
  await send({ email: 'ana@example.com', firstName: 'Ana' });
  await send({ email: 'ben@example.com' });
  await send({ email: 'bot@example.com', website: 'https://spam.example' });
  const mail = studio.engine.mail.to('ana@example.com').at(-1);
  const [link = ''] = /\/y\/[\w-]+/.exec(mail?.text ?? '') ?? [];
  await studio.engine.request(link, { method: 'POST' });
});
afterAll(() => studio.close());

it('the forms say what came of them, why some were kept out, and have the HTML for a page of the shop', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/forms');
  const row = page.getByRole('row', { name: /News and tips/ });
  await row.waitFor();
  expect(await row.getByRole('cell').allInnerTexts()).toEqual([
    expect.stringContaining('newsletter'),
    'news',
    '2',
    '1',
    '1',
  ]);
  await eva.picture('forms');
  await eva.isAccessible();
  await row.getByRole('link', { name: 'News and tips' }).press('Enter');
  await page.getByText('50% of those sent in').waitFor();
  await page.getByText('A program filled in a field that people do not see').waitFor();
  await page.frameLocator('iframe').getByText('First name').waitFor();
  expect(await page.getByRole('region', { name: 'HTML' }).innerText()).toContain('name="firstName"');
  await eva.picture('form');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a marketer builds a form as a draft with the keyboard, sees it as they type, is told at the field what is wrong, and publishes it', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/forms');
  await page.getByRole('button', { name: 'New form' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('At the fair');
  await dialog.getByRole('button', { name: 'Create draft' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'At the fair' }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Add a field' }).press('Enter');
  const field = page.getByRole('group', { name: 'Field 1' });
  await field.getByRole('textbox', { name: 'Name of the trait' }).fill('email');
  await field.locator('input[aria-invalid="true"]').waitFor();
  await field.getByRole('textbox', { name: 'Name of the trait' }).fill('shoeSize');
  await field.locator('input[aria-invalid="true"]').waitFor({ state: 'detached' });
  await field.getByRole('textbox', { name: 'Label (English)' }).fill('Your shoe size');
  await field.getByRole('textbox', { name: 'Label (Spanish)' }).fill('Tu talla');
  await page.frameLocator('iframe').getByText('Your shoe size').waitFor();
  await page.getByText('Draft saved').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  await eva.picture('form-edit');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  const { body } = await studio.api.call('GET', '/api/forms/at-the-fair?locale=es');
  expect(body).toMatchObject({
    title: 'At the fair',
    fields: ['shoeSize'],
    html: expect.stringContaining('Tu talla'),
  });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the pages of forms fit a phone, in Spanish and in the dark', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open('/forms');
  await eva.page.getByRole('link', { name: 'Novedades y consejos' }).click();
  await eva.page.getByText('50 % de los enviados').waitFor();
  await eva.page.frameLocator('iframe').getByText('Nombre').waitFor();
  await eva.picture('form-spanish');
  await eva.on('phone');
  await eva.isAccessible();
  await eva.page.getByRole('link', { name: 'Editar' }).click();
  await eva.page.getByRole('group', { name: 'Campo 2' }).waitFor();
  await eva.page.frameLocator('iframe').getByText('Nombre').waitFor();
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
