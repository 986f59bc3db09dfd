import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const files = {
  'journeys/hello.json': {
    key: 'hello',
    name: 'Hello to new people',
    stage: 'acquisition',
    entry: { on: 'Signed Up' },
    steps: [{ id: 'greet', type: 'send', channel: 'email', message: 'welcome' }],
  },
  'messages/short/message.json': {
    name: 'Short note',
    channel: 'sms',
    class: 'transactional',
    topic: 'orders',
    whenMissing: 'skip',
    sample: { profile: { traits: { city: 'Vigo' } } },
  },
  'messages/short/body.hbs': 'Your parcel left for {{profile.traits.city}}.',
};

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({
    files: (tenant) => shopFiles({ tenant, files, messages: ['cart-reminder'] }),
  });
  await studio.engine.customer('ana', { firstName: 'Ana María', lastName: 'García', locale: 'es' });
});
afterAll(() => studio.close());

it('a marketer finds a message by its picture, sees it as a person in their language, dark and as text, and sends a test', async () => {
  const eva = await studio.signedIn();
  await eva.open('/messages');
  await eva.page.getByRole('link', { name: /Short note/ }).waitFor();
  await eva.picture('messages');
  await eva.isAccessible();
  await eva.page.getByRole('searchbox', { name: 'Search' }).fill('new people');
  await eva.page.getByRole('link', { name: /Short note/ }).waitFor({ state: 'detached' });
  await eva.page.getByRole('link', { name: /Welcome/ }).click();

  const mail = eva.page.frameLocator('iframe:not([data-coming])');
  await mail.getByText('Good to have you here, Ana.').waitFor();
  await eva.page.getByRole('link', { name: 'Hello to new people' }).waitFor();
  await eva.page.getByRole('combobox', { name: 'As' }).fill('garc');
  await eva.page.getByRole('option', { name: /García/ }).click();
  await mail.getByText(/Ana María/).waitFor();
  await eva.page
    .getByText(/Ana María/)
    .first()
    .waitFor();
  expect(new URL(eva.page.url()).searchParams.get('person')).toBe(await studio.engine.profileId('ana'));
  await eva.picture('message');
  await eva.isAccessible();

  await eva.page.getByText('Dark', { exact: true }).click();
  await eva.page
    .frameLocator('iframe[src*="scheme=dark"]:not([data-coming])')
    .getByText(/Ana María/)
    .waitFor();
  await eva.picture('message-dark');
  await eva.page.getByText('Plain text', { exact: true }).click();
  await eva.page.getByRole('region', { name: 'Preview' }).locator('pre').waitFor();

  await eva.page.getByRole('button', { name: 'Send a test' }).press('Enter');
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Send to' }).fill('nobody');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByRole('textbox', { name: 'Send to' }).fill('eva@shop.example');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await eva.page.getByText('Sent to eva@shop.example').waitFor();
  expect(studio.engine.subjects('eva@shop.example')).toEqual([expect.stringContaining('[Test]')]);
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a text message says in Spanish who would not get it, on a phone and in the dark', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open(`/messages/short?person=${await studio.engine.profileId('ana')}`);
  await eva.page.getByText('Esta persona no lo recibiría').waitFor();
  await eva.isAccessible();
  await eva.open('/messages/short');
  await eva.page.getByText('Your parcel left for Vigo.').waitFor();
  await eva.picture('message-text');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('who only looks sees the sample, and is offered neither people nor a test', async () => {
  const viewer = await studio.signedIn({ role: 'viewer' });
  await viewer.open('/messages/welcome');
  await viewer.page
    .frameLocator('iframe:not([data-coming])')
    .getByText('Good to have you here, Ana.')
    .waitFor();
  expect(await viewer.page.getByRole('combobox', { name: 'As' }).count()).toBe(0);
  expect(await viewer.page.getByRole('button', { name: 'Send a test' }).count()).toBe(0);
  await viewer.leave();
});
