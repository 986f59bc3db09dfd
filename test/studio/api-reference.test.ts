import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({
    files: (tenant) =>
      shopFiles({
        tenant,
        files: {
          'segments/vigo.json': {
            key: 'vigo',
            name: 'From Vigo',
            when: {
              all: [{ fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Vigo' }],
            },
          },
        },
      }),
  });
});
afterAll(() => studio.close());

it('a developer finds a call, tries it with their own rights, and takes it to a terminal; nothing leaves the engine', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await eva.open('/api-reference');
  await page.getByRole('searchbox', { name: 'Search calls' }).fill('segments {key}');
  await page.getByRole('link', { name: '/api/segments/{key}', exact: true }).waitFor();
  await eva.picture('api-reference');
  await eva.isAccessible();
  await page.getByRole('link', { name: '/api/segments/{key}', exact: true }).click();
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'key (required)' }).fill('vigo');
  await page.getByText(/curl -X GET .*\/api\/segments\/vigo/).waitFor();
  await page.getByRole('button', { name: 'Send' }).press('Enter');
  const answer = page.getByRole('region', { name: 'Answer' });
  await answer.getByText('Status 200').waitFor();
  await answer.getByText('"From Vigo"').waitFor();
  await eva.picture('api-call');
  await eva.isAccessible();
  expect([...new Set(asked)]).toEqual([studio.engine.url]);
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a call that changes something asks first and has a body to begin with; in Spanish, on a phone, in the dark', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  const { page } = eva;
  await eva.on('phone');
  await eva.open(`/api-reference?call=${encodeURIComponent('POST /api/segments/preview')}`);
  await page.getByRole('textbox', { name: 'Cuerpo' }).getByText('"when"').waitFor();
  await page.getByRole('button', { name: 'Enviar' }).click();
  await page.getByRole('dialog').getByText('¿Hacerlo de verdad?').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Enviar' }).click();
  await page
    .getByRole('region', { name: 'Respuesta' })
    .getByText(/Estado \d{3}/)
    .waitFor();
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
