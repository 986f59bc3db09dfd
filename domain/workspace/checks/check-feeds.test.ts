import { expect, it } from 'vitest';

import { folderPlugin } from '../../../plugins/folder/folder.ts';
import { pluginCatalogOf } from '../../../plugins/runtime/catalog.ts';
import { segmentPlugin } from '../../../plugins/segment/segment.ts';
import { smtpPlugin } from '../../../plugins/smtp/smtp.ts';
import { tenantSettingsSchema } from '../tenant-settings.ts';
import { checkFeeds } from './check-feeds.ts';

const faultsOf = (feed: object) =>
  checkFeeds({
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
        lake: { use: 'folder', config: { folder: { env: 'LAKE' } } },
        cdp: { use: 'segment', config: { writeKey: { env: 'KEY' } } },
      },
      feeds: { out: feed },
    }),
    plugins: pluginCatalogOf([smtpPlugin, folderPlugin, segmentPlugin]),
  }).map(({ code, path }) => `${code} ${path}`);

it('a feed names a connector that takes what it carries', () => {
  expect(faultsOf({ plugin: 'lake', rows: 'events', format: 'csv', folder: 'out' })).toEqual([]);
  expect(faultsOf({ plugin: 'cdp', rows: 'events' })).toEqual([]);
  expect(faultsOf({ plugin: 'lake', rows: 'profiles' })).toEqual([]);
  expect(faultsOf({ plugin: 'cdp', rows: 'profiles' })).toEqual(['unfit-connector feeds.out.plugin']);
  expect(faultsOf({ plugin: 'mail', rows: 'events' })).toEqual(['unfit-connector feeds.out.plugin']);
  expect(faultsOf({ plugin: 'gone', rows: 'events' })).toEqual(['unknown-connector feeds.out.plugin']);
});

it('settings of files are refused where events go out as such', () => {
  expect(faultsOf({ plugin: 'cdp', rows: 'events', format: 'csv' })).toEqual([
    'invalid-value feeds.out.format',
  ]);
  expect(faultsOf({ plugin: 'cdp', rows: 'events', folder: 'out' })).toEqual([
    'invalid-value feeds.out.folder',
  ]);
});
