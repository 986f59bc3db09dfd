import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const minute = 60_000;
const city = { fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Vigo' };
const files = {
  'segments/vigo.json': { key: 'vigo', name: 'From Vigo', when: { all: [city] } },
  'segments/odd.json': { key: 'odd', name: 'Not from Vigo', when: { not: { all: [city] } } },
};

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files }) });
  const { engine } = studio;
  await engine.customer('ana', { lastName: 'García', city: 'Vigo' });
  await engine.customer('bo', { firstName: 'Bo', city: 'Vigo' });
  await engine.customer('cloe', { firstName: 'Cloe', city: 'Lugo' });
  await engine.track('bo', 'Product Viewed', { product_id: '1' });
}, minute);
afterAll(() => studio.close(), minute);

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
  await eva.page.getByText('"name": "Product Viewed"').waitFor();
  await eva.page.keyboard.press('Escape');
  await eva.picture('segment');
  await eva.isAccessible();
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
