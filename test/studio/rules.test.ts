import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const files = {
  'rules/reader.json': {
    name: 'Reads the catalogue',
    on: ['Product Viewed'],
    priority: 5,
    conditions: { all: [{ fact: 'event', path: '$.properties.price', operator: 'greaterThan', value: 50 }] },
    event: { type: 'score', params: { kind: 'engagement', by: 10 } },
  },
  'rules/everything.json': {
    name: 'Tags everybody',
    on: ['*'],
    conditions: { all: [{ fact: 'profile', path: '$.stage', operator: 'exists', value: true }] },
    event: { type: 'tag', params: { add: ['seen'] } },
  },
};

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files }) });
  const { engine } = studio;
  await engine.customer('ana', { firstName: 'Ana', city: 'Vigo' });
  await engine.customer('bo', { firstName: 'Bo', city: 'Lugo' });
  await engine.track('ana', 'Product Viewed', { price: 80 });
  await engine.track('ana', 'Product Viewed', { price: 20 });
  await engine.track('bo', 'Product Viewed', { price: 90 });
});
afterAll(() => studio.close());

it('a marketer sees which rules give points of a score, and when', async () => {
  const eva = await studio.signedIn();
  await eva.open('/rules');
  await eva.page.getByRole('button', { name: /Reads the catalogue.*\+10 engagement/ }).press('Enter');
  await eva.page.getByText('"greaterThan"').waitFor();
  await eva.picture('rules');
  await eva.isAccessible();
  await eva.page.getByRole('combobox', { name: 'What happens' }).click();
  await eva.page.getByRole('option', { name: 'Tag' }).click();
  await eva.page.getByRole('button', { name: /Reads the catalogue/ }).waitFor({ state: 'detached' });
  expect(new URL(eva.page.url()).searchParams.get('does')).toBe('tag');
  expect(eva.complaints).toEqual([]);
  await eva.leave();
  const spanish = await studio.signedIn({ locale: 'es-ES', dark: true });
  await spanish.on('phone');
  await spanish.open('/rules');
  await spanish.page.getByText('todos los eventos').waitFor();
  await spanish.isAccessible();
  await spanish.leave();
});

it('a marketer begins a rule as a draft, is told what is wrong in it, and publishes it', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/rules');
  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Looks at prices');
  await dialog.getByRole('textbox', { name: 'Looks at' }).fill('Prices Viewed');
  await dialog.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('heading', { level: 1, name: 'Looks at prices' }).waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  const how = page.getByRole('radiogroup', { name: 'Edit as' });
  await how.getByText('JSON').click();
  await page.locator('.cm-line', { hasText: '"by": 5' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('a');
  await page.getByRole('alert').getByText(/JSON/).first().waitFor();
  await page.keyboard.press('Backspace');
  await page.getByText('Nothing is wrong').waitFor();
  await how.getByText('Form').click();
  const score = page.getByRole('group', { name: 'Score' });
  await score.getByRole('textbox', { name: 'Points' }).fill('5000');
  await score.locator('input[aria-invalid="true"]').waitFor();
  await score.getByRole('textbox', { name: 'Points' }).fill('-20');
  await score.locator('input[aria-invalid="true"]').waitFor({ state: 'detached' });
  await page.getByText('Nothing is wrong').waitFor();
  await page.getByText('Draft saved').waitFor();
  await eva.picture('rule-edit');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await dialog.getByText('New: rule looks-at-prices').waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  await eva.open('/rules');
  await page.getByRole('button', { name: /Looks at prices.*-20 engagement/ }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a marketer changes the conditions of a rule in lines, sees which events would have met them, and publishes it', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/rules/reader/edit');
  await page.getByText('2 of 3 events (66.7%)').waitFor();
  await page.getByRole('button', { name: 'Add a condition' }).press('Enter');
  await page.getByText('Fill in every condition').waitFor();
  await page.getByRole('combobox', { name: 'About' }).last().click();
  await page.getByRole('option', { name: 'Several conditions' }).click();
  await page.getByRole('combobox', { name: 'Field' }).last().fill('$.traits.city');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Value' }).last().fill('Vigo');
  await page.getByText('1 of 3 events (33.3%)').waitFor();
  await page.getByText('They are about 1 person.').waitFor();
  await page.getByRole('link', { name: 'Ana' }).waitFor();
  await page.getByRole('radiogroup', { name: 'Look back' }).getByText('30 days').click();
  await page.getByText('1 of 3 events (33.3%)').waitFor();
  await page.getByText('Draft saved').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  await eva.picture('rule-conditions');
  await eva.isAccessible();
  await eva.on('laptop');
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Changed: rule reader').waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published').waitFor();
  const { body } = await studio.api.call('GET', '/api/rules');
  const inVigo = { fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Vigo' };
  expect(body).toMatchObject({
    rules: expect.arrayContaining([
      expect.objectContaining({
        key: 'reader',
        conditions: { all: [files['rules/reader.json'].conditions.all[0], { any: [inVigo] }] },
      }),
    ]),
  });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('conditions stand in lines on a phone, in Spanish and in the dark', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open('/rules/everything/edit');
  await eva.page.getByText(/ eventos \(/).waitFor();
  await eva.page.getByText('Etiquetar. Cámbialo como JSON.').waitFor();
  await eva.picture('rule-conditions-spanish');
  await eva.on('phone');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
