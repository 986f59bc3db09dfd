import { expect, it } from 'vitest';

import { pluginCatalogOf } from '../../../plugins/runtime/catalog.ts';
import { hubspotPlugin } from '../../../plugins/hubspot/hubspot.ts';
import { smtpPlugin } from '../../../plugins/smtp/smtp.ts';
import { tenantSettingsSchema } from '../tenant-settings.ts';
import { checkSyncs } from './check-syncs.ts';

const problemsOf = (sync: { plugin: string; object: string }) =>
  checkSyncs({
    settings: tenantSettingsSchema.parse({
      tenant: 'shop',
      name: 'Shop',
      url: 'https://shop.example',
      defaultLocale: 'en',
      timezone: 'UTC',
      currency: 'EUR',
      from: 'Shop <hello@shop.example>',
      postalAddress: 'Shop, 1 High Street',
      plugins: {
        mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' } } },
        crm: { use: 'hubspot', config: { token: { env: 'TOKEN' }, objects: ['p_boats'] } },
        broken: { use: 'hubspot', config: { objects: 7 } },
      },
      syncs: { people: { ...sync, fields: [{ ours: 'email', theirs: 'email' }] } },
    }),
    plugins: pluginCatalogOf([hubspotPlugin, smtpPlugin]),
  });

it('a sync names a connector of the workspace, and something that it has', () => {
  expect(problemsOf({ plugin: 'crm', object: 'contacts' })).toEqual([]);
  expect(problemsOf({ plugin: 'crm', object: 'p_boats' })).toEqual([]);
  expect(problemsOf({ plugin: 'crn', object: 'contacts' })).toEqual([
    expect.objectContaining({
      code: 'unknown-connector',
      path: 'syncs.people.plugin',
      hint: expect.stringContaining('crm'),
    }),
  ]);
  expect(problemsOf({ plugin: 'crm', object: 'contact' })).toEqual([
    expect.objectContaining({
      code: 'unknown-object',
      path: 'syncs.people.object',
      hint: expect.stringContaining('contacts'),
    }),
  ]);
  expect(problemsOf({ plugin: 'mail', object: 'contacts' })).toEqual([
    expect.objectContaining({ code: 'no-sync', path: 'syncs.people.plugin' }),
  ]);
});

it('a connector whose config cannot be read says so itself, and its sync is left alone', () => {
  expect(problemsOf({ plugin: 'broken', object: 'contacts' })).toEqual([]);
});
