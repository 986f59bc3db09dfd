import { expect, it } from 'vitest';

import { folderPlugin } from '../../../plugins/folder/folder.ts';
import { pluginCatalogOf } from '../../../plugins/runtime/catalog.ts';
import { metaAudiencesPlugin } from '../../../plugins/meta-audiences/meta-audiences.ts';
import { segmentPlugin } from '../../../plugins/segment/segment.ts';
import { smtpPlugin } from '../../../plugins/smtp/smtp.ts';
import { tenantSettingsSchema } from '../tenant-settings.ts';
import { checkFeeds } from './check-feeds.ts';

const problemsOf = (feed: object) =>
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
        ads: { use: 'meta-audiences', config: { token: { env: 'ADS' } } },
      },
      topics: { news: { name: 'News' } },
      consentPurposes: ['analytics'],
      traits: { diagnosis: { type: 'text', personal: true }, plan: { type: 'text' } },
      feeds: { out: feed },
    }),
    plugins: pluginCatalogOf([smtpPlugin, folderPlugin, segmentPlugin, metaAudiencesPlugin]),
  });
const faultsOf = (feed: object) => problemsOf(feed).map(({ code, path }) => `${code} ${path}`);

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

it('the consent that a feed asks for is named as the workspace names it', () => {
  const withConsent = (consent: object, rows = 'events') => ({ plugin: 'cdp', rows, consent });
  for (const consent of [{ purpose: 'analytics', channel: 'web' }, { topic: 'news' }, { channel: 'sms' }])
    expect(faultsOf(withConsent(consent))).toEqual([]);
  const [typo] = problemsOf(withConsent({ purpose: 'analytcs' }));
  expect(typo).toMatchObject({ code: 'unknown-purpose', path: 'feeds.out.consent.purpose' });
  expect(typo?.hint).toContain('Did you mean `analytics`?');
  expect(problemsOf(withConsent({ topic: 'newz' }))[0]?.hint).toContain('Did you mean `news`?');
  expect(problemsOf(withConsent({ channel: 'emial' }))[0]?.hint).toContain('Did you mean `email`?');
  expect(faultsOf({ ...withConsent({ topic: 'news' }, 'erasures'), plugin: 'lake' })).toEqual([
    'invalid-value feeds.out.consent',
  ]);
});

it('a column of a personal trait is refused in a feed that does not ask for personal traits', () => {
  const columns = ['email', 'traits.plan', 'traits.diagnosis'];
  const feed = { plugin: 'lake', rows: 'profiles', format: 'csv', columns };
  expect(faultsOf(feed)).toEqual(['invalid-value feeds.out.columns']);
  expect(faultsOf({ ...feed, personal: true })).toEqual([]);
});

it('an audience has a segment, its id there and a consent, and goes to a connector that keeps audiences', () => {
  const whole = {
    plugin: 'ads',
    rows: 'audience',
    segment: 'vip',
    audience: '6001',
    consent: { topic: 'news' },
  };
  expect(faultsOf(whole)).toEqual([]);
  expect(faultsOf({ plugin: 'ads', rows: 'audience' })).toEqual([
    'invalid-value feeds.out.segment',
    'invalid-value feeds.out.audience',
    'invalid-value feeds.out.consent',
  ]);
  expect(faultsOf({ ...whole, plugin: 'lake', folder: 'x' })).toEqual([
    'unfit-connector feeds.out.plugin',
    'invalid-value feeds.out.folder',
  ]);
  expect(faultsOf({ plugin: 'lake', rows: 'profiles', segment: 'vip' })).toEqual([
    'invalid-value feeds.out.segment',
  ]);
});
