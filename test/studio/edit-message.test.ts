import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const body = 'messages/welcome/body.mjml';

let studio: Studio;
let before = '';

const published = async (path: string): Promise<string> => {
  const { body: file } = await studio.api.call('GET', `/api/workspace/files/${encodeURIComponent(path)}`);
  return z.object({ text: z.string() }).parse(file).text;
};

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files: {}, messages: ['welcome'] }) });
  await studio.engine.customer('ana', { firstName: 'Ana María', lastName: 'García', locale: 'en' });
  before = await published(body);
});
afterAll(() => studio.close());

it('a marketer writes a mail beside its preview as a person, is helped and told what is wrong, and publishes it', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/messages/welcome');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /^Edit Welcome/ }).waitFor();
  await page.getByText('As published').waitFor();
  await page
    .frameLocator('iframe[src*="draft=1"]:not([data-coming])')
    .getByText('Good to have you here, Ana.')
    .waitFor();
  await page.getByRole('combobox', { name: 'As' }).fill('garc');
  await page.getByRole('option', { name: /García/ }).click();
  await page
    .frameLocator('iframe[src*="profile="]')
    .getByText(/Ana María/)
    .waitFor();

  await page.getByText('Code', { exact: true }).click();
  await page.locator('.cm-line', { hasText: '{{> header}}' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('<mj-section><mj-column><mj-text>Bye {{profile.traits.last');
  await page.getByText('The draft has errors. This is how it looked before.').waitFor();
  await page.getByRole('alert').getByText('Close every {{').waitFor();
  await page.getByRole('option', { name: 'profile.traits.lastName' }).waitFor();
  await eva.isAccessible();
  await page.keyboard.press('Enter');
  await page.frameLocator('iframe[src*="draft=1"]:not([data-coming])').getByText('Bye García').waitFor();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Hello again');
  await page.getByRole('region', { name: 'Preview' }).getByText('Hello again').waitFor();
  await page.getByText('Draft saved').waitFor();
  await eva.picture('message-edit');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Changed: message welcome').waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  const now = await published(body);
  expect(
    now
      .split('\n')
      .filter((one) => !one.includes('Bye'))
      .join('\n'),
  ).toBe(before);
  expect(await published('messages/welcome/message.json')).toContain('"Hello again"');
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a new message begins as a draft with another language, and is discarded; in Spanish, in the dark, on a phone', async () => {
  const eva = await studio.signedIn({ role: 'marketer', locale: 'es-ES', dark: true });
  const { page } = eva;
  await eva.on('phone');
  await eva.open('/messages');
  await page.getByRole('button', { name: 'Nuevo mensaje' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill('Rebajas de otoño');
  await dialog.getByRole('combobox', { name: 'Tema' }).click();
  await page.getByRole('option', { name: 'offers' }).click();
  await dialog.getByRole('button', { name: 'Crear borrador' }).click();
  await page.getByRole('heading', { level: 1, name: 'Editar Rebajas de otoño' }).waitFor();
  await page
    .frameLocator('iframe[src*="draft=1"]:not([data-coming])')
    .getByText('Rebajas de otoño')
    .waitFor();
  await page.getByRole('button', { name: 'Añadir idioma' }).click();
  await dialog.getByRole('combobox', { name: 'Idioma' }).click();
  await page.getByRole('option', { name: 'francés' }).click();
  await dialog.getByRole('button', { name: 'Añadir' }).click();
  await page.getByText('There is a body in fr').first().waitFor();
  expect(new URL(page.url()).searchParams.get('file')).toBe('messages/rebajas-de-otono/body.fr.mjml');
  await eva.picture('message-edit-es');
  await eva.on('phone');
  await eva.isAccessible();
  await eva.open('/messages');
  await page.getByRole('link', { name: 'rebajas-de-otono' }).click();
  await page.getByRole('button', { name: 'Descartar borrador' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Descartar borrador' }).click();
  await page.getByText('El borrador ya no está').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
