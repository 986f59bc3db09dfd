import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const city = { fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Vigo' };
const dog = { fact: 'profile', path: '$.traits.dog', operator: 'equal', value: true };
const files = {
  'segments/dog.json': { key: 'dog', name: 'With a dog', when: { all: [dog] } },
  'segments/vigo.json': { key: 'vigo', name: 'From Vigo', when: { all: [city] } },
  'segments/odd.json': { key: 'odd', name: 'Not from Vigo', when: { not: { all: [city] } } },
};

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files }) });
  const { engine } = studio;
  await engine.customer('ana', { lastName: 'García', city: 'Vigo' });
  await engine.customer('bo', { firstName: 'Bo', city: 'Vigo', dog: true });
  await engine.customer('cloe', { firstName: 'Cloe', city: 'Lugo', dog: true });
  await engine.track('bo', 'Product Viewed', { product_id: '1' });
});
afterAll(() => studio.close());

it('a marketer opens a segment, narrows it, and sees at once who would be in it', async () => {
  const eva = await studio.signedIn();
  await eva.open('/segments');
  await eva.page.getByRole('row', { name: /From Vigo.*2/ }).waitFor();
  await eva.picture('segments');
  await eva.isAccessible();
  await eva.page.getByRole('link', { name: 'From Vigo', exact: true }).click();
  await eva.page.getByText('2 of 3 people').waitFor();

  await eva.page.getByRole('button', { name: 'Add a condition' }).press('Enter');
  await eva.page.getByText('Fill in every condition').waitFor();
  await eva.page.getByRole('combobox', { name: 'About' }).last().click();
  await eva.page.getByRole('option', { name: 'What they did' }).click();
  await eva.page.getByRole('combobox', { name: 'Event' }).fill('Product Viewed');
  await eva.page.getByText('1 of 3 people').waitFor();
  await eva.page.getByRole('link', { name: 'Bo', exact: true }).waitFor();
  await eva.page.keyboard.press('Escape');
  await eva.picture('segment');
  await eva.isAccessible();
  await eva.page.getByText('Draft saved').waitFor();
  await eva.page.getByText('JSON', { exact: true }).click();
  await eva.page.getByRole('textbox', { name: 'Text of the file' }).getByText('"Product Viewed"').waitFor();
  await eva.page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByText('Changed: segment vigo').waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await eva.page.getByText('As published').waitFor();
  await eva.open('/segments');
  await eva.page.getByRole('row', { name: /From Vigo.*1/ }).waitFor();
  await eva.page.getByRole('link', { name: 'From Vigo', exact: true }).click();
  await eva.page.getByText('1 of 3 people').waitFor();
  await eva.page.waitForLoadState('networkidle');
  await eva.page.getByRole('combobox', { name: 'Compare with' }).fill('dog');
  await eva.page.keyboard.press('ArrowDown');
  await eva.page.keyboard.press('Enter');
  await eva.page.keyboard.press('Escape');
  await eva.page.getByRole('img', { name: /^The overlap of From Vigo, With a dog/ }).waitFor();
  await eva.page.getByRole('row', { name: /not in it in it 1/ }).waitFor();
  await eva.picture('segment-overlap');
  await eva.isAccessible();
  await eva.on('laptop');
  await eva.page.getByRole('link', { name: 'Show the people' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  expect(new URL(eva.page.url()).searchParams.get('segment')).toBe('vigo');
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('conditions beyond the builder are counted as they are, in Spanish, on a phone', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open('/segments/odd');
  await eva.page.getByText('1 de 3 personas').waitFor();
  await eva.isAccessible();
  await eva.open('/segments/new');
  await eva.page.getByRole('combobox', { name: 'Campo' }).fill('$.stage');
  await eva.page.getByText('Rellena todas las condiciones').waitFor();
  await eva.page.keyboard.press('Escape');
  await eva.picture('segment-new');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('conditions that were tried become a segment, which stays a draft until it is published', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/segments/new');
  await page.getByRole('combobox', { name: 'Field' }).fill('$.traits.city');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Value' }).fill('Lugo');
  await page.getByText('1 of 3 people').waitFor();
  await page.getByRole('button', { name: 'Keep as a segment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('From Lugo');
  await dialog.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('heading', { level: 1, name: 'From Lugo' }).waitFor();
  await page.getByText('1 of 3 people').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  await eva.picture('segment-draft');
  await eva.isAccessible();
  await eva.open('/segments');
  await page.getByText('Your drafts that were never published').waitFor();
  await page.getByRole('link', { name: 'from-lugo' }).click();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click();
  await page.getByText('The draft is gone').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
