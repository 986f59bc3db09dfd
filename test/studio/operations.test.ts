import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const wait = (id: string) => ({ id, type: 'wait', for: '30 days' });
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
    shopFiles({ tenant, files: { 'journeys/welcome.json': journey(steps) }, messages: ['welcome'] });
  studio = await openStudio({ files: filesOf([wait('rest')]) });
  const { engine } = studio;
  for (const name of ['lea', 'tom']) {
    await engine.customer(name);
    await engine.track(name, 'Signed Up');
  }
  await engine.publishFiles(await filesOf([wait('pause'), wait('more')])(engine.tenant));
});
afterAll(() => studio.close());

it('people of an old version are moved to the new one, with counts first and progress after', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/journeys/welcome?tab=operations');
  await page.getByText('Nothing is under way').waitFor();
  await page.getByRole('button', { name: 'Move people…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 people are moved.').waitFor();
  await dialog.getByText('This has to be settled first').waitFor();
  expect(await dialog.getByRole('button', { name: 'Move them' }).isDisabled()).toBe(true);
  await page.waitForLoadState('networkidle');
  await eva.picture('migrate');
  await eva.isAccessible();
  await eva.on('laptop');
  await dialog.getByRole('combobox', { name: 'Those on “rest” go to' }).click();
  await page.getByRole('option', { name: 'pause' }).click();
  await dialog.getByText('This has to be settled first').waitFor({ state: 'hidden' });
  await dialog.getByRole('button', { name: 'Move them' }).click();
  const operation = page.getByRole('article', { name: 'Move to another version to version 2' });
  await operation.waitFor();
  await operation.getByText('Done').waitFor();
  await operation.getByText('2 of 2 people').waitFor();
  await eva.picture('operations');
  await eva.isAccessible();
  await eva.on('laptop');
  // Where they stand is what the picture says of the new version, and nobody began tomorrow.
  await page.getByRole('tab', { name: 'Steps' }).click();
  await page.getByText('2 here now').first().waitFor();
  await page.getByLabel('From', { exact: true }).fill('2126-01-01');
  await page.getByText(/Who began in these days/).waitFor();
  await page.getByText('0 came').first().waitFor();
  await page.getByText('2 here now').first().waitFor();
  await eva.picture('journey-period');
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('operations are read on a phone, in Spanish and in the dark', async () => {
  await studio.api.call('POST', '/api/jobs', { do: { kind: 'freeze' }, who: { journey: 'welcome' } });
  const eva = await studio.signedIn({ role: 'viewer', locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open('/journeys/welcome?tab=operations');
  const operation = eva.page.getByRole('article', { name: 'Congelar', exact: true });
  await operation.getByText('Terminada').waitFor();
  await eva.picture('operations-es');
  await eva.on('phone');
  await eva.isAccessible();
  await studio.api.call('POST', '/api/dry-runs', { journey: 'welcome', how: 'replay' });
  await eva.open('/operations');
  const all = eva.page.getByRole('region', { name: 'Operaciones' });
  await all.getByText('Repetición de lo ocurrido').waitFor();
  await all.getByText('Recorrido: congelar', { exact: true }).waitFor();
  await eva.picture('operations-all');
  await eva.on('phone');
  await eva.isAccessible();
  await eva.open('/retention');
  await eva.page.getByRole('textbox', { name: /^Otros días: Simulacros/ }).fill('7');
  await eva.page.getByRole('textbox', { name: 'Ajuste del motor' }).waitFor();
  await eva.picture('retention');
  await eva.on('phone');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a broadcast stands among the operations, is paused, resumed and cancelled there', async () => {
  const { body } = await studio.api.call('POST', '/api/broadcasts', {
    name: 'Spring news',
    audience: { everybody: true },
    variants: [{ name: 'a', message: 'welcome' }],
    schedule: { kind: 'at', at: '2126-03-21T09:30:00Z' },
  });
  const { id } = z.object({ id: z.string() }).parse(body);
  await studio.api.call('POST', `/api/broadcasts/${id}/schedule`, {});
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/operations?kind=broadcast');
  const row = page.getByRole('row', { name: /Broadcast: Spring news/ });
  await row.getByText('Waits', { exact: true }).waitFor();
  await row.getByRole('button', { name: 'Pause: Broadcast: Spring news' }).press('Enter');
  await row.getByText('Paused', { exact: true }).waitFor();
  await row.getByRole('button', { name: 'Resume: Broadcast: Spring news' }).press('Enter');
  await row.getByText('Waits', { exact: true }).waitFor();
  await eva.picture('operations-broadcast');
  await eva.isAccessible();
  await eva.on('laptop');
  await row.getByRole('button', { name: 'Cancel: Broadcast: Spring news' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true }).last().click();
  await row.getByText('Cancelled', { exact: true }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
