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

it('an author sends a draft for review, a marketer returns it, approves it and publishes it', async () => {
  const ana = await studio.signedIn({ role: 'author' });
  await ana.open('/rules');
  const begun = ana.page.getByRole('dialog');
  await ana.page.getByRole('button', { name: 'New rule' }).click();
  await begun.getByRole('textbox', { name: 'Name' }).fill('Reads prices');
  await begun.getByRole('textbox', { name: 'Looks at' }).fill('Prices Viewed');
  await begun.getByRole('button', { name: 'Create draft' }).click();
  await ana.page.getByRole('heading', { level: 1, name: 'Reads prices' }).waitFor();
  await ana.page.getByText('Draft saved').waitFor();
  expect(await ana.page.getByRole('button', { name: 'Publish…' }).count()).toBe(0);
  await ana.page.getByRole('button', { name: 'Send for review…' }).press('Enter');
  const sending = ana.page.getByRole('dialog', { name: 'Send drafts for review' });
  await sending.getByRole('checkbox', { name: 'rules/reads-prices.json' }).waitFor();
  await sending.getByRole('textbox', { name: 'What is it for?' }).fill('Points for readers');
  await ana.picture('approval-send');
  await ana.isAccessible();
  await sending.getByRole('button', { name: 'Send for review' }).click();
  await sending.waitFor({ state: 'detached' });
  await ana.page.getByRole('link', { name: 'In review' }).waitFor();

  const ben = await studio.signedIn({ role: 'marketer' });
  const { page } = ben;
  await ben.open('/work');
  await page.getByRole('link', { name: 'Points for readers' }).click();
  await page.getByRole('heading', { level: 1, name: 'Points for readers' }).waitFor();
  await page.getByText('New: rule reads-prices').waitFor();
  await page.getByRole('region', { name: 'Lines of rules/reads-prices.json' }).waitFor();
  await ben.picture('approval');
  await ben.isAccessible();
  await page.getByRole('button', { name: 'Return…' }).click();
  const asked = page.getByRole('dialog');
  await asked.getByRole('textbox', { name: 'What is to be changed?' }).fill('Say why');
  await asked.getByRole('button', { name: 'Return' }).click();
  await asked.waitFor({ state: 'detached' });
  await page.getByText('Back with its author').waitFor();

  await ana.page.getByRole('link', { name: 'In review' }).click();
  await ana.page.getByText('Say why').waitFor();
  await ana.page.getByRole('button', { name: 'Send again…' }).click();
  await sending.getByRole('textbox', { name: 'What is it for?' }).fill('Points for anyone who reads prices');
  await sending.getByRole('button', { name: 'Send for review' }).click();
  await sending.waitFor({ state: 'detached' });
  await ana.page.getByRole('heading', { level: 1, name: 'Points for anyone who reads prices' }).waitFor();
  expect(ana.complaints).toEqual([]);
  await ana.leave();

  await page.reload();
  await page.getByRole('button', { name: 'Approve…' }).press('Enter');
  await asked.getByRole('button', { name: 'Approve' }).click();
  await asked.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Schedule…' }).click();
  await asked.getByText('New: rule reads-prices').waitFor();
  await asked.getByRole('button', { name: 'Schedule' }).click();
  await asked.waitFor({ state: 'detached' });
  await page
    .getByRole('alert')
    .getByText(/Goes live/)
    .waitFor();
  await ben.picture('approval-scheduled');
  await page.getByRole('button', { name: 'Take the time back' }).click();
  await page.getByRole('button', { name: 'Schedule…' }).waitFor();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await asked.getByText('New: rule reads-prices').waitFor();
  await asked.getByRole('button', { name: 'Publish' }).click();
  await asked.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Revision 4' }).waitFor();
  await ben.open('/approvals');
  await page.getByRole('link', { name: 'Points for anyone who reads prices' }).waitFor();
  await ben.picture('approvals');
  await ben.isAccessible();
  expect(ben.complaints).toEqual([]);
  await ben.leave();
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
  await eva.open('/approvals');
  await page.getByRole('link', { name: 'Points for anyone who reads prices' }).click();
  await page.getByText('Qué ha pasado').waitFor();
  await eva.picture('approval-es');
  await eva.on('phone');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('an author sends the files of a former revision for review', async () => {
  const lou = await studio.signedIn({ role: 'author' });
  const { page } = lou;
  await lou.open('/publications/2');
  await page.getByRole('button', { name: 'Send it for review…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Send revision 2 for review' });
  await dialog.getByRole('textbox', { name: 'What is it for?' }).fill('Twenty days were better');
  await lou.picture('publication-review');
  await lou.isAccessible();
  await dialog.getByRole('button', { name: 'Send for review' }).click();
  await page.getByRole('heading', { level: 1, name: 'Twenty days were better' }).waitFor();
  await page.getByRole('region', { name: `Lines of ${path}` }).waitFor();
  expect(lou.complaints).toEqual([]);
  await lou.leave();
});
