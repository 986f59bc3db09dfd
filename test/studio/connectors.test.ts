import { afterAll, beforeAll, expect, it } from 'vitest';

import { builtInPlugins } from '../../plugins/built-in.ts';
import { describePlugin } from '../../plugins/runtime/describe.ts';
import { configFields } from '../../studio/pages/connectors/config-fields.ts';
import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const minute = 60_000;
const hour = 60 * minute;
const secret = 'whsec_c3VwZXIgc2VjcmV0IHN1cGVyIHNlY3JldCE=';
let studio: Studio;

const plugins = {
  mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
  store: { use: 'standard-webhooks-in', config: { secrets: [{ env: 'STANDARD_WEBHOOK_SECRET' }] } },
  chat: { use: 'telegram', config: { token: { env: 'CICLO_PLUGIN_NOT_SET' } } },
};

/** A request that could not be read and was given up. */
const seedDead = async (id: string): Promise<void> => {
  const { opened, tenant } = studio.engine;
  const rawBody = new TextEncoder().encode(
    JSON.stringify({ type: 'order.placed', data: { email: 'ana@example.com', order_id: 'o-1' } }),
  );
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', path: `/webhooks/${tenant}/store`, query: {}, headers, rawBody };
  const at = Date.now();
  await opened.stores.deliveryStore.insert({
    delivery: { id, tenant, instance: 'store', webhook: 'main', dedupeKey: id, request, receivedAt: at },
    due: at + hour,
  });
  await opened.stores.deliveryStore.fail({ tenant, id, error: 'total is not a number', due: undefined });
};

beforeAll(async () => {
  studio = await openStudio({
    files: (tenant) => shopFiles({ tenant, files: {}, settings: { plugins } }),
    env: { STANDARD_WEBHOOK_SECRET: secret },
    logLevel: 'silent',
  });
  for (const id of ['request-1', 'request-2', 'request-3']) await seedDead(id);
});
afterAll(() => studio.close());

it.each(builtInPlugins.map((plugin) => [plugin.id, plugin] as const))(
  'the form of %s has every field of its config',
  (_id, plugin) => {
    const { config } = describePlugin(plugin);
    const names = configFields(config).map(({ name }) => name);
    expect(names.toSorted()).toEqual(Object.keys(config.properties ?? {}).toSorted());
  },
);

it('what is connected says how it is; a provider that was not well is tested and let through again', async () => {
  const { opened, tenant } = studio.engine;
  const now = Date.now();
  await opened.stores.circuitStore.open({
    tenant,
    instance: 'mail',
    openedAt: now,
    why: '12 of 20 calls within 1 minute failed; the last: smtp-451: later',
    tries: 0,
    probeAt: now + hour,
  });
  const eva = await studio.signedIn();
  await eva.open('/connectors');
  const row = eva.page.getByRole('row', { name: /mail/ });
  await row.getByText('Calls are held').waitFor();
  await eva.page.getByRole('row', { name: /chat/ }).getByText('Off', { exact: true }).waitFor();
  await eva.picture('connectors');
  await eva.isAccessible();
  await row.getByRole('link', { name: 'mail' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'mail' }).waitFor();
  await eva.page.getByRole('button', { name: 'Test the connection' }).press('Enter');
  await eva.page.getByText('The provider answers, and lets Ciclo in.').waitFor();
  await eva.picture('connector-held');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Try again now' }).click();
  await eva.page.getByRole('dialog').getByRole('button', { name: 'Try again now' }).click();
  await eva.page.getByText('Works', { exact: true }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a connector is set up by a form of its config, in Spanish, and the entry of ciclo.json follows', async () => {
  const eva = await studio.signedIn({ locale: 'es-ES', dark: true });
  await eva.open('/connectors?tab=catalogue');
  await eva.page.getByRole('button', { name: 'Configurar Telegram' }).waitFor();
  await eva.picture('connectors-catalogue');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Configurar Telegram' }).press('Enter');
  const dialog = eva.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill('bot');
  await dialog.getByRole('textbox', { name: 'Token' }).fill('CICLO_PLUGIN_TELEGRAM_TOKEN');
  const entry = await dialog.getByRole('group', { name: 'Entrada de ciclo.json' }).locator('pre').innerText();
  expect(JSON.parse(entry)).toEqual({
    bot: { use: 'telegram', config: { token: { env: 'CICLO_PLUGIN_TELEGRAM_TOKEN' } } },
  });
  await eva.picture('connector-set-up');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a webhook request that was given up is looked at and read again, one or all', async () => {
  const eva = await studio.signedIn();
  await eva.open('/connectors/store');
  const address = await eva.page.getByRole('textbox', { name: 'Webhook address (main)' }).inputValue();
  expect(address).toBe(`${studio.engine.url}/webhooks/${studio.engine.tenant}/store`);
  await eva.picture('connector');
  await eva.isAccessible();
  await eva.page.getByRole('link', { name: 'See its webhook requests' }).click();
  await eva.page.getByRole('combobox', { name: 'State' }).click();
  await eva.page.getByRole('option', { name: 'Given up' }).click();
  const row = eva.page.getByRole('row', { name: /total is not a number/ }).first();
  await row.waitFor();
  await eva.picture('webhook-requests');
  await eva.isAccessible();
  await row.getByRole('link').click();
  await eva.page.getByText('"order.placed"').waitFor();
  await eva.picture('webhook-request');
  await eva.isAccessible();
  await eva.page.getByRole('button', { name: 'Read it again' }).press('Enter');
  await eva.page.getByText('It is read again').waitFor();
  await eva.page.getByText('Given up').waitFor({ state: 'detached' });
  await eva.open('/webhook-requests?state=dead');
  await eva.page.getByRole('button', { name: 'Read all again' }).click();
  await eva.page.getByRole('dialog').getByRole('button', { name: 'Read all again' }).click();
  await eva.page.getByText('2 are read again').waitFor();
  await eva.page.getByText('No request came yet').waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
