import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const path = 'journeys/welcome.json';

// Laid out as no machine lays it out.
const text = `{
  "key": "welcome", "name": "Welcome new customers",
  "stage": "acquisition",
  "entry": { "on": "Signed Up" },

  "steps": [
    { "id": "rest",  "type": "wait", "for": "30 days" },
    { "id": "worth", "type": "branch",
      "cases": [ { "when": { "all": [ { "fact": "profile", "path": "$.stage", "operator": "equal", "value": "customer" } ] },
                   "then": [ { "id": "tag", "type": "update", "tags": { "add": ["buyer"] } } ] } ] }
  ]
}
`;

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-03-20T10:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files: { [path]: text } }),
  });
  await studio.engine.customer('lea');
  await studio.engine.track('lea', 'Signed Up');
});
afterAll(() => studio.close());

const published = async (file: string): Promise<string> => {
  const { body } = await studio.api.call('GET', `/api/workspace/files/${encodeURIComponent(file)}`);
  return z.object({ text: z.string() }).parse(body).text;
};

it('a marketer changes a journey in its picture, and publishes it with a plan for the people inside', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/journeys/welcome');
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('heading', { level: 1, name: 'Edit Welcome new customers' }).waitFor();
  await page.getByText('As published').waitFor();

  await page.getByRole('button', { name: 'Change “rest”' }).click();
  const form = page.getByRole('region', { name: 'Step “rest”' });
  await form.getByRole('textbox', { name: 'for' }).fill('10 days');
  await form.getByRole('textbox', { name: 'for' }).blur();
  await page.getByText('Draft saved').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  await form.getByRole('combobox', { name: 'Add a step behind it' }).click();
  await page.getByRole('option', { name: 'Score' }).click();
  await form.getByRole('button', { name: 'Add: Add a step behind it' }).click();
  await page.getByRole('button', { name: 'Change “score”' }).waitFor();
  const score = page.getByRole('region', { name: 'Step “score”' });
  await score.getByRole('textbox', { name: 'by' }).fill('5');
  await score.getByRole('textbox', { name: 'by' }).blur();
  await page.getByText('Nothing is wrong').waitFor();
  await page.getByText('Draft saved').waitFor();
  await eva.picture('journey-edit');
  await eva.isAccessible();
  await eva.on('phone');
  await eva.isAccessible();
  await eva.on('laptop');

  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Changed: journey welcome (version 2)').waitFor();
  await dialog.getByRole('cell', { name: 'rest' }).first().waitFor();
  await dialog.getByRole('combobox', { name: 'People inside welcome' }).click();
  await page.getByRole('option', { name: 'They move now' }).click();
  await eva.picture('journey-publish');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  // What nobody touched is as it was, byte for byte.
  const now = await published(path);
  const [before = '', after = ''] = now.split(/\n\s+\{\s+"id": "score"[\s\S]*?\},(?=\n)/);
  expect(`${before}${after}`).toBe(text.replace('30 days', '10 days'));
  await studio.engine.comeToRest(studio.engine.tenant);
  const { body } = await studio.api.call('GET', '/api/journeys/welcome');
  expect(body).toMatchObject({
    version: 2,
    versions: [
      { version: 2, active: 1 },
      { version: 1, active: 0 },
    ],
  });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('what is wrong in the JSON is said where it is, and a draft is discarded', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/journeys/welcome/edit?view=list');
  const editor = page.getByRole('textbox', { name: 'Text of the file' });
  await editor.getByText('"10 days"').waitFor();
  await editor.press('Control+End');
  await page.keyboard.type('oops');
  await page.getByRole('alert').getByText(/JSON/).first().waitFor();
  await eva.picture('journey-edit-json');
  await eva.isAccessible();
  await page.getByText('Draft saved').waitFor();
  expect(await page.getByRole('button', { name: 'Publish…' }).isEnabled()).toBe(true);
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click();
  await page.getByText('Nothing is wrong').waitFor();
  await page.getByText('As published').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a new journey begins as a draft, which can be discarded; in Spanish, in the dark, on a phone', async () => {
  const eva = await studio.signedIn({ role: 'marketer', locale: 'es-ES', dark: true });
  const { page } = eva;
  await eva.on('phone');
  await eva.open('/journeys');
  await page.getByRole('button', { name: 'Nuevo recorrido' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill('Cumpleaños feliz');
  await dialog.getByRole('button', { name: 'Crear borrador' }).click();
  await page.getByRole('heading', { level: 1, name: 'Editar Cumpleaños feliz' }).waitFor();
  await page.getByRole('button', { name: 'Cambiar «wait»' }).click();
  await page.getByRole('region', { name: 'Paso «wait»' }).waitFor();
  await page.getByText('Todo está bien').waitFor();
  await eva.picture('journey-edit-es');
  await eva.on('phone');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Descartar borrador' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Descartar borrador' }).click();
  await page.getByText('El borrador ya no está').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
