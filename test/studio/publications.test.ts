import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const path = 'journeys/welcome.json';
const text = `{
  "key": "welcome", "name": "Welcome new customers",
  "stage": "acquisition",
  "entry": { "on": "Signed Up" },
  "steps": [
    { "id": "rest", "type": "wait", "for": "30 days" }
  ]
}
`;

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-03-20T10:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files: { [path]: text } }),
  });
  const { api, engine } = studio;
  await engine.customer('lea');
  await engine.track('lea', 'Signed Up');
  const address = `/api/workspace/drafts/${encodeURIComponent(path)}`;
  await api.call('PUT', address, { text: text.replace('30 days', '20 days') });
  await api.call('POST', '/api/workspace/drafts/publish', { note: 'A shorter rest' });
});
afterAll(() => studio.close());

it('a marketer finds what a publication changed, and publishes the former files again with a plan', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/publications');
  await page.getByText('A shorter rest').waitFor();
  await page.getByText('Live').waitFor();
  await eva.picture('publications');
  await eva.isAccessible();
  await page.getByRole('link', { name: 'Revision 2' }).click();
  await page.getByRole('heading', { level: 1, name: 'Revision 2' }).waitFor();
  const lines = page.getByRole('region', { name: `Lines of ${path}` });
  await lines.getByText('"20 days"').waitFor();
  await page.getByText('Lines: +1 −1').waitFor();
  await eva.picture('publication');
  await eva.isAccessible();
  expect(await page.getByRole('button', { name: 'Publish it again…' }).count()).toBe(0);

  await eva.open('/publications/1');
  await page.getByRole('button', { name: 'Publish it again…' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Changed: journey welcome (version 3)').waitFor();
  await dialog.getByRole('combobox', { name: 'People inside welcome' }).click();
  await page.getByRole('option', { name: 'They move now' }).click();
  await dialog.getByRole('textbox', { name: 'Note' }).fill('Too short');
  await eva.picture('publication-revert');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('back to revision 1').waitFor();
  await page.getByText('Too short').waitFor();
  const { body } = await studio.api.call('GET', '/api/journeys/welcome');
  expect(body).toMatchObject({ version: 3, definition: { steps: [{ for: '30 days' }] } });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the history is read on a phone, in Spanish and in the dark; who may only look reverts nothing', async () => {
  const eva = await studio.signedIn({ role: 'viewer', locale: 'es-ES', dark: true });
  const { page } = eva;
  await eva.on('phone');
  await eva.open('/publications');
  await page.getByRole('link', { name: 'Revisión 2' }).click();
  await page.getByRole('region', { name: `Líneas de ${path}` }).waitFor();
  await eva.picture('publication-es');
  await eva.on('phone');
  await eva.isAccessible();
  expect(await page.getByRole('button', { name: 'Publicar de nuevo…' }).count()).toBe(0);
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
