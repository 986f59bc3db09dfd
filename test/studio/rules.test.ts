import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const minute = 60_000;
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
}, minute);
afterAll(() => studio.close(), minute);

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
