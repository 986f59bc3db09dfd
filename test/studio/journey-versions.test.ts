import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const wait = (id: string, days: number) => ({ id, type: 'wait', for: `${days} days` });
const journey = (steps: readonly object[]) => ({
  key: 'welcome',
  name: 'Welcome new customers',
  stage: 'acquisition',
  entry: { on: 'Signed Up' },
  steps,
});

let studio: Studio;
beforeAll(async () => {
  const filesOf = (steps: readonly object[]) => (tenant: string) =>
    shopFiles({ tenant, files: { 'journeys/welcome.json': journey(steps) } });
  studio = await openStudio({ files: filesOf([wait('rest', 30), wait('gone', 2)]) });
  const { engine } = studio;
  await engine.publishFiles(await filesOf([wait('rest', 20), wait('more', 3)])(engine.tenant));
});
afterAll(() => studio.close());

it('two versions of a journey stand side by side, with the steps and the lines that differ', async () => {
  const eva = await studio.signedIn({ role: 'viewer' });
  const { page } = eva;
  await eva.open('/journeys/welcome');
  await page.getByRole('tab', { name: 'Versions' }).click();
  const steps = page.getByRole('group', { name: 'Steps that differ' });
  for (const text of ['Changed: rest', 'New: more', 'Gone: gone']) await steps.getByText(text).waitFor();
  const lines = page.getByRole('region', { name: 'The JSON that differs' });
  await lines.getByText('20 days').waitFor();
  await page
    .getByRole('region', { name: 'The steps of the journey and the ways between them' })
    .nth(1)
    .waitFor();
  await eva.picture('journey-versions');
  await eva.isAccessible();
  await page.getByRole('combobox', { name: 'Before' }).click();
  await page.getByRole('option', { name: /^Version 2 / }).click();
  await page.getByText('Both versions say the same.').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('they are read on a phone, in Spanish and in the dark', async () => {
  const eva = await studio.signedIn({ role: 'viewer', locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open('/journeys/welcome?tab=versions');
  await eva.page.getByText('Quitado: gone').waitFor();
  await eva.page.getByRole('region', { name: 'El JSON que es distinto' }).waitFor();
  await eva.picture('journey-versions-es');
  await eva.on('phone');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
