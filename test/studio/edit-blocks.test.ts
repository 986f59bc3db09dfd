import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const body = 'messages/welcome/body.mjml';

let studio: Studio;

const published = async (): Promise<string> => {
  const { body: file } = await studio.api.call('GET', `/api/workspace/files/${encodeURIComponent(body)}`);
  return z.object({ text: z.string() }).parse(file).text;
};

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files: {}, messages: ['welcome'] }) });
});
afterAll(() => studio.close());

it('a marketer changes a mail in blocks, and what they do not touch keeps its bytes', async () => {
  const before = await published();
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/messages/welcome/edit');
  await page.getByRole('button', { name: /^Text Good to have you here/ }).press('Enter');
  const text = page.getByRole('group', { name: 'Text' }).getByRole('textbox', { name: 'Text', exact: true });
  await text.press('Control+End');
  await page.keyboard.type(' Really');
  await page
    .frameLocator('iframe[src*="draft=1"]:not([data-coming])')
    .getByText(/Ana\. Really/)
    .waitFor();
  await page.getByRole('button', { name: 'Add a block' }).click();
  await page.getByRole('menuitem', { name: 'Button' }).click();
  const form = page.getByRole('group', { name: 'Button' });
  await form.getByRole('textbox', { name: 'Text', exact: true }).fill('Press me');
  await form.getByRole('textbox', { name: 'Link' }).fill('https://shop.example/?q={{encode "a b"}}');
  await page.frameLocator('iframe[src*="draft=1"]:not([data-coming])').getByText('Press me').waitFor();
  await page.getByRole('button', { name: 'More for Button: Press me' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await page.getByText('Draft saved').waitFor();
  await eva.picture('message-blocks');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Changed: message welcome').waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  const added = '<mj-button href="https://shop.example/?q={{encode "a b"}}">Press me</mj-button>';
  const now = await published();
  expect(now).toContain(added);
  expect(now.replace(new RegExp(String.raw`\n\s*${added.replaceAll(/[?{}.]/g, String.raw`\$&`)}`), '')).toBe(
    before.replace('.</h1>', '. Really</h1>'),
  );
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('in Spanish, on a phone and in the dark, and where tags do not fit each other the code is offered', async () => {
  const eva = await studio.signedIn({ role: 'marketer', locale: 'es-ES', dark: true });
  const { page } = eva;
  await eva.on('phone');
  await eva.open('/messages/welcome/edit');
  await page
    .getByRole('button', { name: /^Botón/ })
    .first()
    .click();
  await page.getByRole('group', { name: 'Botón' }).waitFor();
  await eva.isAccessible();
  await page.getByText('Código', { exact: true }).click();
  await page.locator('.cm-line', { hasText: '<mj-section>' }).first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.getByText('Bloques', { exact: true }).click();
  await page.getByText(/Las etiquetas no encajan/).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
