import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({ files: (tenant) => shopFiles({ tenant, files: {} }) });
  const { api } = studio;
  await api.call('POST', '/api/teams', {
    key: 'care',
    name: 'Customer care',
    hours: { zone: 'Europe/Madrid', hours: [{ days: ['mon-fri'], from: '09:00', to: '18:00' }] },
  });
  await api.call('POST', '/api/keys', { name: 'Web shop', kind: 'public' });
});
afterAll(() => studio.close());

it('somebody is invited with the keyboard, gets a link that signs them in, and goes on holiday', async () => {
  const eva = await studio.signedIn();
  await eva.open('/team');
  await eva.page.getByRole('button', { name: 'Invite somebody' }).press('Enter');
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Email address' }).fill('ben@shop.example');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Ben Ortiz');
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await eva.page.getByRole('option', { name: 'Agent' }).click();
  await eva.picture('team-invite');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Invite' }).press('Enter');
  await dialog.getByRole('button', { name: 'Make the link' }).press('Enter');
  const link = dialog.getByRole('textbox', { name: 'Sign-in link' });
  await link.waitFor();
  expect(await link.inputValue()).toContain('token=');
  await eva.picture('team-link');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Done' }).click();

  const row = eva.page.getByRole('row', { name: /Ben Ortiz/ });
  await row.getByText('Invited').waitFor();
  await row.getByRole('button', { name: 'More for Ben Ortiz' }).click();
  await eva.page.getByRole('menuitem', { name: 'Set as away' }).click();
  await dialog.getByLabel('Back on').fill('2099-01-07');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('Skiing');
  await dialog.getByRole('button', { name: 'Set as away' }).click();
  await row.getByText('until 7 Jan 2099 · Skiing').waitFor();
  await eva.picture('team');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a team gets hours, and somebody of it hours of their own', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.open('/team?tab=teams');
  await eva.page.getByRole('row', { name: /Customer care/ }).waitFor();
  await eva.picture('teams');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Nuevo equipo' }).click();
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill('Atención de tarde');
  await dialog.getByRole('button', { name: 'Añadir horas' }).click();
  await dialog.getByLabel('Desde').fill('14:00');
  await dialog.getByLabel('Hasta').fill('22:00');
  await eva.picture('team-hours');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Crear el equipo' }).click();
  await eva.page.getByRole('row', { name: /Atención de tarde/ }).waitFor();
  const made = await studio.api.call('GET', '/api/teams/atencion-de-tarde');
  expect(made.body).toMatchObject({
    hours: { hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '14:00', to: '22:00' }] },
  });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a key is shown once when it is made, replaced with an overlap, and revoked after a warning', async () => {
  const eva = await studio.signedIn();
  await eva.open('/keys');
  await eva.page.getByRole('row', { name: /Web shop/ }).waitFor();
  await eva.page.getByRole('button', { name: 'New key' }).press('Enter');
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Warehouse');
  await dialog.getByRole('checkbox', { name: 'See records' }).check();
  await eva.picture('key-new');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  const text = await dialog.getByRole('textbox', { name: 'Key' }).inputValue();
  expect(text).toMatch(/^sk_/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  const row = eva.page.getByRole('row', { name: /Warehouse/ });
  await row.getByText('Works').waitFor();
  expect(await eva.page.getByText(text).count()).toBe(0);

  await row.getByRole('button', { name: 'More for Warehouse' }).click();
  await eva.page.getByRole('menuitem', { name: 'Replace' }).click();
  await dialog.getByRole('textbox', { name: /^Hours/ }).fill('2');
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await dialog.getByRole('textbox', { name: 'Key' }).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await eva.page.getByText('Being replaced').waitFor();

  const shop = eva.page.getByRole('row', { name: /Web shop/ });
  await shop.getByRole('button', { name: 'More for Web shop' }).click();
  await eva.page.getByRole('menuitem', { name: 'Revoke' }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await shop.getByText('Revoked').waitFor();
  await eva.page.getByRole('button', { name: 'Show the secret' }).click();
  await eva.page.getByRole('textbox', { name: 'Secret' }).waitFor();
  await eva.picture('keys');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('the audit log says who did what, narrowed by person and action, in Spanish too', async () => {
  await studio.api.call('POST', '/api/keys', { name: 'Old till', kind: 'server', scopes: ['read'] });
  const eva = await studio.signedIn({ locale: 'es-ES' });
  await eva.open('/audit');
  await eva.page
    .getByRole('cell', { name: /Clave de API: crear/ })
    .first()
    .waitFor();
  await eva.picture('audit');
  await eva.isAccessible();
  await eva.page.getByRole('combobox', { name: 'Qué' }).click();
  await eva.page.getByRole('option', { name: 'Usuario: invitar' }).click();
  await eva.page
    .getByRole('cell', { name: /Usuario: invitar/ })
    .first()
    .waitFor();
  await eva.page
    .getByRole('cell', { name: /Clave de API/ })
    .first()
    .waitFor({ state: 'detached' });
  expect(new URL(eva.page.url()).searchParams.get('action')).toBe('user.invite');
  await eva.page.getByRole('textbox', { name: 'A qué' }).fill('nobody');
  await eva.page.getByText('Nada coincide').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('somebody adds a passkey, signs in with it, sees where they are signed in, and removes it', async () => {
  const eva = await studio.visitor();
  const { page } = eva;
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  // Passkeys are for names, and addresses in numbers are none.
  const here = studio.engine.url.replace('127.0.0.1', 'localhost');
  await page.goto(`${here}/studio${await studio.link()}`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Work laptop');
  await dialog.getByRole('button', { name: 'Add a passkey' }).click();
  await dialog.waitFor({ state: 'detached' });
  const row = page.getByRole('row', { name: /Work laptop/ });
  await row.getByText('Never').waitFor();

  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await page.goto(`${here}/studio/account`);
  await page.getByRole('row', { name: /This browser/ }).waitFor();
  await row.waitFor();
  expect(await row.getByText('Never').count()).toBe(0);
  await eva.picture('account');
  await eva.isAccessible();
  await row.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('You have no passkey yet').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('who may only look is offered no keys, and nothing to change in the team', async () => {
  const viewer = await studio.signedIn({ role: 'viewer' });
  await viewer.open('/team');
  await viewer.page
    .getByRole('row', { name: /Eva owner/ })
    .first()
    .waitFor();
  expect(await viewer.page.getByRole('button', { name: /Invite|More for/ }).count()).toBe(0);
  expect(await viewer.page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
  await viewer.leave();
});

it('a way in that lasts asks a user who signed in long ago to sign in again, and leads back', async () => {
  const eva = await studio.signedIn();
  await eva.open('/keys');
  await studio.engine.engine.pause(11 * 60_000);
  await eva.page.getByRole('button', { name: 'New key' }).click();
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Thief');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await dialog.getByRole('alert').getByText('You signed in more than ten minutes ago').waitFor();
  await eva.picture('sign-in-again');
  await eva.isAccessible();
  await dialog.getByRole('link', { name: 'Sign in again' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'Sign in to Ciclo' }).waitFor();
  expect(new URL(eva.page.url()).searchParams.get('back')).toBe('/keys');
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
